"""Asking how far a request is, how it ended, and asking it to stop."""

from __future__ import annotations

from typing import Any

import pytest
from tests.providers.fal.exchange import ID, MODEL, NOW, Rehearsed, Reply

from artfactory.providers.base import Done, Ticket, Working
from artfactory.providers.errors import (
    Blocked,
    Failed,
    Gone,
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Stopped,
    Unavailable,
)
from artfactory.providers.fal import Fal

OWN = f"/fal-ai/flux/requests/{ID}"
STATUS, RESULT, CANCEL = f"GET {OWN}/status", f"GET {OWN}", f"PUT {OWN}/cancel"
COMPLETED = Reply({"status": "COMPLETED", "logs": [], "metrics": {"inference_time": 3.42}})
NOT_FOUND = Reply({"status": "NOT_FOUND"}, 404)
PICTURE = {"images": [{"url": "https://v3.fal.media/a.png", "content_type": "image/png"}], "seed": 1}
LOCKED = {"detail": "User is locked. Reason: Exhausted balance."}
LONG = 3600.0  # seconds


def ticket(*, age: float = 1.0) -> Ticket:
    return Ticket(ID, {"model": MODEL, "sent_at": NOW - age, "asked": 1, "inputs": []})


def model_error(kind: str, *, status: int = 422, place: list[Any] | None = None, **more: Any) -> Reply:
    item = {"loc": place or ["body", "prompt"], "msg": "In its own words", "type": kind, **more}
    return Reply({"detail": [item]}, status)


async def test_one_that_waits_tells_its_place(far: Rehearsed, fal: Fal) -> None:
    far.answers[STATUS] = Reply({"status": "IN_QUEUE", "queue_position": 2}, 202)
    assert await fal.check(ticket()) == Working(position=2, ask_again=0.5)
    assert far.asked[0].query == {"logs": "1"}


@pytest.mark.parametrize("status", [200, 202])
async def test_one_that_runs_tells_its_progress_from_its_logs(far: Rehearsed, fal: Fal, status: int) -> None:
    bars = [f"  {share}%|▍         | {step}/28\x00" for share, step in ((4, 1), (50, 14))]
    logs = [{"message": line, "timestamp": "2026-11-22T10:30:02.456Z"} for line in ["loading", *bars]]
    far.answers[STATUS] = Reply({"status": "IN_PROGRESS", "logs": [*logs, {"message": 7}, "odd"]}, status)
    answer = await fal.check(ticket())
    assert isinstance(answer, Working)
    assert (answer.progress, answer.position) == (0.5, None)
    assert answer.logs == ("loading", "4%|▍         | 1/28", "50%|▍         | 14/28")


@pytest.mark.parametrize("logs", [None, [], "odd", [{"message": "100 % sure"}]])
async def test_one_without_a_bar_in_its_logs_tells_no_progress(far: Rehearsed, fal: Fal, logs: Any) -> None:
    far.answers[STATUS] = Reply({"status": "IN_PROGRESS", "logs": logs}, 202)
    answer = await fal.check(ticket())
    assert isinstance(answer, Working)
    assert answer.progress is None


@pytest.mark.parametrize(("age", "pause"), [(0.0, 0.25), (1.0, 0.5), (4.0, 2.0), (LONG, 5.0), (-LONG, 5.0)])
async def test_the_older_it_is_the_less_often_it_is_asked_for(
    far: Rehearsed, fal: Fal, age: float, pause: float
) -> None:
    far.answers[STATUS] = Reply({"status": "IN_PROGRESS", "logs": None}, 202)
    answer = await fal.check(ticket(age=age))
    assert isinstance(answer, Working)
    assert answer.ask_again == pause


@pytest.mark.parametrize(
    "said", [{"status": "FAILED"}, {}, [], "<html>"], ids=["another state", "none", "a list", "a page"]
)
async def test_a_state_that_is_not_known_is_misread(far: Rehearsed, fal: Fal, said: Any) -> None:
    far.answers[STATUS] = Reply(said)
    with pytest.raises(Misread):
        await fal.check(ticket())


