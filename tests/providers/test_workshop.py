"""Workshop as a Provider: progress, mishaps, stopping, crashes, and children that do not stay behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.providers.conftest import Make, Submit

from artfactory.providers.base import Cancels, Done, Finds, Job, Lists, ProvablyAbsent, Ticket, Working
from artfactory.providers.contract import done
from artfactory.providers.errors import Blocked, Failed, Misread, ProviderError, Rejected, Stopped
from artfactory.providers.workshop import Workshop

CHILD = "artfactory.providers.workshop.easel"
Children = Callable[[], list[int]]
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


def drawing_processes(parent: int) -> list[int]:
    """Drawing processes that this process started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            is_ours = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1] == str(parent)
        except (OSError, IndexError):
            continue
        if is_ours and CHILD.encode() in command:
            found.append(int(folder.name))
    return found


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    """One for each test: they count its processes, and end them."""
    workshop = Workshop(hands=2)
    yield workshop
    await workshop.close()


@pytest.fixture
def children() -> Children:
    """The drawing processes that this test has started."""
    others = drawing_processes(os.getpid())
    return lambda: [child for child in drawing_processes(os.getpid()) if child not in others]


async def until(seconds: float, condition: Any) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        await asyncio.sleep(0.02)
    return bool(condition())


async def under_way(workshop: Workshop, ticket: Ticket) -> Working:
    """Ask until it is being drawn."""
    for _ in range(500):
        answer = await workshop.check(ticket)
        assert isinstance(answer, Working)
        if answer.progress:
            return answer
        await asyncio.sleep(0.02)
    raise AssertionError("It never began.")


def test_workshop_says_that_it_is_not_ai() -> None:
    assert "Not AI" in (Workshop.__doc__ or "")
    assert all("not AI" in offer.parameters["description"] for offer in Workshop().offers())
    assert [offer.model for offer in Workshop().offers()] == ["painter", "loom", "chime"]


def test_workshop_lists_cancels_and_finds() -> None:
    workshop = Workshop()
    assert isinstance(workshop, Lists)
    assert isinstance(workshop, Cancels)
    assert isinstance(workshop, Finds)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("width", 63, "Width must be at least 64."),
        ("width", 4096, "Width must be at most 2048."),
        ("width", 100, "Width must be a multiple of 8."),
        ("width", "wide", "Width must be of type integer."),
        ("steps", 0, "Steps must be at least 1."),
        ("seed", 2**32, "Seed must be at most 4294967295."),
        ("style", "cubist", "Style must be one of natural, soft, poster, ink, halftone, mosaic."),
        ("prompt", "", "Prompt is empty."),
        ("prompt", "x" * 20_001, "Prompt is longer than 20000 characters."),
        ("strength", 0.5, "Workshop does not know the parameter “strength”."),
    ],
)
async def test_a_wrong_parameter_is_rejected_by_name(
    submit: Submit, field: str, value: Any, message: str
) -> None:
    with pytest.raises(Rejected) as refusal:
        await submit(**{field: value})
    assert (refusal.value.field, refusal.value.message) == (field, message)


async def test_a_missing_prompt_and_an_unknown_model_are_rejected(workshop: Workshop) -> None:
    for model, request, field in (("painter", {}, "prompt"), ("sculptor", {"prompt": "a fox"}, "model")):
        with pytest.raises(Rejected) as refusal:
            await workshop.submit(Job(attempt_key="a", model=model, request=request))
        assert refusal.value.field == field


async def test_progress_rises_and_the_drawing_takes_as_long_as_its_pace(
    workshop: Workshop, submit: Submit
) -> None:
    ticket = await submit(pace=2)
    began, seen = time.monotonic(), []
    for _ in range(1000):
        answer = await workshop.check(ticket)
        if isinstance(answer, Done):
            break
        seen.append(answer.progress or 0)
        await asyncio.sleep(0.05)
    assert seen == sorted(seen)
    assert len(set(seen)) >= 6
    assert time.monotonic() - began >= 2


async def test_the_event_loop_hardly_works_while_pictures_are_drawn(
    workshop: Workshop, submit: Submit
) -> None:
    tickets = [await submit(width=768, height=768, seed=seed) for seed in range(3)]
    began = time.thread_time()
    assert all([await done(workshop, ticket) for ticket in tickets])
    assert time.thread_time() - began < 0.3  # seconds of its own; drawing them takes more than one


@pytest.mark.parametrize(("mishap", "error"), [("fail", Failed), ("block", Blocked), ("crash", Failed)])
async def test_it_can_be_told_to_go_wrong(make: Make, mishap: str, error: type[ProviderError]) -> None:
    with pytest.raises(error):
        await make(mishap=mishap)
    assert (await make()).outputs  # and the next drawing is none the worse


