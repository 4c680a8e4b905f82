"""Handing a request in: once, without waiting for the result, and what each refusal proves."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.providers.fal.exchange import NOW, Rehearsed, Reply
from tests.providers.replicate.shapes import ID, KEY, MODEL, SUBMIT, job, named, prediction, problem

from artfactory.providers.base import Allowance
from artfactory.providers.errors import (
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Unanswered,
    Unavailable,
)
from artfactory.providers.replicate import Replicate

VERSION = "39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b"
OTHER = "f" * 64
LOW = (
    "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute "
    "with a burst of 1 requests until you add a payment method. Your rate limit resets in ~7s."
)


async def test_it_is_sent_once_with_the_key_and_does_not_wait(far: Rehearsed, adapter: Replicate) -> None:
    urls = {"get": f"{far.address}/g", "cancel": "https://evil.example/c", "web": "https://replicate.com/p/x"}
    far.answers[SUBMIT] = Reply(prediction("starting", urls=urls), 201)
    ticket = await adapter.submit(job(num_outputs=2, seed=2**60 + 1, image="https://a.example/fox.png"))
    (asked,) = far.asked
    assert json.loads(asked.body)["input"]["seed"] == 2**60 + 1
    assert set(json.loads(asked.body)) == {"input"}
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert {"prefer", "cancel-after"}.isdisjoint(name.lower() for name in asked.headers)
    about = {"model": MODEL, "sent_at": NOW, "asked": 2, "inputs": ticket.details["inputs"]}
    assert (ticket.id, ticket.details) == (ID, {**about, "get": f"{far.address}/g"})
    assert len(ticket.details["inputs"]) == 1
    assert "evil" not in str(ticket.details)


@pytest.mark.parametrize(
    ("model", "path", "version"),
    [
        (MODEL, f"/v1/models/{MODEL}/predictions", None),
        ("stability-ai/sdxl", "/v1/predictions", VERSION),
        (f"some-one/else.v2:{OTHER}", "/v1/predictions", OTHER),
        (OTHER, "/v1/predictions", OTHER),
        ("deployments/acme/foxes", "/v1/deployments/acme/foxes/predictions", None),
    ],
)
async def test_each_kind_of_model_has_its_entrance(
    far: Rehearsed, adapter: Replicate, model: str, path: str, version: str | None
) -> None:
    far.answers[f"POST {path}"] = Reply(prediction("starting"), 201)
    await adapter.submit(job(model=model))
    assert json.loads(far.asked[0].body).get("version") == version


@pytest.mark.parametrize("status", [200, 201, 202])
async def test_every_acceptance_with_an_id_is_one(far: Rehearsed, adapter: Replicate, status: int) -> None:
    far.answers[SUBMIT] = Reply({"id": ID, "urls": "odd"}, status)
    assert (await adapter.submit(job())).id == ID


@pytest.mark.parametrize("content", [{"id": 7}, {"id": ""}, {}, [], "<html>"])
async def test_an_acceptance_that_cannot_be_read_is_one_all_the_same(
    far: Rehearsed, adapter: Replicate, content: Any
) -> None:
    far.answers[SUBMIT] = Reply(content, 201)
    with pytest.raises(Unanswered):
        await adapter.submit(job())


INVALID = [{"type": "required", "field": "input", "description": "prompt is required"}]
CASES: list[tuple[Reply, type[ProviderError]]] = [
    (problem(401, "You did not pass a valid authentication token", title="Unauthenticated"), NeedsKey),
    (problem(402, "You have insufficient credit to run this model.", title="Insufficient credit"), NoCredit),
    (problem(403, "Not for you"), Rejected),
    (problem(404, "The requested resource could not be found."), Rejected),
    (problem(413, "Too large"), Rejected),
    (problem(422, "- input: prompt is required\n", invalid_fields=INVALID), Rejected),
    (problem(422, "The specified version does not exist"), Rejected),
    (problem(422, "odd", invalid_fields="odd"), Rejected),
    (problem(429, "Request was throttled."), Unavailable),
    (Reply("", 429), Unavailable),
    (Reply("<html>", 401), Unanswered),
    (Reply("<html>", 404), Unanswered),
    (Reply({"detail": "?"}, 404), Unanswered),
    (Reply({"detail": "?", "status": 500}, 404), Unanswered),
    (problem(408, "?"), Unanswered),
    (problem(409, "?"), Unanswered),
    (problem(500, "?"), Unanswered),
    (Reply("<html>nginx</html>", 502), Unanswered),
    (problem(503, "?", headers={"Retry-After": "3"}), Unanswered),
    (Reply("", 307, {"Location": "https://evil.example/"}), Unanswered),
]


@pytest.mark.parametrize(("reply", "error"), CASES, ids=named)
async def test_only_its_own_refusal_proves_that_nothing_was_accepted(
    far: Rehearsed, adapter: Replicate, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[SUBMIT] = reply
    with pytest.raises(ProviderError) as refusal:
        await adapter.submit(job())
    assert type(refusal.value) is error
    assert refusal.value.message.endswith(".")
    assert len(far.asked) == 1


@pytest.mark.parametrize(
    ("reply", "wait"),
    [
        (problem(429, LOW, headers={"Retry-After": "3"}, retry_after=5), 3.0),
        (problem(429, LOW, retry_after=5), 5.0),
        (problem(429, LOW, headers={"ratelimit-reset": "1"}), 7.0),
        (problem(429, "Request was throttled.", headers={"ratelimit-reset": "1"}), 1.0),
        (Reply({"detail": "Request was throttled. Your rate limit resets in ~30s."}, 429), 30.0),
        (Reply("", 429, {"ratelimit-reset": "soon"}), None),
    ],
    ids=["header", "body", "sentence", "limit", "documented", "nothing"],
)
async def test_how_long_to_wait_is_read_from_wherever_it_stands(
    far: Rehearsed, adapter: Replicate, reply: Reply, wait: float | None
) -> None:
    far.answers[SUBMIT] = reply
    with pytest.raises(Unavailable) as refusal:
        await adapter.submit(job())
    assert (refusal.value.retry_after, refusal.value.throttled) == (wait, True)


async def test_an_account_with_little_credit_is_told_its_pace(far: Rehearsed, adapter: Replicate) -> None:
    far.answers[SUBMIT] = problem(429, LOW, retry_after=7)
    with pytest.raises(Unavailable) as refusal:
        await adapter.submit(job())
    told = "Replicate allows 6 requests a minute while there is so little credit."
    assert refusal.value.message == told


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        (INVALID[0], "prompt", "Prompt was refused by Replicate: prompt is required."),
        (
            {"type": "number_lte", "field": "input.num_inference_steps", "description": "Must be at most 50"},
            "steps",
            "Steps was refused by Replicate: Must be at most 50.",
        ),
        (
            {"type": "additional_property_not_allowed", "field": "", "description": "Additional\nproperty."},
            "",
            "The request was refused by Replicate: Additional property.",
        ),
        ({"field": 7}, "", "The request was refused by Replicate: it is wrong."),
    ],
)
async def test_a_refused_parameter_is_named_in_our_words(
    far: Rehearsed, adapter: Replicate, wrong: dict[str, Any], field: str, message: str
) -> None:
    far.answers[SUBMIT] = problem(422, "…", invalid_fields=[wrong])
    with pytest.raises(Rejected) as refusal:
        await adapter.submit(job())
    assert (refusal.value.field, refusal.value.message) == (field, message)


@pytest.mark.parametrize(
    "model",
    ["", "flux", "a/../admin", "a//x", "a/b/c", "a/b?c", "a/b#c", "a b/c", "a/b:123", "deployments/a/b/c"],
)
async def test_what_cannot_be_a_model_is_not_sent(far: Rehearsed, adapter: Replicate, model: str) -> None:
    with pytest.raises(Rejected):
        await adapter.submit(job(model=model))
    assert far.asked == []


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1}])
async def test_what_is_no_json_is_not_sent(far: Rehearsed, adapter: Replicate, value: Any) -> None:
    with pytest.raises(Rejected):
        await adapter.submit(job(guidance=value))
    assert far.asked == []


@pytest.mark.parametrize(
    ("said", "pace"),
    [
        (LOW, 6),
        ("Your rate limit is reduced to 2 requests per second.", 120),
        ("reduced to 0 requests per minute", None),
        ("Request was throttled.", None),
    ],
)
async def test_the_pace_that_it_allows_is_learned_from_its_sentence(
    far: Rehearsed, adapter: Replicate, said: str, pace: int | None
) -> None:
    far.answers[SUBMIT] = problem(429, said)
    with pytest.raises(Unavailable) as refusal:
        await adapter.submit(job())
    assert (refusal.value.throttled, refusal.value.per_minute) == (True, pace)


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"ratelimit-remaining": "599", "ratelimit-reset": "1"}, Allowance(599, 1.0)),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "10"}, Allowance(0, 10.0)),
        ({"ratelimit-remaining": "-1", "ratelimit-reset": "10"}, None),
        ({"ratelimit-remaining": "5"}, None),
        ({}, None),
    ],
)
async def test_each_answer_tells_how_much_of_the_pace_is_left(
    far: Rehearsed, adapter: Replicate, headers: dict[str, str], told: Allowance | None
) -> None:
    far.answers[SUBMIT] = Reply(prediction("starting"), 201, headers)
    await adapter.submit(job())
    assert adapter.allowance() == told


@pytest.mark.parametrize(("limit", "header"), [(None, None), (90, "90s")])
async def test_a_time_limit_goes_along_where_a_person_set_one(
    far: Rehearsed, adapter: Replicate, limit: int | None, header: str | None
) -> None:
    far.answers[SUBMIT] = Reply(prediction("starting"), 201)
    await adapter.submit(replace(job(), time_limit=limit))
    assert far.asked[0].headers.get("Cancel-After") == header
