"""Producing one Generation: send it once, ask until it is done, keep what was made.

Attempt committed ─ uploads ─ estimate ─ submit ─ Ticket committed ─ check … Done ─ files kept ─ Products
"""

from __future__ import annotations

import logging

from django.utils import timezone

from artfactory.engine import changes, losses, problems
from artfactory.engine.collect import collect
from artfactory.engine.endings import close_account, refuse
from artfactory.engine.estimating import OverBudget, with_estimate
from artfactory.engine.following import Following
from artfactory.engine.inputs import with_inputs
from artfactory.engine.plant import Plant
from artfactory.engine.reconcile import reconcile
from artfactory.engine.work import Work
from artfactory.providers.base import Allows, Provider, Ticket
from artfactory.providers.errors import (
    Blocked,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Stopped,
    Unavailable,
)

logger = logging.getLogger(__name__)


async def produce(plant: Plant, work: Work) -> None:
    """Take it as far as it goes. All that happened is in the rows when this returns."""
    sent = work if work.ticket else await _send_with_inputs(plant, work)
    if sent is None or sent.ticket is None:
        return
    done = sent.done or await Following(plant, sent, sent.ticket).until_done()
    if done is not None:
        await collect(plant, sent, done)


async def _send_with_inputs(plant: Plant, work: Work) -> Work | None:
    ready = await _prepared(plant, work)
    ticket = None if ready is None else await _send(plant, ready)
    return None if ready is None or ticket is None else ready.accepted(ticket)


async def _prepared(plant: Plant, work: Work) -> Work | None:
    """With its files at the Provider, and covered. Nothing was sent if that fails, so nothing is unknown."""
    provider = plant.provider(work.provider)
    try:
        return await with_estimate(plant, await with_inputs(plant, work))
    except (Unavailable, NeedsKey, NoCredit, Rejected, Blocked, Stopped) as error:
        await _not_accepted(plant, work, error, by=provider)
    except OverBudget:
        await plant.rows.do(changes.over_budget(work))
    except Exception as error:
        logger.exception("Generation %s: its files could not be sent.", work.generation)
        problem, at = problems.not_prepared(error), timezone.now()
        await plant.rows.do(changes.refused(work, lambda row: row.fail(problem, at=at)))
    return None


async def _send(plant: Plant, work: Work) -> Ticket | None:
    """Send it, once. Only what is provably not accepted ever waits again."""
    provider = plant.provider(work.provider)
    with plant.while_sending(work.job):
        try:
            ticket = await provider.submit(work.job)
        except (Unavailable, NeedsKey, NoCredit, Rejected, Blocked) as error:
            await _not_accepted(plant, work, error, by=provider)
            return None
        except Exception as error:  # whatever it is, the request may have been accepted
            logger.warning("Generation %s: no answer to its request: %r", work.generation, error)
            await plant.rows.do(losses.unanswered(work))
        else:
            allowance = provider.allowance() if isinstance(provider, Allows) else None
            await plant.rows.do(changes.accepted(work, ticket, allowance=allowance))
            return ticket
    return await reconcile(plant, work)


async def _not_accepted(plant: Plant, work: Work, error: ProviderError, *, by: Provider) -> None:
    if isinstance(error, Unavailable):
        await _hold_back(plant, work, error)
    elif isinstance(error, NeedsKey | NoCredit):
        await close_account(plant, work, error, by=by)
        await plant.rows.do(changes.released(work, problems.of_error(error), after=0))
    elif isinstance(error, Rejected | Blocked | Stopped):
        await refuse(plant, work, error)


async def _hold_back(plant: Plant, work: Work, error: Unavailable) -> None:
    problem = problems.of_error(error)
    held = changes.account_waits(
        work.provider,
        seconds=error.retry_after,
        throttled=error.throttled,
        per_minute=error.per_minute,
    )
    await plant.rows.do(held)
    await plant.rows.do(changes.released(work, problem, after=0))
