from __future__ import annotations

from collections.abc import Iterator

import pytest
from simulators.running import Simulators, started


@pytest.fixture(scope="package")
def _process() -> Iterator[Simulators]:
    with started() as simulators:
        yield simulators


@pytest.fixture
def simulators(_process: Simulators) -> Iterator[Simulators]:
    """As new: one process for all tests, and nothing left in it of the one before."""
    _process.reset()
    _process.configure(width=64, height=64, job_seconds=0)
    yield _process
    _process.reset()