CASES: list[tuple[Reply, type[ProviderError]]] = [
    (model_error("content_policy_violation"), Blocked),
    (model_error("no_media_generated"), Failed),
    (model_error("internal_server_error", status=500), Failed),
    (model_error("generation_timeout", status=504), Failed),
    (model_error("downstream_service_error", status=400), Failed),
    (model_error("downstream_service_unavailable", status=500), Failed),
    (model_error("something_new", status=500), Failed),
    (model_error("something_new"), Rejected),
    (model_error("missing", status=404), Rejected),
    (Reply({"detail": "field required"}, 422), Rejected),
    (Reply({"detail": "bad", "error_type": "bad_request"}, 400), Failed),
    (Reply({"detail": "slow", "error_type": "request_timeout"}, 504), Failed),
    (Reply({"detail": "slow", "error_type": "startup_timeout"}, 504), Failed),
    (Reply({"detail": "none", "error_type": "runner_scheduling_failure"}, 503), Failed),
    (Reply({"detail": "lost", "error_type": "runner_disconnected"}, 503), Failed),
    (Reply({"detail": "half", "error_type": "runner_incomplete_response"}, 502), Failed),
    (Reply({"detail": "?", "error_type": "runner_server_error"}, 500), Failed),
    (Reply({"detail": "?", "error_type": "internal_error"}, 500), Failed),
    (Reply({"detail": "?"}, 500, {"X-Fal-Error-Type": "internal_error"}), Failed),
    (Reply({"detail": "gone", "error_type": "client_disconnected"}, 499), Failed),
    (Reply({"detail": "stop", "error_type": "client_cancelled"}, 499), Stopped),
    (Reply({"detail": "?"}, 500), Unavailable),
    (Reply("<html>nginx</html>", 502), Unavailable),
    (Reply("", 503, {"Retry-After": "4"}), Unavailable),
    (Reply("", 504), Unavailable),
    (Reply("", 408), Unavailable),
    (Reply("", 302, {"Location": "https://evil.example"}), Unavailable),
    (Reply({"detail": "slow down"}, 429), Unavailable),
    (Reply({"detail": "No user found for Key ID and Secret"}, 401), NeedsKey),
    (Reply("<html>", 401), Unavailable),
    (Reply({"detail": "Not allowed"}, 403), NeedsKey),
    (Reply(LOCKED, 403), NoCredit),
    (Reply({"detail": "Request not found or expired"}, 404), Gone),
    (Reply({"detail": "Gone"}, 410), Gone),
    (Reply("<html>", 404), Misread),
]


def named(value: Any) -> str | None:
    if isinstance(value, Reply):
        return f"{value.status}-{str(value.content)[-40:]}"
    return getattr(value, "__name__", None)


