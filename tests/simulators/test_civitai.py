"""What the simulated Civitai says is what its documents describe, in every state and at every address."""

from __future__ import annotations

import asyncio
import http.client
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from simulators.civitai.keys import LOCKED
from simulators.running import Simulators
from tests.simulators.civitai_wire import (
    BLOBS,
    DRAWN,
    WORKFLOWS,
    call,
    checked,
    documented,
    submit,
    template,
)

STEPS: list[tuple[str, dict[str, Any]]] = [
    ("imageGen", {**DRAWN, "prompt": "a fox", "quantity": 2}),
    ("imageGen", {"engine": "google", "model": "nano-banana-2", "prompt": "a fox"}),
    ("textToImage", {"prompt": "a fox", "cfgScale": 7, "seed": 7}),
    ("videoGen", {"engine": "veo3", "prompt": "a fox", "generateAudio": True}),
    ("textToSpeech", {"engine": "custom", "text": "Hello.", "xVectorOnlyMode": False}),
    ("aceStepAudio", {"musicDescription": "a waltz", "lyrics": "", "seed": 7}),
    ("imageUpscaler", {"image": "https://example.org/a.png"}),
    ("imageBackgroundRemoval", {"image": "https://example.org/a.png"}),
]


@pytest.mark.parametrize(("step", "given"), STEPS)
def test_each_kind_of_step_is_told_as_documented_from_its_estimate_to_its_end(
    simulators: Simulators, step: str, given: dict[str, Any]
) -> None:
    asked = {"steps": [{"$type": step, "input": given}], "externalId": "try-1"}
    documented("WorkflowTemplate").validate(asked)
    estimate = checked(call(simulators, f"{WORKFLOWS}?whatif=true", method="POST", body=asked))
    assert (estimate["status"], estimate["transactions"]["insufficientBuzz"]) == ("unassigned", False)
    made = call(simulators, f"{WORKFLOWS}?wait=5", method="POST", body=asked)
    assert made.status == 200
    told = checked(made)
    assert (told["status"], told["externalId"]) == ("succeeded", "1234567-try-1")
    assert told["cost"]["total"] == estimate["cost"]["total"] > 0


@pytest.mark.parametrize(
    ("settings", "status"), [({"queue_seconds": 60}, "scheduled"), ({"job_seconds": 60}, "processing")]
)
def test_one_that_is_not_over_is_told_with_202_and_canceled_for_its_money_back(
    simulators: Simulators, settings: dict[str, float], status: str
) -> None:
    simulators.configure(**settings)
    sent = submit(simulators)
    assert (sent.status, checked(sent)["status"]) == (202, status)
    place = f"{WORKFLOWS}/{sent.json['id']}"
    stopped = call(simulators, place, method="PUT", body={"status": "canceled"})
    assert stopped.status == 200
    kinds = [each["type"] for each in checked(stopped)["transactions"]["list"]]
    assert kinds == (["debit", "credit"] if status == "scheduled" else ["debit"])
    again = call(simulators, place, method="PUT", body={"status": "canceled"})
    documented("ProblemDetails").validate(again.json)
    assert again.status == 409


def test_older_servers_answer_a_change_with_nothing(simulators: Simulators) -> None:
    simulators.configure(answers_changes=False, job_seconds=60)
    place = f"{WORKFLOWS}/{submit(simulators).json['id']}"
    stopped = call(simulators, place, method="PUT", body={"status": "canceled"})
    assert (stopped.status, stopped.body) == (204, b"")
    assert call(simulators, place).json["status"] == "canceled"


def test_a_patch_stops_and_a_deletion_hides_it(simulators: Simulators) -> None:
    simulators.configure(job_seconds=60)
    place = f"{WORKFLOWS}/{submit(simulators).json['id']}"
    patch = [{"op": "replace", "path": "/status", "value": "canceled"}]
    assert call(simulators, place, method="PATCH", body=patch).status == 204
    assert call(simulators, place).json["status"] == "canceled"
    assert call(simulators, place, method="DELETE").status == 204
    assert call(simulators, place).status == 404
    assert call(simulators, WORKFLOWS).json == {"items": []}


def test_a_question_is_held_back_until_it_is_over(simulators: Simulators) -> None:
    simulators.configure(job_seconds=0.3)
    sent = submit(simulators)
    assert sent.status == 202
    held = call(simulators, f"{WORKFLOWS}/{sent.json['id']}?wait=10")
    assert (held.status, checked(held)["status"]) == (200, "succeeded")


@pytest.mark.parametrize(
    ("prompt", "status", "error"),
    [("(fail)", "failed", "unknown reason"), ("(infra)", "expired", ""), ("(invalid)", "failed", "steps")],
)
def test_what_went_wrong_is_told_and_given_back(
    simulators: Simulators, prompt: str, status: str, error: str
) -> None:
    told = checked(submit(simulators, prompt, "?wait=5"))
    [step] = told["steps"]
    assert (told["status"], told["cost"]["total"]) == (status, 0)
    assert error in " ".join(step["output"]["errors"])


