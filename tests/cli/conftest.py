from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.household import Household, Instance


@pytest.fixture
def household(tmp_path: Path) -> Household:
    return Household(tmp_path)


@pytest.fixture
def untouched(tmp_path: Path) -> Household:
    """Where nothing is yet."""
    return Household(tmp_path, fresh=True)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One instance for all tests of a file that leave it running."""
    instance = Household(tmp_path_factory.mktemp("running")).run()
    yield instance
    instance.stop()
