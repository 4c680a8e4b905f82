"""Producing one Generation: send it once, ask until it is done, keep what was made.

Attempt committed ─ submit ─ Ticket committed ─ check … Done ─ files in place ─ Products
"""

from __future__ import annotations

import asyncio
import logging

from django.utils import timezone

from artfactory.engine import changes, problems
from artfactory.engine.endings import close_account, end
from artfactory.engine.following import Following
from artfactory.engine.plant import Plant
from artfactory.engine.reconcile import reconcile
from artfactory.engine.work import Work
from artfactory.media.naming import Name
from artfactory.media.storage import NotKept
from artfactory.media.taking import Taken, take_in
from artfactory.providers.base import Done, Output, Ticket
from artfactory.providers.errors import (
    Blocked,
    NeedsKey,
    NoCredit,
    Rejected,
    Unavailable,
)

logger = logging.getLogger(__name__)

SPACE_PAUSE = 10.0  # seconds until a full disk is tried again


async def produce(plant: Plant, work: Work) -> None:
    """Take it as far as it goes. All that happened is in the rows when this returns."""
    ticket = work.ticket or await _send(plant, work)
    if ticket is None:
        return
    done = await Following(plant, work, ticket).until_done()
    if done is not None:
        await _collect(plant, work, done)


async def _send(plant: Plant, work: Work) -> Ticket | None:
    """Send it, once. Only what is provably not accepted ever waits again."""
    with plant.while_sending():
        try:
            ticket = await plant.provider(work.provider).submit(work.job)
        except Unavailable as error:
            await _hold_back(plant, work, error)
            return None
        except (NeedsKey, NoCredit) as error:
            await _stop_account(plant, work, error)
            return None
        except (Rejected, Blocked) as error:
            await plant.rows.do(changes.refused(work))
            await end(plant, work, error)
            return None
        except Exception as error:  # whatever it is, the request may have been accepted
            logger.warning("Generation %s: no answer to its request: %r", work.generation, error)
            await plant.rows.do(changes.unanswered(work))
            return await reconcile(plant, work)
        await plant.rows.do(changes.accepted(work, ticket))
        return ticket


async def _hold_back(plant: Plant, work: Work, error: Unavailable) -> None:
    seconds, problem = error.retry_after, problems.of_error(error)
    await plant.rows.do(changes.account_waits(work.provider, seconds=seconds, throttled=error.throttled))
    await plant.rows.do(changes.released(work, problem, after=0))


async def _stop_account(plant: Plant, work: Work, error: NeedsKey | NoCredit) -> None:
    await close_account(plant, work, error)
    await plant.rows.do(changes.released(work, problems.of_error(error), after=0))


async def _collect(plant: Plant, work: Work, done: Done) -> None:
    """Keep everything that was made, then say so. Paid bytes are never dropped."""
    if not done.outputs:
        problem = problems.nothing_made()
        await plant.rows.do(changes.ended(work, lambda row: row.fail(problem, at=timezone.now())))
        return
    _said, taken = await asyncio.gather(plant.rows.do(changes.collecting(work)), _keep_all(plant, work, done))
    await plant.rows.do(changes.succeeded(work, done, taken))


async def _keep_all(plant: Plant, work: Work, done: Done) -> list[Taken]:
    """One after the other, in the Provider's order."""
    return [await _keep(plant, work, output, number=number) for number, output in enumerate(done.outputs)]


async def _keep(plant: Plant, work: Work, output: Output, *, number: int) -> Taken:
    """One file into its place, however long that takes: a full disk only makes it wait."""
    name = Name(made_on=work.made_on, text=work.prompt, id=f"g{work.generation}-{number}")
    while True:
        try:
            return await take_in(output.data, name=name, decoders=plant.decoders)
        except NotKept as error:
            logger.warning("Generation %s cannot be kept yet: %s", work.generation, error)
            await plant.rows.do(changes.held_up(work, problems.no_space(str(error))))
            await asyncio.sleep(SPACE_PAUSE)
