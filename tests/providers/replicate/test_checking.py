"""Asking how far a prediction is, how it ended, and asking it to stop."""

from __future__ import annotations

from typing import Any

import pytest
from tests.providers.fal.exchange import NOW, Rehearsed, Reply
from tests.providers.replicate.shapes import (
    CANCEL,
    GET,
    ID,
    KEY,
    PICTURE,
    at,
    job,
    named,
    prediction,
    problem,
    ticket,
)

from artfactory.providers.base import Done, Output, Working
from artfactory.providers.errors import (
    Blocked,
    Failed,
    Gone,
    InputGone,
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Stopped,
    Unavailable,
)
from artfactory.providers.replicate import Replicate

LONG = 3600.0  # seconds
SENSITIVE = "The input or output was flagged as sensitive. Please try again. (E005) (uIJ6l3ruRD)"


async def test_one_that_starts_waits_for_a_machine(far: Rehearsed, adapter: Replicate) -> None:
    far.answers[GET] = Reply(prediction("starting"))
    assert await adapter.check(ticket()) == Working(position=0, ask_again=0.5)
    assert far.asked[0].headers["Authorization"] == f"Bearer {KEY}"


async def test_one_that_runs_tells_its_progress_from_its_logs(far: Rehearsed, adapter: Replicate) -> None:
    logs = "Using seed: 7\n  0%|          | 0/28\r 50%|█████     | 14/28\x00"
    far.answers[GET] = Reply(prediction("processing", logs=logs))
    answer = await adapter.check(ticket())
    assert isinstance(answer, Working)
    assert (answer.progress, answer.position) == (0.5, None)
    assert answer.logs == ("Using seed: 7", "0%|          | 0/28", "50%|█████     | 14/28")


@pytest.mark.parametrize("logs", [None, "", 7, "100 % sure"])
async def test_one_without_a_bar_in_its_logs_tells_no_progress(
    far: Rehearsed, adapter: Replicate, logs: Any
) -> None:
    far.answers[GET] = Reply(prediction("processing", logs=logs))
    answer = await adapter.check(ticket())
    assert isinstance(answer, Working)
    assert answer.progress is None


@pytest.mark.parametrize("status", ["queued", "a new one", ""])
async def test_a_state_that_is_not_known_is_one_on_the_way(
    far: Rehearsed, adapter: Replicate, status: str
) -> None:
    far.answers[GET] = Reply(prediction(status))
    assert isinstance(await adapter.check(ticket()), Working)


@pytest.mark.parametrize(("age", "pause"), [(0.0, 0.5), (4.0, 2.0), (LONG, 5.0), (-LONG, 5.0)])
async def test_the_older_it_is_the_less_often_it_is_asked_for(
    far: Rehearsed, adapter: Replicate, age: float, pause: float
) -> None:
    far.answers[GET] = Reply(prediction("processing"))
    answer = await adapter.check(ticket(age=age))
    assert isinstance(answer, Working)
    assert answer.ask_again == pause


async def test_a_file_within_an_answer_that_is_not_over_does_not_end_it(
    far: Rehearsed, adapter: Replicate
) -> None:
    far.answers[GET] = Reply(prediction("processing", output=["data:image/png;base64,iVBORw0KGgo="]))
    assert isinstance(await adapter.check(ticket()), Working)


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        ("failed", SENSITIVE, Blocked),
        ("failed", "NSFW content detected in all outputs", Blocked),
        ("failed", "CUDA out of memory (E1001)", Failed),
        ("failed", None, Failed),
        ("failed", {"odd": 1}, Failed),
        ("failed", "404 Client Error: Not Found for url: {files}abc", InputGone),
        ("canceled", None, Stopped),
        ("aborted", None, Stopped),
    ],
)
async def test_each_ending_means_one_thing_to_do(
    far: Rehearsed, adapter: Replicate, status: str, error: Any, kind: type[ProviderError]
) -> None:
    told = error.replace("{files}", f"{far.address}/v1/files/") if isinstance(error, str) else error
    far.answers[GET] = Reply(prediction(status, error=told))
    with pytest.raises(ProviderError) as ending:
        await adapter.check(ticket())
    assert type(ending.value) is kind
    assert ending.value.message.endswith(".")


