"""The local executor: each Generation is one asyncio task of the worker process."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable

from artfactory.engine.work import Work

logger = logging.getLogger(__name__)

Produce = Callable[[Work], Awaitable[None]]
BrokeOff = Callable[[Work, Exception], Awaitable[None]]
SENDING_GRACE = 3.0  # seconds that requests under way have to get their answer when we close


class LocalExecutor:
    """Starts production, knows what is in flight, and tells when a place became free."""

    def __init__(self, *, freed: Callable[[], None], broke_off: BrokeOff) -> None:
        self._broke_off = broke_off
        self._tasks: dict[asyncio.Task[None], Work] = {}
        self._freed = freed

    def start(self, work: Work, produce: Produce) -> None:
        task = asyncio.get_running_loop().create_task(_produce(work, produce, self._broke_off))
        self._tasks[task] = work
        task.add_done_callback(self._done)

    @property
    def busy(self) -> Counter[str]:
        """How many are in flight, by Provider."""
        return Counter(work.provider for work in self._tasks.values())

    def holds(self, generation: int) -> bool:
        return any(work.generation == generation for work in self._tasks.values())

    async def close(self, *, sending: set[asyncio.Future[None]]) -> None:
        """Let requests get their answers, then let go of the rest; it goes on after the next start."""
        if sending:
            await asyncio.wait(sending, timeout=SENDING_GRACE)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        self._freed()


async def _produce(work: Work, produce: Produce, broke_off: BrokeOff) -> None:
    try:
        await produce(work)
    except Exception as error:
        logger.exception("Generation %s: production broke off.", work.generation)
        await broke_off(work, error)
