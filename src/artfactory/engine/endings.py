"""How production ends other than well."""

from __future__ import annotations

from django.utils import timezone

from artfactory.accounts.models import ProviderAccount
from artfactory.engine import changes, problems
from artfactory.engine.plant import Plant
from artfactory.engine.work import Work
from artfactory.orders.models import Generation
from artfactory.providers.errors import Blocked, NeedsKey, NoCredit, ProviderError, Stopped

STATES = {NeedsKey: ProviderAccount.State.KEY_REFUSED, NoCredit: ProviderAccount.State.NO_CREDIT}


async def end(plant: Plant, work: Work, error: ProviderError) -> None:
    """Blocked, stopped or failed, with the Provider's reason."""
    problem, at = problems.of_error(error), timezone.now()

    def verb(row: Generation) -> bool:
        if isinstance(error, Stopped):
            return row.stop(at=at)
        return row.block(problem, at=at) if isinstance(error, Blocked) else row.fail(problem, at=at)

    await plant.rows.do(changes.ended(work, verb))


async def set_aside(plant: Plant, work: Work, problem: problems.Problem) -> None:
    """Let go of it until a person looks; its Ticket is kept."""
    await plant.rows.do(changes.ended(work, lambda row: row.set_aside(problem, at=timezone.now())))


async def close_account(plant: Plant, work: Work, error: NeedsKey | NoCredit) -> None:
    """Nothing more goes to that Provider until a person did something."""
    state = STATES[type(error)]
    await plant.rows.do(changes.account_stops(work.provider, state=state, advice=error.message))
