"""Looking for a lost request: a match is proof, absence never is, and nobody guesses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.providers.fal.exchange import ID, KEY, MODEL, NOW, Asked, Rehearsed, Reply

from artfactory.providers.base import CannotTell, Found, Job, Working
from artfactory.providers.errors import Misread, NeedsKey, NoCredit, ProviderError, Unavailable
from artfactory.providers.fal import Fal

HISTORY = "GET /v1/models/requests/by-endpoint"
SENT = {"prompt": "a fox", "seed": 2**60 + 1, "guidance_scale": 3.5, "image_size": {"width": 8, "height": 9}}
JOB = Job("a" * 32, MODEL, SENT)
MUCH_LATER = NOW + 600


def at(seconds: float) -> str:
    return datetime.fromtimestamp(NOW + seconds, UTC).isoformat().replace("+00:00", "Z")


def listed(request: str = ID, *, after: float = 1.0, **sent: Any) -> dict[str, Any]:
    changed = {name: value for name, value in {**SENT, **sent}.items() if value is not ...}
    facts = {"request_id": request, "endpoint_id": MODEL, "sent_at": at(after), "status_code": 200}
    return {**facts, "json_input": changed}


def page(*items: Any, then: str | None = None) -> Reply:
    return Reply({"items": list(items), "next_cursor": then, "has_more": then is not None})


async def search(far: Rehearsed, fal: Fal, *, now: float = MUCH_LATER, taken: tuple[str, ...] = ()) -> Any:
    far.now = now
    return await fal.find(JOB, sent_at=NOW, taken=taken)


async def test_the_one_request_that_equals_ours_is_found(far: Rehearsed, fal: Fal) -> None:
    far.answers[HISTORY] = page(listed("other", prompt="a wolf"), listed())
    found = await search(far, fal)
    assert isinstance(found, Found)
    assert found.ticket.id == ID
    (asked,) = far.asked
    assert asked.query == {
        "endpoint_id": MODEL,
        "start": at(-120),
        "end": at(300),
        "expand": "payloads",
        "limit": "100",
    }
    assert asked.headers["Authorization"] == f"Key {KEY}"


async def test_its_ticket_can_be_asked_for(far: Rehearsed, fal: Fal) -> None:
    far.answers[HISTORY] = page(listed())
    far.answers[f"GET /fal-ai/flux/requests/{ID}/status"] = Reply({"status": "IN_QUEUE"}, 202)
    found = await search(far, fal)
    assert isinstance(await fal.check(found.ticket), Working)


@pytest.mark.parametrize(
    "item",
    [
        listed(prompt="a fox "),
        listed(seed=2**60 + 2),
        listed(seed=...),
        listed(seed=str(2**60 + 1)),
        listed(image_size={"width": 8}),
        listed(image_size={"width": 8, "height": 9, "depth": 1}),
        listed(num_images=4),
        listed(unknown_to_us=1),
        listed(after=-121),
        listed(after=301),
        {**listed(), "json_input": None},
        {**listed(), "sent_at": None},
        {**listed(), "sent_at": "soon"},
        {**listed(), "endpoint_id": "fal-ai/flux/schnell"},
        {**listed(), "request_id": 7},
        "odd",
    ],
)
async def test_whatever_differs_is_not_ours(far: Rehearsed, fal: Fal, item: Any) -> None:
    far.answers[HISTORY] = page(item)
    assert await search(far, fal) == CannotTell(None)


@pytest.mark.parametrize(
    "item",
    [
        listed(after=-119),
        listed(after=299),
        listed(guidance_scale=3.50, image_size={"height": 9.0, "width": 8}),
        listed(num_images=1, sync_mode=False, output_format="jpeg", loras=None),
        {**listed(), "sent_at": at(1).replace("Z", "")},
    ],
    ids=["early clock", "late clock", "numbers that are equal", "defaults filled in", "no time zone"],
)
async def test_what_only_looks_different_is_ours(far: Rehearsed, fal: Fal, item: Any) -> None:
    far.answers[HISTORY] = page(item)
    assert isinstance(await search(far, fal), Found)


async def test_one_is_not_true_in_json(far: Rehearsed, fal: Fal) -> None:
    far.answers[HISTORY] = page({**listed(), "json_input": {"prompt": "a fox", "num_images": True}})
    far.now = MUCH_LATER
    job = Job("a", MODEL, {"prompt": "a fox", "num_images": 1})
    assert await fal.find(job, sent_at=NOW, taken=()) == CannotTell(None)


async def test_of_several_that_fit_none_is_guessed(far: Rehearsed, fal: Fal) -> None:
    far.answers[HISTORY] = page(listed("one"), listed("two"))
    assert await search(far, fal) == CannotTell(None)
    assert await search(far, fal, now=NOW + 2) == CannotTell(None)


async def test_what_another_attempt_owns_is_never_the_answer(far: Rehearsed, fal: Fal) -> None:
    far.answers[HISTORY] = page(listed("one"), listed("two"))
    found = await search(far, fal, taken=("one",))
    assert isinstance(found, Found)
    assert found.ticket.id == "two"
    assert await search(far, fal, taken=("one", "two")) == CannotTell(None)


async def test_one_request_listed_twice_is_one(far: Rehearsed, fal: Fal) -> None:
    far.answers[HISTORY] = page(listed(), listed())
    assert isinstance(await search(far, fal), Found)


@pytest.mark.parametrize(
    ("now", "again"),
    [
        (NOW, 10.0),
        (NOW + 30, 10.0),
        (NOW + 44.5, 1.0),
        (NOW + 45, None),
        (MUCH_LATER, None),
        (NOW - 3600, None),
    ],
)
async def test_an_empty_history_may_only_lag_behind_and_never_proves_anything(
    far: Rehearsed, fal: Fal, now: float, again: float | None
) -> None:
    far.answers[HISTORY] = page()
    assert await search(far, fal, now=now) == CannotTell(again)


async def test_all_pages_are_read(far: Rehearsed, fal: Fal) -> None:
    pages = {None: page(listed("x", prompt="y"), then="Mg=="), "Mg==": page(listed("one"), then="Mw==")}

    def answer(asked: Asked) -> Reply:
        return pages.get(asked.query.get("cursor"), page(listed("two")))

    far.answers[HISTORY] = answer
    assert await search(far, fal) == CannotTell(None)
    assert [asked.query.get("cursor") for asked in far.asked] == [None, "Mg==", "Mw=="]
    assert isinstance(await search(far, fal, taken=("one",)), Found)


async def test_a_history_without_end_is_misread(far: Rehearsed, fal: Fal) -> None:
    far.answers[HISTORY] = page(then="again")
    with pytest.raises(Misread):
        await search(far, fal)


async def test_a_key_that_may_not_read_the_history_says_nothing_about_it(far: Rehearsed, fal: Fal) -> None:
    error = {"error": {"type": "authorization_error", "message": "An ADMIN key is needed"}}
    far.answers[HISTORY] = Reply(error, 403)
    assert await search(far, fal) == CannotTell(None)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply({"error": {"type": "authorization_error", "message": "?"}}, 401), NeedsKey),
        (Reply({"detail": "User is locked. Reason: Exhausted balance."}, 403), NoCredit),
        (Reply({"error": {"type": "rate_limited", "message": "?"}}, 429), Unavailable),
        (Reply({"error": {"type": "server_error", "message": "?"}}, 500), Unavailable),
        (Reply("<html>", 502), Unavailable),
        (Reply("<html>"), Misread),
        (Reply({"error": {"type": "validation_error", "message": "?"}}, 400), Misread),
    ],
    ids=lambda value: getattr(value, "__name__", None) or str(value.status),
)
async def test_no_answer_is_no_absence(
    far: Rehearsed, fal: Fal, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[HISTORY] = reply
    with pytest.raises(error):
        await search(far, fal)
