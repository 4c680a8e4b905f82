"""Following one accepted Generation: asking until it is done, at a pace that the Provider sets."""

from __future__ import annotations

import asyncio
import logging

from django.utils import timezone

from artfactory.engine import changes, problems
from artfactory.engine.endings import close_account, end, set_aside
from artfactory.engine.plant import Plant
from artfactory.engine.waits import Waits
from artfactory.engine.work import Work
from artfactory.providers.base import Done, Provider, TakesTime, Ticket, Working
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
WITHOUT_KEY = 10.0  # seconds between two questions while the key is refused or the account locked
SAID_UNREACHABLE = 3  # silences in a row after which people are told
MOST_MISREAD = 5  # answers in a row that an adapter cannot read, before a person must look


class Following:
    """`until_done` answers what was made, or None when it ended otherwise."""

    def __init__(self, plant: Plant, work: Work, ticket: Ticket) -> None:
        self._plant, self._work, self._ticket = plant, work, ticket
        self._waits = Waits(first=FIRST_ASK, longest=LONGEST_ASK)
        self._misread = 0
        self._unreached = 0
        self._running = False
        self._noted: tuple[float | None, int | None] = (None, None)
        self._noted_at = 0.0

    async def until_done(self) -> Done | None:
        await self._let_it_begin()
        while True:
            provider = self._plant.provider(self._work.provider)
            try:
                answer = await provider.check(self._ticket)
            except (Rejected, Blocked, Failed, Stopped) as error:
                await self._note_answer()
                await end(self._plant, self._work, error)
                return None
            except Exception as error:
                if not await self._bear(error, by=provider):
                    return None
            else:
                await self._note_answer()
                if isinstance(answer, Done):
                    return answer
                await self._wait_on(answer)

    async def _let_it_begin(self) -> None:
        provider = self._plant.provider(self._work.provider)
        if isinstance(provider, TakesTime):
            age = (timezone.now() - self._work.sent_at).total_seconds()
            await asyncio.sleep(provider.soonest - age if 0 <= age < provider.soonest else 0)

    async def _note_answer(self) -> None:
        """It answered: what kept us from asking is over."""
        self._misread = 0
        if self._unreached >= SAID_UNREACHABLE:
            await self._plant.rows.do(changes.account_answers(self._work.provider))
        self._unreached = 0

    async def _wait_on(self, working: Working) -> None:
        pause = working.ask_again if working.ask_again is not None else self._waits.next()
        await asyncio.gather(self._note(working), asyncio.sleep(pause))

    async def _bear(self, error: Exception, *, by: Provider) -> bool:
        """A question may be asked again; False once a person must look at the answers."""
        if isinstance(error, Unavailable):
            await self._bear_silence(error)
            return True
        if isinstance(error, NeedsKey | NoCredit):
            await close_account(self._plant, self._work, error, by=by)
            await asyncio.sleep(WITHOUT_KEY)
            return True
        return await self._bear_misread(error)

    async def _bear_silence(self, error: Unavailable) -> None:
        """The job goes on over there, however long nobody can ask for it."""
        self._unreached += 1
        if self._unreached == SAID_UNREACHABLE:
            waits = changes.account_waits(self._work.provider, seconds=None, throttled=error.throttled)
            await self._plant.rows.do(waits)
        await asyncio.sleep(self._waits.next_after(error.retry_after))

    async def _bear_misread(self, error: Exception) -> bool:
        self._misread += 1
        logger.warning("Generation %s: unreadable answer: %r", self._work.generation, error)
        if self._misread >= MOST_MISREAD:
            await set_aside(self._plant, self._work, problems.unreadable(repr(error)))
            return False
        await asyncio.sleep(self._waits.next())
        return True

    async def _note(self, working: Working) -> None:
        """Write progress down when there is some, and not more often than people can see."""
        now = asyncio.get_running_loop().time()
        begins = working.position is None and not self._running
        told = (working.progress, working.position)
        if begins or (told != self._noted and now - self._noted_at >= NEWS_EVERY):
            await self._plant.rows.do(changes.progressed(self._work, working, begins=begins))
            self._running, self._noted, self._noted_at = working.position is None, told, now
