"""After a lost answer: find out whether the request was accepted. It is never sent on a guess.

refused before ─ back to the queue
found ─ go on from its Ticket        absent, provably ─ back to the queue        else ─ unknown
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from artfactory.engine import changes, losses, problems
from artfactory.engine.endings import close_account
from artfactory.engine.plant import Plant
from artfactory.engine.waits import Waits
from artfactory.engine.work import Work
from artfactory.providers.base import CannotTell, Finds, Found, ProvablyAbsent, Provider, Ticket
from artfactory.providers.errors import NeedsKey, NoCredit, Unavailable

logger = logging.getLogger(__name__)

LONGEST_WAIT = 30.0  # seconds between two looks at a Provider that cannot be reached
MOST_MISREAD = 4  # answers that an adapter cannot read, before nobody can tell
TWIN_PAUSE = 0.5  # seconds until looking again, while an equal request is being sent

Answer = Found | ProvablyAbsent | CannotTell


async def reconcile(plant: Plant, work: Work) -> Ticket | None:
    """The Ticket of the lost request, or None: then it waits again, or is unknown."""
    if work.refused:
        await plant.rows.do(losses.absent(work))
        return None
    looks = isinstance(plant.provider(work.provider), Finds)
    answer = await _ask(plant, work) if looks else CannotTell()
    if isinstance(answer, Found) and await plant.rows.do(losses.found(work, answer.ticket)):
        return answer.ticket
    if isinstance(answer, ProvablyAbsent):
        await plant.rows.do(losses.absent(work))
        return None
    await plant.rows.do(losses.lost(work, problems.lost(work, looked=looks)))
    return None


async def _ask(plant: Plant, work: Work) -> Answer:
    """As long as the Provider says that it will know later, or cannot be reached."""
    patience = _Patience()
    while True:
        provider = plant.provider(work.provider)  # anew each time: its key may have changed
        taken = await plant.rows.do(losses.taken(work))
        try:
            answer = await _find(provider, work, taken=taken)
        except Exception as error:
            pause = await _bear(plant, work, error, by=provider, patience=patience)
            answer = CannotTell(pause)
        else:
            pause = _pause(plant, work, answer)
        if pause is None:
            return answer
        await asyncio.sleep(pause)


async def _find(provider: Provider, work: Work, *, taken: frozenset[str]) -> Answer:
    if not isinstance(provider, Finds):
        return CannotTell()
    return await provider.find(work.job, sent_at=work.sent_at.timestamp(), taken=taken)


@dataclass
class _Patience:
    waits: Waits = field(default_factory=lambda: Waits(first=1.0, longest=LONGEST_WAIT))
    misread: int = 0  # answers that an adapter could not read


async def _bear(
    plant: Plant, work: Work, error: Exception, *, by: Provider, patience: _Patience
) -> float | None:
    """Seconds until asking again; None where that is no use, or somebody waits for an answer."""
    if isinstance(error, Unavailable) and not work.unknown:
        await plant.rows.do(changes.held_up(work, problems.of_error(error)))
        return patience.waits.next_after(error.retry_after)
    if isinstance(error, NeedsKey | NoCredit):
        return None if await close_account(plant, work, error, by=by) else patience.waits.next()
    if isinstance(error, Unavailable):
        return None
    logger.warning("Generation %s could not be looked for: %r", work.generation, error)
    patience.misread += 1
    return patience.waits.next() if patience.misread < MOST_MISREAD else None


def _pause(plant: Plant, work: Work, answer: Answer) -> float | None:
    """Seconds until asking again; None if the answer stands.

    What was found may be a twin whose own answer is on its way just now: that one comes first.
    """
    if isinstance(answer, CannotTell):
        return answer.ask_again
    return TWIN_PAUSE if isinstance(answer, Found) and plant.is_sending(work.job) else None