@pytest.mark.parametrize(("reply", "error"), CASES, ids=named)
@pytest.mark.parametrize("where", ["status", "result"])
async def test_each_refusal_means_one_thing_to_do(
    far: Rehearsed, fal: Fal, where: str, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[STATUS] = reply if where == "status" else COMPLETED
    far.answers[RESULT] = reply
    with pytest.raises(ProviderError) as ending:
        await fal.check(ticket(age=LONG))
    assert type(ending.value) is error
    assert ending.value.message.endswith(".")
    assert "\n" not in ending.value.message


WRONG: list[tuple[dict[str, Any], str, str]] = [
    (
        {"type": "greater_than", "loc": ["body", "guidance_scale"], "ctx": {"gt": 1}},
        "guidance",
        "Guidance must be more than 1.",
    ),
    (
        {"type": "less_than_equal", "loc": ["body", "num_images"], "ctx": {"le": 4}},
        "num_outputs",
        "Pictures must be at most 4.",
    ),
    (
        {"type": "less_than", "loc": ["body", "image_size", "ImageSize", "width"], "ctx": {"lt": 9}},
        "image_size",
        "Size must be less than 9.",
    ),
    (
        {"type": "one_of", "loc": ["body", "duration"], "ctx": {"expected": ["5", "10"]}},
        "duration",
        "Duration must be one of 5, 10.",
    ),
    (
        {"type": "image_too_small", "loc": ["body", "image_url"], "ctx": {"min_width": 64}},
        "image",
        "Image must be at least 64 × … pixels.",
    ),
    ({"type": "missing", "loc": ["body", "text"]}, "prompt", "Text is missing."),
    (
        {"type": "multiple_of", "loc": ["body"], "ctx": {"multiple_of": "8\n{x}"}},
        "",
        "The request must be a multiple of 8 {x}.",
    ),
    ({"type": "something_new", "loc": "odd", "ctx": ["odd"]}, "", "The request was refused."),
    ({"type": "something_new", "loc": ["body", "its_own"]}, "its_own", "Its own was refused."),
]


@pytest.mark.parametrize(("item", "field", "message"), WRONG)
async def test_a_late_refusal_names_the_parameter_in_our_words(
    far: Rehearsed, fal: Fal, item: dict[str, Any], field: str, message: str
) -> None:
    far.answers[STATUS], far.answers[RESULT] = COMPLETED, Reply({"detail": [item]}, 422)
    with pytest.raises(Rejected) as ending:
        await fal.check(ticket())
    assert (ending.value.field, ending.value.message) == (field, message)
    assert item["type"] in ending.value.details


async def test_the_failure_that_the_queue_names_ends_it_whatever_the_gateway_says(
    far: Rehearsed, fal: Fal
) -> None:
    said = {"status": "COMPLETED", "logs": None, "error": "…", "error_type": "request_timeout"}
    far.answers[STATUS], far.answers[RESULT] = Reply(said), Reply("<html>", 502)
    with pytest.raises(Failed) as ending:
        await fal.check(ticket())
    assert ending.value.message == "fal.ai did not get to it in time."


async def test_success_is_decided_by_the_result_alone(far: Rehearsed, fal: Fal) -> None:
    far.answers[STATUS] = Reply({"status": "COMPLETED", "logs": None, "error": "a warning"})
    far.answers[RESULT] = Reply(PICTURE)
    assert isinstance(await fal.check(ticket()), Done)


async def test_a_result_that_is_not_there_yet_is_asked_for_again(far: Rehearsed, fal: Fal) -> None:
    running = Reply({"status": "IN_PROGRESS"}, 202)
    early = Reply({"detail": "Request is still in progress"}, 400)
    far.answers[STATUS], far.answers[RESULT] = COMPLETED, [running, early, Reply(PICTURE)]
    assert isinstance(await fal.check(ticket()), Working)
    with pytest.raises(Unavailable):
        await fal.check(ticket())
    assert isinstance(await fal.check(ticket()), Done)


@pytest.mark.parametrize("where", ["status", "result"])
async def test_a_young_request_that_is_not_known_may_only_be_late(
    far: Rehearsed, fal: Fal, where: str
) -> None:
    far.answers[STATUS], far.answers[RESULT] = NOT_FOUND if where == "status" else COMPLETED, NOT_FOUND
    with pytest.raises(Unavailable):
        await fal.check(ticket(age=5))
    with pytest.raises(Gone) as ending:
        await fal.check(ticket(age=LONG))
    assert ending.value.message == "fal.ai no longer knows this request."


@pytest.mark.parametrize(
    "reply",
    [
        Reply({"status": "OK"}),
        Reply({"success": True}),
        Reply({"status": "CANCELLATION_REQUESTED"}, 202),
        NOT_FOUND,
    ],
    ids=["removed", "removed in older words", "asked to stop", "not known"],
)
async def test_what_is_not_known_after_a_cancellation_was_stopped(
    far: Rehearsed, fal: Fal, reply: Reply
) -> None:
    far.answers[CANCEL], far.answers[STATUS] = reply, NOT_FOUND
    await fal.cancel(ticket())
    assert far.paths() == [CANCEL]
    with pytest.raises(Stopped):
        await fal.check(ticket())


async def test_a_cancellation_that_comes_too_late_changes_nothing(far: Rehearsed, fal: Fal) -> None:
    far.answers[CANCEL] = Reply({"status": "ALREADY_COMPLETED"}, 400)
    far.answers[STATUS], far.answers[RESULT] = COMPLETED, Reply(PICTURE)
    await fal.cancel(ticket())
    assert isinstance(await fal.check(ticket()), Done)


async def test_what_was_made_in_spite_of_a_cancellation_still_arrives(far: Rehearsed, fal: Fal) -> None:
    far.answers[CANCEL] = Reply({"status": "CANCELLATION_REQUESTED"}, 202)
    far.answers[STATUS], far.answers[RESULT] = COMPLETED, Reply(PICTURE)
    await fal.cancel(ticket())
    assert isinstance(await fal.check(ticket()), Done)


async def test_one_that_its_queue_calls_canceled_was_stopped(far: Rehearsed, fal: Fal) -> None:
    said = {"status": "COMPLETED", "logs": None, "error": "…", "error_type": "client_cancelled"}
    far.answers[STATUS] = Reply(said)
    with pytest.raises(Stopped):
        await fal.check(ticket())


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply({"detail": "?"}, 401), NeedsKey),
        (Reply({"detail": "?"}, 429), Unavailable),
        (Reply("<html>", 502), Unavailable),
        (Reply("<html>", 404), Misread),
        (Reply({"detail": "?"}, 400), Misread),
    ],
    ids=named,
)
async def test_a_cancellation_that_was_not_heard_says_so(
    far: Rehearsed, fal: Fal, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[CANCEL] = reply
    with pytest.raises(error):
        await fal.cancel(ticket())
