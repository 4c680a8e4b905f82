"""Handing in a request: what proves that it was refused, and what proves nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.providers.fal.exchange import ID, KEY, MODEL, NOW, Rehearsed, Reply

from artfactory.providers.base import Job
from artfactory.providers.errors import (
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Unanswered,
    Unavailable,
)
from artfactory.providers.fal import Fal

LOCKED = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."
SUBMIT = f"POST /{MODEL}"


def job(**request: Any) -> Job:
    return Job(attempt_key="a" * 32, model=MODEL, request={"prompt": "a fox", **request})


def accepted(far: Rehearsed, *, base: str = "") -> Reply:
    own = f"{base or far.address}/fal-ai/flux/requests/{ID}"
    links = {"response_url": own, "status_url": f"{own}/status", "cancel_url": f"{own}/cancel"}
    return Reply({"status": "IN_QUEUE", "request_id": ID, **links})


async def test_the_request_goes_out_as_it_is_with_the_key(far: Rehearsed, fal: Fal) -> None:
    far.answers[SUBMIT] = accepted(far)
    await fal.submit(job(seed=2**60 + 1, image_size={"width": 8, "height": 8}))
    (asked,) = far.asked
    assert json.loads(asked.body) == {
        "prompt": "a fox",
        "seed": 1152921504606846977,
        "image_size": {"width": 8, "height": 8},
    }
    assert asked.headers["Authorization"] == f"Key {KEY}"
    assert asked.headers["Content-Type"] == "application/json"


async def test_the_ticket_holds_what_a_restart_needs(far: Rehearsed, fal: Fal) -> None:
    far.answers[SUBMIT] = accepted(far)
    ticket = await fal.submit(job(num_images=3, image_url="https://v3.fal.media/files/a.png"))
    own = f"{far.address}/fal-ai/flux/requests/{ID}"
    assert ticket.id == ID
    assert {name: ticket.details[name] for name in ("model", "sent_at", "asked", "status")} == {
        "model": MODEL,
        "sent_at": NOW,
        "asked": 3,
        "status": f"{own}/status",
    }
    assert json.loads(json.dumps(dict(ticket.details))) == ticket.details
    assert "fal.media" not in json.dumps(dict(ticket.details))


@pytest.mark.parametrize(
    "base", ["https://evil.example", "http://queue.fal.run", "http://127.0.0.1:1", "//?"]
)
async def test_foreign_addresses_in_the_answer_are_replaced_by_our_own(
    far: Rehearsed, fal: Fal, base: str
) -> None:
    far.answers[SUBMIT] = accepted(far, base=base)
    far.answers[f"GET /fal-ai/flux/requests/{ID}/status"] = Reply({"status": "IN_QUEUE"}, 202)
    ticket = await fal.submit(job())
    await fal.check(ticket)
    assert base not in json.dumps(dict(ticket.details))
    assert far.paths()[-1] == f"GET /fal-ai/flux/requests/{ID}/status"


@pytest.mark.parametrize(
    ("model", "short"),
    [
        ("fal-ai/flux", "fal-ai/flux"),
        ("fal-ai/wan/v2.2-a14b/text-to-video", "fal-ai/wan"),
        ("workflows/me/mine", "workflows/me/mine"),
        ("comfy/me/mine/deeper", "comfy/me/mine"),
    ],
)
async def test_without_addresses_the_short_form_of_the_model_is_used(
    far: Rehearsed, fal: Fal, model: str, short: str
) -> None:
    far.answers[f"POST /{model}"] = Reply({"request_id": "odd/id?"})
    far.answers[f"GET /{short}/requests/odd/id?/status"] = Reply({"status": "IN_PROGRESS"}, 202)
    ticket = await fal.submit(Job("a", model, {"prompt": "a fox"}))
    await fal.check(ticket)
    assert far.paths()[-1] == f"GET /{short}/requests/odd/id?/status"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply({"detail": "No user found for Key ID and Secret"}, 401), NeedsKey),
        (Reply({"detail": LOCKED}, 403), NoCredit),
        (Reply({"detail": "Not allowed"}, 403), Rejected),
        (Reply({"detail": "Application 'x' not found"}, 404), Rejected),
        (Reply({"detail": "not JSON"}, 422), Rejected),
        (Reply({"detail": "Queue is full"}, 429), Unavailable),
        (Reply("<h1>Too many</h1>", 429), Unavailable),
        (Reply({"status": "IN_QUEUE"}, 200), Unanswered),
        (Reply({"request_id": 7}, 200), Unanswered),
        (Reply({"request_id": ""}, 200), Unanswered),
        (Reply("<html>", 200), Unanswered),
        (Reply(None, 200), Unanswered),
        (Reply("<html>", 401), Unanswered),
        (Reply("<html>", 403), Unanswered),
        (Reply("<html>", 404), Unanswered),
        (Reply("", 422), Unanswered),
        (Reply({"detail": "?"}, 400), Unanswered),
        (Reply({"detail": "?"}, 402), Unanswered),
        (Reply({"detail": "?"}, 408), Unanswered),
        (Reply({"detail": "?"}, 409), Unanswered),
        (Reply({"detail": "?", "error_type": "internal_error"}, 500), Unanswered),
        (Reply("<html>nginx</html>", 502), Unanswered),
        (Reply({"detail": "?"}, 503, {"Retry-After": "3"}), Unanswered),
        (Reply("", 504), Unanswered),
        (Reply("", 307, {"Location": "https://evil.example/"}), Unanswered),
    ],
    ids=lambda value: getattr(value, "__name__", None) or f"{value.status}-{str(value.content)[:20]}",
)
async def test_only_fal_s_own_refusal_proves_that_nothing_was_accepted(
    far: Rehearsed, fal: Fal, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[SUBMIT] = reply
    with pytest.raises(ProviderError) as refusal:
        await fal.submit(job())
    assert type(refusal.value) is error
    assert refusal.value.message.endswith(".")
    assert len(far.asked) == 1


async def test_a_slower_pace_is_asked_for_with_its_time(far: Rehearsed, fal: Fal) -> None:
    far.answers[SUBMIT] = Reply({"detail": "Queue is full"}, 429, {"Retry-After": "9"})
    with pytest.raises(Unavailable) as refusal:
        await fal.submit(job())
    assert (refusal.value.retry_after, refusal.value.throttled) == (9.0, True)


async def test_an_early_refusal_of_a_parameter_names_it_in_our_words(far: Rehearsed, fal: Fal) -> None:
    item = {"loc": ["body", "num_inference_steps"], "msg": "…", "type": "less_than_equal", "ctx": {"le": 50}}
    far.answers[SUBMIT] = Reply({"detail": [item]}, 422)
    with pytest.raises(Rejected) as refusal:
        await fal.submit(job())
    assert (refusal.value.field, refusal.value.message) == ("steps", "Steps must be at most 50.")


@pytest.mark.parametrize(
    "model", ["", "flux", "fal-ai/../admin", "fal-ai//x", "fal-ai/x?y", "a/b#c", "a b/c"]
)
async def test_what_cannot_be_a_model_is_not_sent(far: Rehearsed, fal: Fal, model: str) -> None:
    with pytest.raises(Rejected):
        await fal.submit(Job("a", model, {"prompt": "a fox"}))
    assert far.asked == []


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1}])
async def test_what_is_no_json_is_not_sent(far: Rehearsed, fal: Fal, value: Any) -> None:
    with pytest.raises(Rejected):
        await fal.submit(job(guidance_scale=value))
    assert far.asked == []