@pytest.mark.parametrize(
    ("status", "ended", "kind", "words"),
    [
        ("canceled", 90, Failed, "ended while it ran"),
        ("canceled", 40, Stopped, "It was stopped"),
        ("aborted", 90, Failed, "does not charge"),
    ],
    ids=["late while it ran", "stopped before that", "late before it began"],
)
async def test_what_a_time_limit_ended_is_told_from_what_a_person_stopped(
    far: Rehearsed, adapter: Replicate, status: str, ended: float, kind: type[ProviderError], words: str
) -> None:
    far.answers[GET] = Reply(prediction(status, deadline=at(90), completed_at=at(ended)))
    with pytest.raises(kind, match=words):
        await adapter.check(ticket())


@pytest.mark.parametrize("status", ["canceled", "failed"])
async def test_what_was_made_before_it_ended_is_kept(far: Rehearsed, adapter: Replicate, status: str) -> None:
    far.answers[GET] = Reply(prediction(status, output=[PICTURE], error="It broke"))
    done = await adapter.check(ticket(asked=2))
    assert isinstance(done, Done)
    assert [output.address for output in done.outputs] == [PICTURE]
    assert len(done.problems) == 2


async def test_what_replicate_has_removed_is_gone(far: Rehearsed, adapter: Replicate) -> None:
    far.answers[GET] = Reply(prediction(output=None, data_removed=True, input={}))
    with pytest.raises(Gone):
        await adapter.check(ticket())


CASES: list[tuple[Reply, type[ProviderError]]] = [
    (problem(401, "?"), NeedsKey),
    (problem(403, "?"), NeedsKey),
    (problem(402, "?"), NoCredit),
    (problem(404, "Prediction not found"), Gone),
    (problem(400, "?"), Misread),
    (problem(429, "?"), Unavailable),
    (problem(500, "?"), Unavailable),
    (Reply("<html>", 502), Unavailable),
    (Reply("<html>", 404), Misread),
    (Reply("<html>", 401), Unavailable),
    (Reply("", 302, {"Location": "https://evil.example"}), Unavailable),
    (Reply("<html>"), Misread),
    (Reply([]), Misread),
    (Reply({"id": ID}), Misread),
]


@pytest.mark.parametrize(("reply", "error"), CASES, ids=named)
async def test_a_question_that_is_refused_says_what_to_do(
    far: Rehearsed, adapter: Replicate, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[GET] = reply
    with pytest.raises(ProviderError) as refusal:
        await adapter.check(ticket(age=LONG))
    assert type(refusal.value) is error
    assert refusal.value.message.endswith(".")


async def test_a_young_prediction_that_is_not_known_may_only_be_late(
    far: Rehearsed, adapter: Replicate
) -> None:
    far.answers[GET] = problem(404, "Prediction not found")
    with pytest.raises(Unavailable):
        await adapter.check(ticket(age=5))


async def test_it_is_asked_for_by_the_address_that_came_with_it(far: Rehearsed, adapter: Replicate) -> None:
    far.answers["GET /elsewhere/here"] = Reply(prediction("starting"))
    await adapter.check(ticket(get=f"{far.address}/elsewhere/here"))
    far.answers[GET] = Reply(prediction("starting"))
    await adapter.check(ticket(get="https://evil.example/v1/predictions/x"))
    assert far.paths() == ["GET /elsewhere/here", GET]


@pytest.mark.parametrize(
    "reply",
    [Reply(prediction("canceled")), Reply(prediction("processing")), problem(400, "Already over")],
    ids=["at once", "later", "too late"],
)
async def test_a_cancellation_is_asked_for_once(far: Rehearsed, adapter: Replicate, reply: Reply) -> None:
    far.answers[CANCEL] = reply
    await adapter.cancel(ticket())
    assert far.paths() == [CANCEL]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (problem(401, "?"), NeedsKey),
        (problem(429, "?"), Unavailable),
        (Reply("<html>", 502), Unavailable),
        (Reply("<html>", 404), Misread),
    ],
    ids=named,
)
async def test_a_cancellation_that_was_not_heard_says_so(
    far: Rehearsed, adapter: Replicate, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[CANCEL] = reply
    with pytest.raises(error):
        await adapter.cancel(ticket())


PNG = b"\x89PNG\r\n\x1a\n"
INLINE = "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("made", "outputs"),
    [
        (PICTURE, [Output("image/webp", address=PICTURE)]),
        (
            [PICTURE, "https://replicate.delivery/b"],
            [
                Output("image/webp", address=PICTURE),
                Output("application/octet-stream", address="https://replicate.delivery/b"),
            ],
        ),
        (
            {"video": {"file": "https://a.example/a.mp4"}, "words": "a fox", "more": [INLINE]},
            [Output("video/mp4", address="https://a.example/a.mp4"), Output("image/png", data=PNG)],
        ),
        (INLINE, [Output("image/png", data=PNG)]),
        (["Once ", "upon"], [Output("text/plain", data=b"Once upon")]),
        ({"score": 0.5}, [Output("application/json", data=b'{"score": 0.5}')]),
        ([PICTURE, PICTURE], [Output("image/webp", address=PICTURE)]),
        (["data:image/png;base64,%%", "data:image/png"], []),
        (["https://[broken"], [Output("application/octet-stream", address="https://[broken")]),
        (None, []),
        ([], []),
    ],
)
async def test_outputs_are_found_in_whatever_shape_they_come(
    far: Rehearsed, adapter: Replicate, made: Any, outputs: list[Output]
) -> None:
    far.answers[GET] = Reply(prediction(output=made))
    done = await adapter.check(ticket())
    assert isinstance(done, Done)
    assert list(done.outputs) == outputs


