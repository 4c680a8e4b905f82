"""Asking how far a workflow is, how it ended, and asking it to stop."""

from __future__ import annotations

from typing import Any

import pytest
from tests.providers.civitai.shapes import (
    CANCEL,
    GET,
    ID,
    KEY,
    WORKFLOWS,
    blob,
    named,
    problem,
    refused,
    ticket,
    workflow,
)
from tests.providers.fal.exchange import Rehearsed, Reply

from artfactory.providers.base import Done, Working
from artfactory.providers.civitai import Civitai
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

LONG = 3600.0  # seconds


async def test_one_that_waits_tells_how_many_are_before_it(far: Rehearsed, adapter: Civitai) -> None:
    place = {"support": "available", "precedingJobs": 3}
    far.answers[GET] = Reply(workflow("scheduled", jobs=[{"queuePosition": place}]), 202)
    assert await adapter.check(ticket()) == Working(position=3, ask_again=0.5)
    (asked,) = far.asked
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert asked.query == {"wait": "10"}


async def test_one_whose_checkpoint_is_fetched_first_says_so(far: Rehearsed, adapter: Civitai) -> None:
    fetching = {"resource": "urn:air:sdxl:checkpoint:civitai:1@2"}
    far.answers[GET] = Reply(workflow("preparing", preparation=fetching), 202)
    answer = await adapter.check(ticket())
    assert isinstance(answer, Working)
    assert answer.logs == ("Civitai fetches urn:air:sdxl:checkpoint:civitai:1@2",)


@pytest.mark.parametrize(
    ("told", "progress"),
    [
        ({"jobs": [{"estimatedProgressRate": 0.4}]}, 0.4),
        ({"estimatedProgressRate": 0.25, "jobs": None}, 0.25),
        ({"estimatedProgressRate": 7}, None),
        ({"jobs": "odd"}, None),
        ({}, None),
    ],
)
async def test_one_that_runs_tells_its_progress_with_or_without_jobs(
    far: Rehearsed, adapter: Civitai, told: dict[str, Any], progress: float | None
) -> None:
    far.answers[GET] = Reply(workflow("processing", **told), 202)
    answer = await adapter.check(ticket())
    assert isinstance(answer, Working)
    assert (answer.progress, answer.position) == (progress, None)


@pytest.mark.parametrize("status", ["unassigned", "preparing", "a new one", ""])
async def test_a_state_that_is_not_known_is_one_on_the_way(
    far: Rehearsed, adapter: Civitai, status: str
) -> None:
    far.answers[GET] = Reply(workflow(status))
    assert isinstance(await adapter.check(ticket()), Working)


@pytest.mark.parametrize(("age", "pause"), [(0.0, 0.5), (4.0, 2.0), (LONG, 5.0), (-LONG, 5.0)])
async def test_the_older_it_is_the_less_often_it_is_asked_for(
    far: Rehearsed, adapter: Civitai, age: float, pause: float
) -> None:
    far.answers[GET] = Reply(workflow("processing"), 202)
    answer = await adapter.check(ticket(age=age))
    assert isinstance(answer, Working)
    assert answer.ask_again == pause


async def test_an_older_server_is_asked_without_waiting(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[GET] = lambda asked: problem(400) if asked.query else Reply(workflow())
    assert isinstance(await adapter.check(ticket()), Done)
    assert far.paths() == [GET, GET]


def failing(*errors: Any, **more: Any) -> dict[str, Any]:
    return workflow("failed", output={"images": [blob(available=False)], "errors": list(errors)}, **more)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (failing("CUDA error"), Failed),
        (failing(), Failed),
        (workflow("failed", output="odd"), Failed),
        (failing("Blocked by moderation"), Blocked),
        (workflow("failed", output={}, jobs=[{"blockedReason": "blocked"}]), Blocked),
        (workflow("failed", output={"images": [refused()]}), Blocked),
        (failing("Failed to download the source image"), InputGone),
        (workflow("failed", output={}, jobs=[{"reason": "no_provider_available"}]), Failed),
        (workflow("expired"), Failed),
        (workflow("canceled"), Stopped),
    ],
)
async def test_each_ending_means_one_thing_to_do(
    far: Rehearsed, adapter: Civitai, told: dict[str, Any], kind: type[ProviderError]
) -> None:
    far.answers[GET] = Reply(told)
    with pytest.raises(ProviderError) as ending:
        await adapter.check(ticket())
    assert type(ending.value) is kind
    assert ending.value.message.endswith(".")


CASES: list[tuple[Reply, type[ProviderError]]] = [
    (problem(401), NeedsKey),
    (Reply("", 401), NeedsKey),
    (problem(403), NeedsKey),
    (Reply('"Insufficient Buzz"', 403), NoCredit),
    (Reply("<html>", 403), Unavailable),
    (problem(404), Gone),
    (Reply("", 404), Gone),
    (problem(400), Misread),
    (problem(429), Unavailable),
    (problem(500), Unavailable),
    (Reply("<!DOCTYPE html>", 502), Unavailable),
    (Reply("<html>", 404), Misread),
    (Reply("", 302, {"Location": "https://evil.example"}), Unavailable),
    (Reply("<html>"), Misread),
    (Reply([]), Misread),
    (Reply({"id": ID}), Misread),
]


@pytest.mark.parametrize(("reply", "error"), CASES, ids=named)
async def test_a_question_that_is_refused_says_what_to_do(
    far: Rehearsed, adapter: Civitai, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[GET] = reply
    with pytest.raises(ProviderError) as refusal:
        await adapter.check(ticket(age=LONG))
    assert type(refusal.value) is error


async def test_one_that_is_not_known_yet_is_asked_for_again(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[GET] = problem(404)
    with pytest.raises(Unavailable) as refusal:
        await adapter.check(ticket(age=3.0))
    assert refusal.value.retry_after


@pytest.mark.parametrize(
    "reply",
    [Reply("", 204), Reply(workflow("canceled")), problem(409), problem(400), problem(404), Reply("", 404)],
    ids=named,
)
async def test_a_cancellation_is_asked_for_once_in_any_of_its_forms(
    far: Rehearsed, adapter: Civitai, reply: Reply
) -> None:
    far.answers[CANCEL] = reply
    await adapter.cancel(ticket())
    assert [(f"{each.method} {each.path}", each.body) for each in far.asked] == [
        (f"PUT {WORKFLOWS}/{ID}", b'{"status": "canceled"}')
    ]


@pytest.mark.parametrize(
    ("reply", "error"),
    [(problem(401), NeedsKey), (problem(429), Unavailable), (Reply("<html>", 502), Unavailable)],
    ids=named,
)
async def test_a_cancellation_that_was_not_heard_says_so(
    far: Rehearsed, adapter: Civitai, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[CANCEL] = reply
    with pytest.raises(error):
        await adapter.cancel(ticket())


async def test_an_odd_id_stays_one_part_of_the_address(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[f"GET {WORKFLOWS}/../x?y"] = Reply(workflow())
    odd = ticket()
    await adapter.check(type(odd)("../x?y", odd.details))
    assert far.paths() == [f"GET {WORKFLOWS}/../x?y"]
