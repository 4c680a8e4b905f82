"""Replicate as each test lays it out, or as it is simulated, and an adapter that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from simulators.running import Simulators
from tests.providers.fal.exchange import Rehearsed
from tests.providers.replicate.shapes import connected, talking_to

from artfactory.providers.replicate import Replicate


@pytest.fixture
async def adapter(far: Rehearsed) -> AsyncIterator[Replicate]:
    adapter = talking_to(far)
    yield adapter
    await adapter.close()


@pytest.fixture
async def simulated(simulators: Simulators) -> AsyncIterator[Replicate]:
    """An adapter that talks to the simulator."""
    adapter = connected(simulators)
    yield adapter
    await adapter.close()
