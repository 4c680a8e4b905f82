"""Collecting what was made: fetched at once, kept whole, however long a full disk or a lost network takes.

each file fetched ─ in its place ─ Products
Paid bytes are never dropped. A file whose address has died is asked for once more at the Provider.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace

from django.utils import timezone

from artfactory.engine import changes, losses, problems
from artfactory.engine.plant import Plant
from artfactory.engine.waits import Waits
from artfactory.engine.work import Work
from artfactory.media.fetching.errors import Gone, NotFetched, Unreachable
from artfactory.media.naming import Name
from artfactory.media.storage import NotKept
from artfactory.media.taking import Incoming, Taken, take_in
from artfactory.providers.base import Done, Opens, Output

logger = logging.getLogger(__name__)

SPACE_PAUSE = 10.0  # seconds until a full disk is tried again
LONGEST_WAIT = 60.0  # seconds between two tries at a file that cannot be reached


async def collect(plant: Plant, work: Work, done: Done) -> None:
    """Keep everything that was made, then say so."""
    if not done.outputs:
        await _fail(plant, work, problems.nothing_made(done.problems))
        return
    _said, kept = await asyncio.gather(plant.rows.do(changes.collecting(work, done)), _all(plant, work, done))
    taken = {number: each for number, each in kept.items() if isinstance(each, Taken)}
    missing = [_missing(plant, work, done, each) for each in kept.values() if isinstance(each, NotFetched)]
    if not taken:
        await _end_without(plant, work, done, missing[0])
        return
    said = (*done.problems, *(each["message"] for each in missing))
    await plant.rows.do(changes.succeeded(work, replace(done, problems=said), taken))


async def _end_without(plant: Plant, work: Work, done: Done, problem: problems.Problem) -> None:
    """Not one file of it is here. What was deleted over there stays counted as paid."""
    if problem["code"] != problems.REMOVED:
        await _fail(plant, work, problem)
        return
    at = timezone.now()
    await plant.rows.do(losses.gone(work, lambda row: row.fail(problem, at=at), cost=done.cost))


def _missing(plant: Plant, work: Work, done: Done, error: NotFetched) -> problems.Problem:
    """A dead address past its moment is no mishap of the way: the Provider has deleted the file."""
    if isinstance(error, Gone) and done.expires_at is not None and _is_past(done.expires_at):
        return problems.removed(error, provider=plant.provider(work.provider).label, at=done.expires_at)
    return problems.not_fetched(error)


def _is_past(moment: float) -> bool:
    """Seconds since the epoch."""
    return moment <= timezone.now().timestamp()


async def _fail(plant: Plant, work: Work, problem: problems.Problem) -> None:
    await plant.rows.do(changes.ended(work, lambda row: row.fail(problem, at=timezone.now())))


async def _all(plant: Plant, work: Work, done: Done) -> Mapping[int, Taken | NotFetched]:
    """One after the other, in the Provider's order; then those once more whose addresses have died."""
    kept = {number: await _keep(plant, work, done, number=number) for number in range(len(done.outputs))}
    missing = [number for number, each in kept.items() if isinstance(each, NotFetched)]
    fresh = await _asked_anew(plant, work) if missing else None
    for number in missing:
        if fresh is not None and number < len(fresh.outputs):
            kept[number] = await _keep(plant, work, fresh, number=number)
    return kept


async def _asked_anew(plant: Plant, work: Work) -> Done | None:
    """What the Provider says now, with addresses that may be younger."""
    if work.ticket is None:
        return None
    try:
        answer = await plant.provider(work.provider).check(work.ticket)
    except Exception as error:
        logger.warning("Generation %s: no new addresses: %r", work.generation, error)
        return None
    return answer if isinstance(answer, Done) else None


async def _keep(plant: Plant, work: Work, done: Done, *, number: int) -> Taken | NotFetched:
    """One file into its place."""
    output = done.outputs[number]
    name = Name(made_on=work.made_on, text=work.prompt, id=f"g{work.generation}-{number}")
    waits = Waits(first=1.0, longest=LONGEST_WAIT)
    while True:
        try:
            return await take_in(await _content(plant, work, output), name=name, decoders=plant.decoders)
        except NotKept as error:
            await _wait(plant, work, problems.no_space(str(error)), seconds=SPACE_PAUSE)
        except Unreachable as error:
            seconds = waits.next_after(error.retry_after)
            await _wait(plant, work, _unreachable(plant, work, done, error), seconds=seconds)
        except NotFetched as error:
            logger.warning("Generation %s: output %s not fetched: %s", work.generation, number, error.details)
            return error


def _unreachable(plant: Plant, work: Work, done: Done, error: Unreachable) -> problems.Problem:
    if done.expires_at is not None and _is_past(done.expires_at):
        return problems.overdue(error, provider=plant.provider(work.provider).label, at=done.expires_at)
    return problems.unreachable_file(error)


async def _content(plant: Plant, work: Work, output: Output) -> Incoming:
    if not output.address:
        return output.data
    provider = plant.provider(work.provider)
    headers = provider.opening(output.address) if isinstance(provider, Opens) else {}
    return await plant.fetcher.fetch(output.address, headers=headers)


async def _wait(plant: Plant, work: Work, problem: problems.Problem, *, seconds: float) -> None:
    logger.warning("Generation %s cannot be kept yet: %s", work.generation, problem["message"])
    await plant.rows.do(changes.held_up(work, problem))
    await plant.hurry.wait(work.generation, seconds=seconds)
