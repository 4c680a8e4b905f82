"""How production ends other than well."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from artfactory.accounts.models import ProviderAccount
from artfactory.engine import changes, losses, problems
from artfactory.engine.plant import Plant
from artfactory.engine.work import Work
from artfactory.orders.models import Generation
from artfactory.providers.base import Provider
from artfactory.providers.errors import (
    Blocked,
    Gone,
    InputGone,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Stopped,
)

STATES = {NeedsKey: ProviderAccount.State.KEY_REFUSED, NoCredit: ProviderAccount.State.NO_CREDIT}


async def end(plant: Plant, work: Work, error: ProviderError) -> None:
    """Blocked, stopped or failed, with the Provider's reason."""
    if isinstance(error, InputGone):
        plant.uploaded.forget(list(work.request.values()))
    ending = losses.gone if isinstance(error, Gone) else changes.ended
    await plant.rows.do(ending(work, _verb(error)))


async def refuse(plant: Plant, work: Work, error: Rejected | Blocked | Stopped) -> None:
    """The same, for a request that was provably not accepted."""
    await plant.rows.do(changes.refused(work, _verb(error)))


def _verb(error: ProviderError) -> Callable[[Generation], bool]:
    problem, at = problems.of_error(error), timezone.now()

    def verb(row: Generation) -> bool:
        if isinstance(error, Stopped):
            return row.stop(at=at)
        return row.block(problem, at=at) if isinstance(error, Blocked) else row.fail(problem, at=at)

    return verb


async def set_aside(plant: Plant, work: Work, problem: problems.Problem) -> None:
    """Let go of it until a person looks; its Ticket is kept."""
    await plant.rows.do(changes.ended(work, lambda row: row.set_aside(problem, at=timezone.now())))


async def close_account(plant: Plant, work: Work, error: NeedsKey | NoCredit, *, by: Provider) -> bool:
    """Nothing more goes to that Provider until a person did something; False if that is not so.

    `by`: who was asked. What is said of an older key is no word on the one that was entered meanwhile.
    """
    if by is not plant.built.get(work.provider):
        return False
    problem = problems.of_error(error)
    words = {"advice": f"{problem['message']} {problem['advice']}", "details": problem["details"]}
    key = plant.keys.get(work.provider)
    stops = changes.account_stops(work.provider, state=STATES[type(error)], key=key, **words)
    return await plant.rows.do(stops)
