"""What is left to spend at each Provider: asked anew once something was made there, by one cheap question.

busy ─ idle for a while, or busy for long ─ asked, at most once in EVERY seconds ─ kept with its time
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection

from artfactory.engine import changes
from artfactory.engine.plant import Plant
from artfactory.providers.base import Checks
from artfactory.providers.errors import NoCredit, ProviderError

logger = logging.getLogger(__name__)

EVERY = 300.0  # seconds between two questions to one Provider
AFTER = 3.0  # seconds without work: what ended just now may not be booked yet, and more may follow
PATIENCE = 20.0  # seconds for an answer


class Balances:
    """One that tells nothing is asked once in a process. What goes wrong changes nothing."""

    def __init__(self, plant: Plant, *, clock: Callable[[], float]) -> None:
        self._plant = plant
        self._clock = clock
        self._worked: set[str] = set()  # since they were asked last
        self._since: dict[str, float] = {}  # when each was asked last, or worked first
        self._busy_at: dict[str, float] = {}
        self._asked: set[str] = set()
        self._silent: set[str] = set()
        self._asking: set[asyncio.Task[None]] = set()

    def look(self, busy: Collection[str]) -> None:
        """`busy`: Providers at which something is under way. Never waits for an answer."""
        self._worked |= set(busy) - self._silent
        now = self._clock()
        self._busy_at |= dict.fromkeys(busy, now)
        for provider in [each for each in self._worked if self._is_due(each, now=now)]:
            self._worked.discard(provider)
            self._asked.add(provider)
            self._since[provider] = now
            task = asyncio.create_task(self._ask(provider))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def close(self) -> None:
        for task in self._asking:
            task.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)

    def _is_due(self, provider: str, *, now: float) -> bool:
        """The first time when all is made; later, or when that takes long, by the clock."""
        if now - self._since.setdefault(provider, now) >= EVERY:
            return True
        return provider not in self._asked and now - self._busy_at[provider] >= AFTER

    async def _ask(self, name: str) -> None:
        provider = self._plant.provider(name)
        if not isinstance(provider, Checks):
            self._silent.add(name)
            return
        try:
            async with asyncio.timeout(PATIENCE):
                credit = await provider.check_key()
        except NoCredit:
            await self._plant.rows.do(changes.credit_used_up(name))
            return
        except (ProviderError, TimeoutError) as error:
            logger.info("What is left at %s is not known anew: %r", name, error)
            return
        if credit.left is None:
            self._silent.add(name)
            return
        await self._plant.rows.do(changes.credit_told(name, credit.left))
