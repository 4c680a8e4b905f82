"""Cancellations that people asked for, passed on to the Providers."""

from __future__ import annotations

import logging

from artfactory.engine.news import News
from artfactory.engine.plant import Plant
from artfactory.engine.work import as_ticket
from artfactory.orders.models import Attempt, Generation
from artfactory.providers.base import Cancels
from artfactory.providers.errors import Unavailable

logger = logging.getLogger(__name__)


class Cancellations:
    """Each is passed on once for each Attempt; a Provider that cannot cancel lets it finish."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._told: set[int] = set()  # Attempts

    async def pass_on(self) -> None:
        for attempt in await self._plant.rows.do(_asked_for):
            if attempt.pk not in self._told:
                self._told.add(attempt.pk)
                await self._tell(attempt)

    async def _tell(self, attempt: Attempt) -> None:
        provider = self._plant.provider(attempt.generation.provider)
        ticket = as_ticket(attempt)
        if ticket is None or not isinstance(provider, Cancels):
            return
        try:
            await provider.cancel(ticket)
        except Unavailable:
            self._told.discard(attempt.pk)  # not heard: say it again with the next look
        except Exception:
            logger.exception("Generation %s could not be canceled.", attempt.generation_id)


def _asked_for(_news: News) -> list[Attempt]:
    accepted = Attempt.objects.filter(generation__in=Generation.objects.to_cancel(), ticket__isnull=False)
    return list(accepted.select_related("generation"))
