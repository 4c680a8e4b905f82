"""fal.ai as each test lays it out, or as it is simulated, and an adapter that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from simulators.running import Simulators
from tests.providers.fal.exchange import Rehearsed

from artfactory.providers.base import Access
from artfactory.providers.fal import Fal


@pytest.fixture
async def fal(far: Rehearsed) -> AsyncIterator[Fal]:
    fal = far.fal()
    yield fal
    await fal.close()


@pytest.fixture
async def simulated(simulators: Simulators) -> AsyncIterator[Fal]:
    """An adapter that talks to the simulator."""
    fal = connected(simulators)
    yield fal
    await fal.close()


def connected(simulators: Simulators) -> Fal:
    addresses = {what: simulators.environment[setting] for what, setting in Fal.settings.items()}
    return Fal(Access(key=simulators.environment["FAL_KEY"], addresses=addresses))