def test_blocked_pictures_are_listed_with_their_reason(simulators: Simulators) -> None:
    [step] = checked(submit(simulators, "(block)", "?wait=5"))["steps"]
    [image] = step["output"]["images"]
    assert (image["available"], image["nsfwLevel"], "url" in image) == (False, "x", False)
    assert image["blockedReason"]


def test_a_key_of_a_try_is_claimed_by_a_submission_and_by_no_estimate(simulators: Simulators) -> None:
    estimate = submit(simulators, query="?whatif=true", externalId="a-1").json["id"]
    ids = [submit(simulators, externalId="a-1").json["id"] for _ in range(2)]
    assert ids[0] == ids[1] != estimate
    assert simulators.ledger()["accepted"] == 1


def test_what_is_not_known_is_dropped_without_a_word_unless_the_server_is_strict(
    simulators: Simulators,
) -> None:
    asked = template()
    asked["steps"][0]["input"]["clipSkip"] = 2
    told = call(simulators, WORKFLOWS, method="POST", body=asked)
    assert "clipSkip" not in checked(told)["steps"][0]["input"]
    simulators.configure(strict=True)
    refused = call(simulators, WORKFLOWS, method="POST", body=asked)
    documented("ValidationProblemDetails").validate(refused.json)
    assert (refused.status, list(refused.json["errors"])) == (400, ["steps[0].input.clipSkip"])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"steps": []}, "steps"),
        ({"steps": [{"$type": "flying", "input": {}}]}, "steps[0].$type"),
        ({"externalId": "no spaces"}, "externalId"),
        ({"tags": ["a", "a"]}, "tags"),
        ({"currencies": ["gold"]}, "currencies"),
        ({"downloadPriority": "low"}, "downloadPriority"),
    ],
)
def test_what_is_wrong_is_named(simulators: Simulators, change: dict[str, Any], place: str) -> None:
    refused = call(simulators, WORKFLOWS, method="POST", body={**template(), **change})
    documented("ValidationProblemDetails").validate(refused.json)
    assert (refused.status, list(refused.json["errors"])) == (400, [place])


def test_an_input_is_held_against_its_schema(simulators: Simulators) -> None:
    asked = template()
    asked["steps"][0]["input"] |= {"width": 63, "steps": "many"}
    del asked["steps"][0]["input"]["prompt"]
    refused = call(simulators, WORKFLOWS, method="POST", body=asked)
    assert set(refused.json["errors"]) == {
        *("steps[0].input.width", "steps[0].input.steps", "steps[0].input.prompt"),
    }


@pytest.mark.parametrize("path", [WORKFLOWS, f"{WORKFLOWS}/1", f"{BLOBS}/x.png", f"{BLOBS}/upload"])
def test_without_a_good_key_nobody_is_told_anything(simulators: Simulators, path: str) -> None:
    for key in ("-", "wrong"):
        refused = call(simulators, path, key=key)
        documented("ProblemDetails").validate(refused.json)
        assert refused.status == 401


def test_too_little_buzz_is_a_bare_sentence_or_an_object_and_fails_no_estimate(
    simulators: Simulators,
) -> None:
    simulators.configure(buzz=1)
    bare = submit(simulators)
    assert (bare.status, bare.json) == (403, "Insufficient Buzz")
    older = call(simulators, WORKFLOWS, key=f"{LOCKED}-1", method="POST", body=template())
    assert (older.status, older.json) == (403, {"error": "Insufficient Buzz"})
    estimate = checked(submit(simulators, query="?whatif=true"))
    assert estimate["transactions"]["insufficientBuzz"] is True


def test_the_list_goes_by_tags_and_times_and_its_last_page_names_no_next(simulators: Simulators) -> None:
    for number in range(3):
        submit(simulators, tags=["a", "b"] if number else ["a"])
    assert len(call(simulators, f"{WORKFLOWS}?tags=a&tags=b").json["items"]) == 2
    assert call(simulators, f"{WORKFLOWS}?fromDate=2100-01-01T00:00:00Z").json == {"items": []}
    assert call(simulators, f"{WORKFLOWS}?fromDate=soon").status == 400
    first = call(simulators, f"{WORKFLOWS}?take=2").json
    last = call(simulators, f"{WORKFLOWS}?take=2&cursor={first['next']}").json
    assert (len(first["items"]), len(last["items"]), "next" in last) == (2, 1, False)
    for each in first["items"]:
        documented("Workflow").validate(each)


