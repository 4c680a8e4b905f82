"""Civitai as each test lays it out, or as it is simulated, and an adapter that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from simulators.running import Simulators
from tests.providers.civitai.shapes import connected, talking_to
from tests.providers.fal.exchange import Rehearsed

from artfactory.providers.civitai import Civitai


@pytest.fixture
async def adapter(far: Rehearsed) -> AsyncIterator[Civitai]:
    adapter = talking_to(far)
    yield adapter
    await adapter.close()


@pytest.fixture
async def simulated(simulators: Simulators) -> AsyncIterator[Civitai]:
    """An adapter that talks to the simulator."""
    adapter = connected(simulators)
    yield adapter
    await adapter.close()
