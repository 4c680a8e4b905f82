"""Cancellations that people asked for, passed on to the Providers; production never waits for one."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from artfactory.engine.news import News
from artfactory.engine.plant import Plant
from artfactory.engine.work import as_ticket
from artfactory.orders.models import Attempt, Generation
from artfactory.providers.base import Cancels
from artfactory.providers.errors import NeedsKey, NoCredit, Unavailable

logger = logging.getLogger(__name__)

AT_ONCE = 8  # that one Provider is told of
PAUSE = 5.0  # seconds until one that was not heard is said again


class Cancellations:
    """Each is passed on once for each Attempt; a Provider that cannot cancel lets it finish."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._told: set[int] = set()  # Attempts
        self._telling: set[asyncio.Task[None]] = set()
        self._places = defaultdict[str, asyncio.Semaphore](lambda: asyncio.Semaphore(AT_ONCE))

    async def pass_on(self) -> None:
        asked = await self._plant.rows.do(_asked_for)
        fresh = [attempt for attempt in asked if attempt.pk not in self._told]
        self._told = {attempt.pk for attempt in asked}
        for attempt in fresh:
            task = asyncio.create_task(self._tell(attempt))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def close(self) -> None:
        """What was not passed on is passed on after the next start."""
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    async def _tell(self, attempt: Attempt) -> None:
        async with self._places[attempt.generation.provider]:
            heard = await self._is_heard(attempt)
        if not heard:
            await asyncio.sleep(PAUSE)
            self._told.discard(attempt.pk)  # if it still matters, the next look finds it

    async def _is_heard(self, attempt: Attempt) -> bool:
        provider, ticket = self._plant.provider(attempt.generation.provider), as_ticket(attempt)
        if ticket is None or not isinstance(provider, Cancels):
            return True
        try:
            await provider.cancel(ticket)
        except (Unavailable, NeedsKey, NoCredit):
            return False
        except Exception:
            logger.exception("Generation %s could not be canceled.", attempt.generation_id)
        return True


def _asked_for(_news: News) -> list[Attempt]:
    accepted = Attempt.objects.filter(generation__in=Generation.objects.to_cancel(), ticket__isnull=False)
    return list(accepted.select_related("generation"))