def test_a_recipe_answers_with_its_output_alone(simulators: Simulators) -> None:
    path = "/v2/consumer/recipes/imageGen"
    told = call(simulators, path, method="POST", body={**DRAWN, "prompt": "a fox"})
    documented("ImageGenOutput").validate(told.json)
    guess = call(simulators, f"{path}?whatif=true", method="POST", body={**DRAWN, "prompt": "a fox"})
    assert [image["available"] for image in guess.json["images"]] == [False]
    assert simulators.ledger()["accepted"] == 1
    assert call(simulators, "/v2/consumer/recipes/echo", method="POST", body={"message": "hi"}).json == {
        "message": "hi"
    }


def test_every_answer_tells_the_pace(simulators: Simulators) -> None:
    assert submit(simulators).headers["ratelimit-policy"] == '"buzz";q=1000;w=60'
    simulators.put_faults([{"where": "submit", "what": "throttle", "retry_after": 7}])
    slowed = submit(simulators)
    documented("ProblemDetails").validate(slowed.json)
    assert (slowed.status, slowed.headers["retry-after"]) == (429, "7")
    simulators.clear_faults()
    simulators.configure(requests_per_minute=2)
    told = [submit(simulators) for _ in range(3)]
    assert [each.status for each in told] == [200, 200, 429]
    assert [each.headers["ratelimit"].partition(";t=")[0] for each in told] == [
        *('"buzz";r=1', '"buzz";r=0', '"buzz";r=0'),
    ]


def test_one_step_can_be_looked_at_and_a_tag_put_on_and_taken_off(simulators: Simulators) -> None:
    place = f"{WORKFLOWS}/{submit(simulators).json['id']}"
    assert call(simulators, f"{place}/steps/$0").json["$type"] == "imageGen"
    assert call(simulators, f"{place}/tags", method="POST", body="fox").status == 204
    assert call(simulators, place).json["tags"] == ["fox"]
    for taken in ("/tags/owl", "/tags/fox", "/tags"):
        assert call(simulators, f"{place}{taken}", method="DELETE").status == 204
        assert call(simulators, place).json["tags"] == (["fox"] if taken == "/tags/owl" else [])


def test_notes_are_put_changed_and_found(simulators: Simulators) -> None:
    place = f"{WORKFLOWS}/{submit(simulators, metadata={'run': 'first'}).json['id']}"
    step = f"{place}/steps/$0"
    assert call(simulators, step, method="PUT", body={"metadata": {"a": 1}}).status == 204
    change = [{"op": "add", "path": "/metadata/b", "value": 2}, {"op": "remove", "path": "/metadata/a"}]
    assert call(simulators, step, method="PATCH", body=change).status == 204
    assert call(simulators, step).json["metadata"] == {"b": 2}
    renamed = [{"op": "replace", "path": "/metadata/run", "value": "Second"}]
    assert call(simulators, place, method="PATCH", body=renamed).status == 204
    found = [call(simulators, f"{WORKFLOWS}?query={words}").json["items"] for words in ("second", "first")]
    assert [len(each) for each in found] == [1, 0]


def test_a_change_can_be_priced_without_being_made(simulators: Simulators) -> None:
    simulators.configure(job_seconds=60)
    place = f"{WORKFLOWS}/{submit(simulators).json['id']}"
    stop = {"status": "canceled"}
    assert call(simulators, f"{place}?whatif=true", method="PUT", body=stop).json["cost"]["total"] == 8
    assert call(simulators, place).json["status"] == "processing"


@pytest.mark.parametrize(
    ("what", "accepted"), [("refuse", 0), ("cut_before", 0), ("cut_after", 1), ("short", 1)]
)
def test_a_submission_that_breaks_off_was_accepted_or_not(
    simulators: Simulators, what: str, accepted: int
) -> None:
    simulators.put_faults([{"where": "submit", "what": what}])
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        submit(simulators)
    assert simulators.ledger()["accepted"] == accepted


def test_one_that_nobody_keeps_needs_somebody_who_hears_and_is_gone_at_its_end(
    simulators: Simulators,
) -> None:
    assert list(submit(simulators, ephemeral=True).json["errors"]) == ["ephemeral"]
    heard = checked(submit(simulators, query="?wait=5", ephemeral=True))
    assert heard["status"] == "succeeded"
    assert call(simulators, f"{WORKFLOWS}/{heard['id']}").status == 404


async def test_whoever_wants_to_hear_is_told_how_it_ended(simulators: Simulators) -> None:
    heard: asyncio.Queue[Any] = asyncio.Queue()

    async def hear(request: web.Request) -> web.Response:
        heard.put_nowait(await request.json())
        return web.Response()

    application = web.Application()
    application.router.add_post("/heard", hear)
    async with TestServer(application) as server:
        callback = {"url": str(server.make_url("/heard")), "type": ["workflow:succeeded"]}
        sent = await asyncio.to_thread(submit, simulators, callbacks=[callback])
        word = await asyncio.wait_for(heard.get(), 20)
    documented("WorkflowEvent").validate(word)
    assert (word["workflowId"], word["status"]) == (sent.json["id"], "succeeded")
