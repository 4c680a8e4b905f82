"""Workshop as it runs: real drawing processes, ended with the test that started them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

pytest.register_assert_rewrite("artfactory.providers.contract")

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
