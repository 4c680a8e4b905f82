"""Handing in a request: one workflow of one step, sent once, and what each answer to it means."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.providers.civitai.shapes import ID, KEY, MODEL, SUBMIT, job, named, problem, workflow
from tests.providers.fal.exchange import NOW, Rehearsed, Reply
from tests.simulators.civitai_wire import documented

from artfactory.providers.base import Allowance, Job
from artfactory.providers.civitai import Civitai
from artfactory.providers.errors import (
    Blocked,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Unanswered,
    Unavailable,
)

PONY = "urn:air:pony:checkpoint:civitai:257749@290640"
WIDTH = {"steps[0].input.width": ["The field width must be between 64 and 2048."]}


def sent(far: Rehearsed) -> dict[str, Any]:
    (asked,) = far.asked
    body: dict[str, Any] = json.loads(asked.body)
    return body


async def test_a_request_is_one_step_with_a_key_that_only_this_try_has(
    far: Rehearsed, adapter: Civitai
) -> None:
    far.answers[SUBMIT] = Reply(workflow("scheduled"), 202)
    asked = job(negativePrompt="blurry", steps=25, quantity=2, seed=7)
    ticket = await adapter.submit(asked)
    assert sent(far) == {
        "externalId": f"af-{asked.attempt_key}",
        "tags": ["art-factory"],
        "steps": [
            {
                "$type": "imageGen",
                "input": {
                    "engine": "sdcpp",
                    "ecosystem": "sdxl",
                    "operation": "createImage",
                    "model": MODEL,
                    "prompt": "a red fox",
                    "negativePrompt": "blurry",
                    "steps": 25,
                    "quantity": 2,
                    "seed": 7,
                },
            }
        ],
    }
    documented("WorkflowTemplate").validate(sent(far))
    assert far.asked[0].query == {"wait": "0"}
    assert far.asked[0].headers["Authorization"] == f"Bearer {KEY}"
    assert (ticket.id, ticket.details["asked"], ticket.details["sent_at"]) == (ID, 2, NOW)


async def test_the_queue_and_mature_content_are_asked_for_outside_of_the_input(
    far: Rehearsed, adapter: Civitai
) -> None:
    far.answers[SUBMIT] = Reply(workflow("scheduled"), 202)
    await adapter.submit(job(priority="high", allowMatureContent=True))
    body = sent(far)
    assert (body["steps"][0]["priority"], body["allowMatureContent"]) == ("high", True)
    assert not {"priority", "allowMatureContent"} & body["steps"][0]["input"].keys()


@pytest.mark.parametrize(
    ("model", "request_", "expected"),
    [
        ("imageGen/google/nano-banana-2", {"images": "https://a/b.png"}, {"images": ["https://a/b.png"]}),
        ("imageGen/flux2/klein", {}, {"engine": "flux2", "model": "klein", "operation": "createImage"}),
        ("imageGen/seedream", {"version": "v4.5"}, {"engine": "seedream", "version": "v4.5"}),
        ("videoGen/veo3", {}, {"generateAudio": False, "version": "3.1"}),
        ("videoGen/veo3", {"generateAudio": True}, {"generateAudio": True}),
        ("videoGen/kling", {}, {"cfgScale": 0.5}),
        (PONY, {}, {"model": PONY, "ecosystem": "sdxl"}),
        (f"{PONY}/createVariant", {"image": "https://a/b"}, {"model": PONY, "operation": "createVariant"}),
    ],
)
async def test_what_makes_a_model_that_model_is_filled_in(
    far: Rehearsed, adapter: Civitai, model: str, request_: dict[str, Any], expected: dict[str, Any]
) -> None:
    far.answers[SUBMIT] = Reply(workflow("scheduled"), 202)
    await adapter.submit(job(model=model, **request_))
    assert sent(far)["steps"][0]["input"].items() >= expected.items()


@pytest.mark.parametrize(
    "asked",
    [
        Job("a", MODEL, {"prompt": "a fox", "negative_prompt": "x"}),
        Job("a", MODEL, {"prompt": "a fox", "engine": "comfy"}),
        Job("a", "imageGen/flux", {"prompt": "a fox"}),
        Job("a", "urn:air:krea2:checkpoint:civitai:1@2", {"prompt": "a fox"}),
        Job("a", "urn:air:sdxl:lora:civitai:1@2", {"prompt": "a fox"}),
        Job("a", "urn:air:flux1:checkpoint:civitai:1@2/editImage", {"prompt": "a fox"}),
        Job("a", MODEL, {"prompt": "a fox", "cfgScale": float("nan")}),
    ],
)
async def test_what_civitai_would_drop_without_a_word_is_refused_before_it_is_sent(
    far: Rehearsed, adapter: Civitai, asked: Job
) -> None:
    with pytest.raises(Rejected):
        await adapter.submit(asked)
    assert far.asked == []


CASES: list[tuple[Reply, type[ProviderError]]] = [
    (problem(400, errors=WIDTH), Rejected),
    (problem(400, detail="Prompt requires mature content but workflow does not allow it"), Blocked),
    (problem(401), NeedsKey),
    (Reply("", 401), NeedsKey),
    (problem(402), NoCredit),
    (Reply('"Insufficient Buzz"', 403), NoCredit),
    (Reply("Insufficient Buzz", 403), NoCredit),
    (Reply({"error": "Insufficient Buzz"}, 403), NoCredit),
    (problem(403, "You do not have enough funds: insufficient funds"), NoCredit),
    (problem(403, "This recipe is not allowed"), Rejected),
    (Reply("<html>Attention</html>", 403), Unanswered),
    (Reply("<html>Bad Request</html>", 400), Unanswered),
    (problem(404), Unanswered),
    (problem(409), Unanswered),
    (problem(429), Unavailable),
    (Reply("<html>", 429), Unavailable),
    (problem(500), Unanswered),
    (Reply("<!DOCTYPE html>", 503), Unanswered),
    (Reply("<!DOCTYPE html>", 200), Unanswered),
    (Reply({"status": "scheduled"}, 202), Unanswered),
    (Reply({"id": 7}, 202), Unanswered),
    (Reply("", 302, {"Location": "https://evil.example"}), Unanswered),
]


@pytest.mark.parametrize(("reply", "error"), CASES, ids=named)
async def test_each_refusal_means_one_thing_to_do(
    far: Rehearsed, adapter: Civitai, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[SUBMIT] = reply
    with pytest.raises(ProviderError) as refusal:
        await adapter.submit(job())
    assert type(refusal.value) is error
    assert refusal.value.message.endswith(".")
    assert len(far.asked) == 1


async def test_a_wrong_value_is_named_in_our_words(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[SUBMIT] = problem(400, errors={"steps[0].input.cfgScale": ["It is too large."]})
    with pytest.raises(Rejected) as refusal:
        await adapter.submit(job(cfgScale=99))
    assert refusal.value.field == "guidance"
    assert refusal.value.message == "Guidance was refused by Civitai: It is too large."


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ({"Retry-After": "17"}, 17.0),
        ({"Retry-After": "17", "RateLimit": '"buzz";r=0;t=12'}, 17.0),
        ({"RateLimit": '"buzz";r=0;t=12, "day";r=0;t=30'}, 30.0),
        ({"RateLimit": '"buzz";r=0;t=12, "day";r=900;t=5000'}, 12.0),
        ({"RateLimit": '"buzz";r=940;t=12'}, None),
        ({"RateLimit": "soon"}, None),
        ({}, None),
    ],
)
async def test_a_slower_pace_is_kept_for_as_long_as_it_is_asked_for(
    far: Rehearsed, adapter: Civitai, header: dict[str, str], seconds: float | None
) -> None:
    far.answers[SUBMIT] = problem(429, headers=header)
    with pytest.raises(Unavailable) as slowed:
        await adapter.submit(job())
    assert (slowed.value.retry_after, slowed.value.throttled) == (seconds, True)


@pytest.mark.parametrize(
    ("echo", "altered"),
    [
        ({"prompt": "a red fox", "steps": 30, "clipSkip": 2}, []),
        ({"prompt": "a red fox, rewritten", "steps": 30.0, "clipSkip": 2}, []),
        ({"prompt": "a red fox", "steps": 30}, ["clipSkip"]),
        ({"prompt": "a red fox", "steps": 20, "clipSkip": 2}, ["steps"]),
        ({}, []),
        (None, []),
        ([], []),
    ],
)
async def test_what_the_answer_goes_without_is_noted(
    far: Rehearsed, adapter: Civitai, echo: Any, altered: list[str]
) -> None:
    far.answers[SUBMIT] = Reply(workflow("scheduled", input=echo), 202)
    checkpoint = "urn:air:sd1:checkpoint:civitai:4384@128713"
    ticket = await adapter.submit(job(model=checkpoint, steps=30, clipSkip=2, loras={}))
    assert ticket.details["altered"] == altered


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ('"buzz";r=940;t=12', Allowance(940, 12.0)),
        ('"buzz";r=940;t=12, "day"; r=3; t=5000', Allowance(3, 5000.0)),
        ('"buzz";t=12', None),
        ("", None),
    ],
)
async def test_each_answer_tells_how_much_of_the_pace_is_left(
    far: Rehearsed, adapter: Civitai, limit: str, told: Allowance | None
) -> None:
    far.answers[SUBMIT] = Reply(workflow("scheduled"), 202, {"RateLimit": limit})
    await adapter.submit(job())
    assert adapter.allowance() == told
