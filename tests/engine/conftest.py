from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.db import connection
from tests.engine.rehearsal import Rehearsal

from artfactory.engine.engine import Engine
from artfactory.engine.plant import Plant
from artfactory.engine.rows import Rows
from artfactory.engine.scheduler import Scheduler
from artfactory.engine.uploaded import Uploaded
from artfactory.media.decoding.decoders import Decoders
from artfactory.media.fetching.fetcher import Fetcher
from artfactory.providers.base import Provider

PATIENCE = 20.0  # seconds


class Running:
    """An engine in a thread of its own, as in the worker process."""

    def __init__(
        self,
        provider: Provider,
        folder: Path,
        *,
        trusted: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`trusted`: hosts from which it may fetch. `clock`: the scheduler's."""
        self._provider, self._folder, self._trusted = provider, folder, trusted
        self._clock = clock
        self.now = time.time()  # by which files at a Provider grow old
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self.engine: Engine | None = None

    async def _run(self) -> None:
        plant = Plant(
            rows=Rows(),
            decoders=Decoders(folder=self._folder),
            fetcher=Fetcher(trusted=self._trusted),
            build=lambda _name: self._provider,
            uploaded=Uploaded(clock=lambda: self.now),
        )
        self.engine = Engine(plant, scheduler=Scheduler(clock=self._clock))
        await self.engine.run()

    def start(self) -> Running:
        self._thread.start()
        return self

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for it, or say that it did not come."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "It did not happen in time."
            assert self._thread.is_alive(), "The engine ended by itself."
            time.sleep(0.01)

    def end(self) -> None:
        if self.engine is not None:
            self.engine.end()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


StartEngine = Callable[[Rehearsal], Running]


@pytest.fixture
def start_engine(transactional_db: None, tmp_path: Path) -> Iterator[StartEngine]:
    """Starts an engine over a Provider; all are ended with the test."""
    started: list[Running] = []

    def start(provider: Rehearsal) -> Running:
        running = Running(provider, tmp_path).start()
        started.append(running)
        return running

    yield start
    for running in started:
        running.end()
    connection.close()
