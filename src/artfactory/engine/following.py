"""Following one accepted Generation: asking until it is done, at a pace that the Provider sets."""

from __future__ import annotations

import asyncio
import logging
import random

from artfactory.engine import changes, problems
from artfactory.engine.endings import close_account, end, set_aside
from artfactory.engine.plant import Plant
from artfactory.engine.work import Work
from artfactory.providers.base import Done, Ticket, Working
from artfactory.providers.errors import (
    Blocked,
    Failed,
    NeedsKey,
    NoCredit,
    Rejected,
    Stopped,
    Unavailable,
)

logger = logging.getLogger(__name__)

FIRST_ASK, LONGEST_ASK = 0.5, 5.0  # seconds between two questions, where the Provider names none
NEWS_EVERY = 0.4  # seconds between two notes of progress
MOST_MISREAD = 5  # answers in a row that an adapter cannot read, before a person must look


class Following:
    """`until_done` answers what was made, or None when it ended otherwise."""

    def __init__(self, plant: Plant, work: Work, ticket: Ticket) -> None:
        self._plant, self._work, self._ticket = plant, work, ticket
        self._pause = FIRST_ASK
        self._misread = 0
        self._running = False
        self._noted: tuple[float | None, int | None] = (None, None)
        self._noted_at = 0.0

    async def until_done(self) -> Done | None:
        while True:
            try:
                answer = await self._plant.provider(self._work.provider).check(self._ticket)
            except (Rejected, Blocked, Failed, Stopped) as error:
                await end(self._plant, self._work, error)
                return None
            except Exception as error:
                if not await self._bear(error):
                    return None
            else:
                if isinstance(answer, Done):
                    return answer
                await self._wait_on(answer)

    async def _wait_on(self, working: Working) -> None:
        self._misread = 0
        pause = working.ask_again if working.ask_again is not None else self._longer_pause()
        await asyncio.gather(self._note(working), asyncio.sleep(pause))

    async def _bear(self, error: Exception) -> bool:
        """A question may be asked again; False once a person must look at the answers."""
        if isinstance(error, Unavailable):
            await asyncio.sleep(error.retry_after or self._longer_pause())
            return True
        if isinstance(error, NeedsKey | NoCredit):
            await close_account(self._plant, self._work, error)
            await asyncio.sleep(LONGEST_ASK)
            return True
        return await self._bear_misread(error)

    async def _bear_misread(self, error: Exception) -> bool:
        self._misread += 1
        logger.warning("Generation %s: unreadable answer: %r", self._work.generation, error)
        if self._misread >= MOST_MISREAD:
            await set_aside(self._plant, self._work, problems.unreadable(repr(error)))
            return False
        await asyncio.sleep(self._longer_pause())
        return True

    def _longer_pause(self) -> float:
        self._pause = min(LONGEST_ASK, self._pause * 1.5)
        return self._pause * random.uniform(0.9, 1.1)  # noqa: S311 – spreads questions over time

    async def _note(self, working: Working) -> None:
        """Write progress down when there is some, and not more often than people can see."""
        now = asyncio.get_running_loop().time()
        begins = working.position is None and not self._running
        told = (working.progress, working.position)
        if begins or (told != self._noted and now - self._noted_at >= NEWS_EVERY):
            await self._plant.rows.do(changes.progressed(self._work, working, begins=begins))
            self._running, self._noted, self._noted_at = working.position is None, told, now
