"""Workshop as it runs, in real drawing processes, and all others as a test lays them out or as simulated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from simulators.running import Simulators, started

pytest.register_assert_rewrite("artfactory.providers.contract")

from tests.providers.fal.exchange import Rehearsed, rehearsed  # noqa: E402

from artfactory.providers.base import Done, Job, Ticket  # noqa: E402
from artfactory.providers.contract import done  # noqa: E402
from artfactory.providers.workshop import Workshop  # noqa: E402

Submit = Callable[..., Awaitable[Ticket]]
Make = Callable[..., Awaitable[Done]]


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    workshop = Workshop(hands=1)
    yield workshop
    asyncio.run(workshop.close())


@pytest.fixture
def submit(workshop: Workshop) -> Submit:
    """Hand in a small picture, at full speed unless the test says otherwise."""

    async def submit(model: str = "painter", **parameters: Any) -> Ticket:
        small = {"width": 128, "height": 128} if model != "chime" else {}
        request = {"prompt": "a fox", "pace": 0, **small, **parameters}
        return await workshop.submit(Job(attempt_key=uuid4().hex, model=model, request=request))

    return submit


@pytest.fixture
def make(workshop: Workshop, submit: Submit) -> Make:
    async def make(model: str = "painter", **parameters: Any) -> Done:
        return await done(workshop, await submit(model, **parameters))

    return make


@pytest.fixture
async def far() -> AsyncIterator[Rehearsed]:
    """The other side, as a test lays it out."""
    async with rehearsed() as far:
        yield far


@pytest.fixture(scope="session")
def _simulators() -> Iterator[Simulators]:
    with started() as simulators:
        yield simulators


@pytest.fixture
def simulators(_simulators: Simulators) -> Simulators:
    """As new: one process for all tests, and nothing left in it of the one before."""
    _simulators.reset()
    _simulators.configure(job_seconds=0.02, width=16, height=16)
    return _simulators


@pytest.fixture
def passing() -> Iterator[Simulators]:
    """One of its own for a test that lets its time pass: its clock never goes back."""
    with started() as simulators:
        simulators.configure(job_seconds=0.02, width=16, height=16)
        yield simulators