async def test_an_answer_may_repeat_what_was_sent(far: Rehearsed, adapter: Replicate) -> None:
    image = "https://a.example/fox.png"
    far.answers["POST /v1/models/a/b/predictions"] = Reply({"id": ID}, 201)
    far.answers[GET] = Reply(prediction(output={"before": image, "after": PICTURE}))
    sent = await adapter.submit(job(model="a/b", images=[{"first": image}]))
    done = await adapter.check(sent)
    assert isinstance(done, Done)
    assert [output.address for output in done.outputs] == [PICTURE]


@pytest.mark.parametrize(
    ("asked", "logs", "seed"),
    [({"seed": 2**60 + 1}, "", str(2**60 + 1)), ({}, "Using seed: 42069\n", "42069"), ({}, None, None)],
)
async def test_the_seed_is_the_one_that_was_asked_for_or_the_one_in_the_logs(
    far: Rehearsed, adapter: Replicate, asked: dict[str, Any], logs: Any, seed: str | None
) -> None:
    far.answers[GET] = Reply(prediction(input=asked, logs=logs))
    done = await adapter.check(ticket())
    assert isinstance(done, Done)
    assert done.seed == seed


async def test_addresses_are_good_for_an_hour_and_nothing_is_billed_here(
    far: Rehearsed, adapter: Replicate
) -> None:
    metrics = {"predict_time": 3.38, "total_time": 4.052}
    far.answers[GET] = Reply(prediction(completed_at=at(4.5), metrics=metrics))
    done = await adapter.check(ticket())
    assert isinstance(done, Done)
    assert done.expires_at == pytest.approx(NOW + 4.5 + 3600)
    assert done.cost is None
    assert done.returned["metrics"] == metrics
    far.answers[GET] = Reply(prediction(output=INLINE))
    inline = await adapter.check(ticket())
    assert isinstance(inline, Done)
    assert inline.expires_at is None


@pytest.mark.parametrize(
    ("logs", "mature"),
    [("NSFW content detected in image 1", True), ("nsfw checks passed", None), (None, None)],
)
async def test_a_model_that_logs_mature_content_flags_what_it_made(
    far: Rehearsed, adapter: Replicate, logs: str | None, mature: bool | None
) -> None:
    far.answers[GET] = Reply(prediction(output=[PICTURE], logs=logs))
    done = await adapter.check(ticket())
    assert isinstance(done, Done)
    assert [each.mature for each in done.outputs] == [mature]
