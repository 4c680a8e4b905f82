"""After a lost answer: find out whether the request was accepted. It is never sent on a guess.

refused before ─ back to the queue
found ─ go on from its Ticket        absent, provably ─ back to the queue        else ─ unknown
"""

from __future__ import annotations

import asyncio
import logging

from artfactory.engine import changes, losses, problems
from artfactory.engine.endings import close_account
from artfactory.engine.plant import Plant
from artfactory.engine.waits import Waits
from artfactory.engine.work import Work
from artfactory.providers.base import CannotTell, Finds, Found, ProvablyAbsent, Ticket
from artfactory.providers.errors import NeedsKey, NoCredit, Unavailable

logger = logging.getLogger(__name__)

LONGEST_WAIT = 30.0  # seconds between two looks at a Provider that cannot be reached

Answer = Found | ProvablyAbsent | CannotTell


async def reconcile(plant: Plant, work: Work) -> Ticket | None:
    """The Ticket of the lost request, or None: then it waits again, or is unknown."""
    if work.refused:
        await plant.rows.do(changes.released(work, None, after=0))
        return None
    provider = plant.provider(work.provider)
    looks = isinstance(provider, Finds)
    answer = await _ask(plant, work, provider) if isinstance(provider, Finds) else CannotTell()
    if isinstance(answer, Found) and await plant.rows.do(losses.found(work, answer.ticket)):
        return answer.ticket
    if isinstance(answer, ProvablyAbsent):
        await plant.rows.do(changes.released(work, None, after=0))
        return None
    await plant.rows.do(losses.lost(work, problems.lost(work, looked=looks)))
    return None


async def _ask(plant: Plant, work: Work, provider: Finds) -> Answer:
    """As long as the Provider says that it will know later, or cannot be reached."""
    waits = Waits(first=1.0, longest=LONGEST_WAIT)
    while True:
        taken = await plant.rows.do(losses.taken(work))
        try:
            answer = await provider.find(work.job, sent_at=work.sent_at.timestamp(), taken=taken)
        except Unavailable as error:
            if work.unknown:  # somebody waits for this answer
                return CannotTell()
            await plant.rows.do(changes.held_up(work, problems.of_error(error)))
            await asyncio.sleep(error.retry_after or waits.next())
        except (NeedsKey, NoCredit) as error:
            await close_account(plant, work, error)
            return CannotTell()
        except Exception:
            logger.exception("Generation %s could not be looked for.", work.generation)
            return CannotTell()
        else:
            if not isinstance(answer, CannotTell) or answer.ask_again is None:
                return answer
            await asyncio.sleep(answer.ask_again)