async def test_it_can_be_told_to_give_three_of_four(make: Make) -> None:
    result = await make(mishap="three_of_four", num_outputs=4)
    assert len(result.outputs) == 3
    assert len(result.problems) == 1
    assert "4 of 4" in result.problems[0]


async def test_a_crash_harms_no_other_drawing(workshop: Workshop, submit: Submit) -> None:
    steady, crashing = await submit(pace=1.5), await submit(mishap="crash")
    await under_way(workshop, steady)
    with pytest.raises(Failed):
        await done(workshop, crashing)
    assert (await done(workshop, steady)).outputs


@linux
async def test_a_drawing_whose_process_is_killed_is_drawn_again(
    workshop: Workshop, submit: Submit, make: Make, children: Children
) -> None:
    ticket = await submit(pace=1, seed=3)
    await under_way(workshop, ticket)
    for child in children():
        os.kill(child, signal.SIGKILL)
    assert (await done(workshop, ticket)).outputs == (await make(seed=3)).outputs


async def test_what_is_cancelled_stops(workshop: Workshop, submit: Submit) -> None:
    running, waiting = [await submit(pace=30) for _ in range(2)], await submit()
    for ticket in (*running, waiting):
        await workshop.check(ticket)
    for ticket in (*running, waiting):
        await workshop.cancel(ticket)
        with pytest.raises(Stopped):
            await workshop.check(ticket)
    assert (await done(workshop, await submit())).outputs


async def test_what_was_made_before_the_cancel_still_arrives(workshop: Workshop, submit: Submit) -> None:
    ticket = await submit()
    await workshop.check(ticket)
    assert await until(20, lambda: workshop._drawings[ticket.id].finished)
    await workshop.cancel(ticket)
    assert isinstance(await workshop.check(ticket), Done)


async def test_those_that_wait_know_their_place(submit: Submit, workshop: Workshop) -> None:
    tickets = [await submit(pace=20) for _ in range(4)]
    for ticket in tickets:
        await workshop.check(ticket)
    await under_way(workshop, tickets[0])
    await under_way(workshop, tickets[1])
    answers = [await workshop.check(ticket) for ticket in tickets]
    assert [answer.position for answer in answers if isinstance(answer, Working)] == [None, None, 0, 1]


async def test_a_seed_that_is_not_given_is_kept_in_the_ticket(workshop: Workshop, submit: Submit) -> None:
    ticket = await submit()
    result = await done(workshop, ticket)
    assert result.seed == str(ticket.details["request"]["seed"])


async def test_a_foreign_ticket_is_misread(workshop: Workshop) -> None:
    with pytest.raises(Misread):
        await workshop.check(Ticket(id="x", details={"something": "else"}))


async def test_a_lost_job_was_never_accepted(workshop: Workshop) -> None:
    job = Job(attempt_key="a", model="painter", request={"prompt": "a fox"})
    assert isinstance(await workshop.find(job, sent_at=0.0, taken=()), ProvablyAbsent)


@linux
async def test_closing_ends_every_drawing_process_at_once(
    submit: Submit, workshop: Workshop, children: Children
) -> None:
    tickets = [await submit(pace=30) for _ in range(2)]
    for ticket in tickets:
        await under_way(workshop, ticket)
    assert len(children()) == 2
    began = time.monotonic()
    await workshop.close()
    assert time.monotonic() - began < 1
    assert children() == []


@linux
async def test_drawing_processes_leave_when_their_parent_is_killed() -> None:
    code = """
import asyncio
from artfactory.providers.base import Job
from artfactory.providers.workshop import Workshop
async def main():
    workshop = Workshop(hands=2)
    for key in "ab":
        ticket = await workshop.submit(Job(key, "painter", {"prompt": "a fox", "pace": 60}))
        await workshop.check(ticket)
    await asyncio.sleep(60)
asyncio.run(main())
"""
    parent = subprocess.Popen([sys.executable, "-c", code])
    try:
        assert await until(20, lambda: len(drawing_processes(parent.pid)) == 2)
        children = drawing_processes(parent.pid)
    finally:
        parent.kill()
        parent.wait(5)
    assert await until(5, lambda: not any(is_alive(child) for child in children))


def is_alive(process: int) -> bool:
    try:
        return CHILD.encode() in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


@linux
async def test_a_drawing_process_knows_nothing_of_keys_or_django(
    monkeypatch: pytest.MonkeyPatch, workshop: Workshop, submit: Submit, children: Children
) -> None:
    monkeypatch.setenv("FAL_KEY", "secret")
    await under_way(workshop, await submit(pace=10))
    (child,) = children()
    assert b"secret" not in Path(f"/proc/{child}/environ").read_bytes()
    package = "artfactory.providers.workshop"
    code = f"import sys, {package}.easel, {package}.loom, {package}.chime; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not any(name.split(".")[0] in ("django", "aiohttp") for name in modules)
