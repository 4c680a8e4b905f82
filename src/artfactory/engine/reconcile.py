"""After a lost answer: find out whether the request was accepted. It is never sent on a guess."""

from __future__ import annotations

import asyncio
import logging

from artfactory.engine import changes, problems
from artfactory.engine.plant import Plant
from artfactory.engine.work import Work
from artfactory.providers.base import CannotTell, Finds, Found, ProvablyAbsent, Ticket

logger = logging.getLogger(__name__)


async def reconcile(plant: Plant, work: Work) -> Ticket | None:
    """The Ticket of the lost request, or None: then it waits again (absent) or is unknown."""
    provider = plant.provider(work.provider)
    if isinstance(provider, Finds):
        answer = await _find(provider, work)
        if isinstance(answer, Found):
            await plant.rows.do(changes.accepted(work, answer.ticket))
            return answer.ticket
        if isinstance(answer, ProvablyAbsent):
            await plant.rows.do(changes.released(work, None, after=0))
            return None
    lost = problems.lost()
    await plant.rows.do(changes.ended(work, lambda row: row.lose(lost)))
    return None


async def _find(provider: Finds, work: Work) -> Found | ProvablyAbsent | CannotTell:
    """Ask as long as the Provider says that it will know later."""
    while True:
        try:
            answer = await provider.find(work.job, sent_at=work.sent_at.timestamp())
        except Exception:
            logger.exception("Generation %s could not be looked for.", work.generation)
            return CannotTell()
        if not isinstance(answer, CannotTell) or answer.ask_again is None:
            return answer
        await asyncio.sleep(answer.ask_again)
