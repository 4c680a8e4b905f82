"""What is left at a Provider is asked anew when something was made there, and not more often than that."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from tests.cast import Place
from tests.engine.conftest import Running
from tests.engine.rehearsal import Rehearsal

from artfactory.accounts.models import ProviderAccount
from artfactory.engine.balances import EVERY, Balances
from artfactory.engine.plant import Plant
from artfactory.engine.rows import Rows
from artfactory.media.decoding.decoders import Decoders
from artfactory.providers.base import Credit, Money
from artfactory.providers.errors import NoCredit, Unavailable


@dataclass
class Telling(Rehearsal):
    """Tells what is left, a dollar less each time; nothing where it has no word."""

    answers: list[Credit | Exception] = field(default_factory=list)
    asked: int = 0

    async def check_key(self) -> Credit:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if isinstance(answer, Exception):
            raise answer
        return answer


def left(amount: str) -> Credit:
    return Credit(Money(Decimal(amount), "USD"))


@pytest.fixture
def hasty(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[Telling], Running]]:
    """An engine by whose clock seconds pass quickly."""
    started: list[Running] = []

    def start(provider: Telling) -> Running:
        started.append(Running(provider, tmp_path, clock=lambda: time.monotonic() * 50).start())
        return started[-1]

    yield start
    for running in started:
        running.end()
    connection.close()


def test_after_an_order_its_provider_is_asked_what_is_left(
    place: Place, hasty: Callable[[Telling], Running]
) -> None:
    running = hasty(provider := Telling(answers=[left("7.5")]))
    order = place(copies=3)
    accounts = ProviderAccount.objects.filter(provider="studio")
    running.until(lambda: accounts.get().credit_amount)
    account = accounts.get()
    assert (account.credit_amount, account.credit_currency, provider.asked) == (Decimal("7.5"), "USD", 1)
    assert account.credit_told_at is not None
    assert order.generations.filter(status="succeeded").count() == 3


@pytest.mark.usefixtures("transactional_db", "studio")
@pytest.mark.parametrize(
    ("answers", "asked", "known"),
    [
        ([left("9"), left("8")], [0, 0, 1, 1, 2, 2], 8),
        ([left("9"), NoCredit("Nothing is left.")], [0, 0, 1, 1, 2, 2], 0),
        ([Unavailable("Gone for lunch.")], [0, 0, 1, 1, 2, 2], None),
        ([Credit()], [0, 0, 1, 1, 1, 1], None),
    ],
    ids=["tells", "has run out", "cannot be reached", "has nothing to tell"],
)
def test_it_is_asked_at_the_end_and_then_now_and_then(
    tmp_path: Path, answers: list[Credit | Exception], asked: list[int], known: int | None
) -> None:
    provider, told, now = Telling(answers=answers), list[int](), [0.0]

    async def look_at_times() -> None:
        rows = Rows()
        rows.start()
        plant = Plant(rows=rows, decoders=Decoders(folder=tmp_path), build=lambda _name: provider)
        balances = Balances(plant, clock=lambda: now[0])
        work = {"studio"}
        for at, busy in ((0, work), (1, ()), (4, ()), (5, work), (EVERY + 5, work), (EVERY + 9, ())):
            now[0] = float(at)
            balances.look(busy)
            for _turn in range(3):  # of the loop, until the question is put
                await asyncio.sleep(0)
            told.append(provider.asked)
        await rows.do(lambda _news: None)  # after what the answers had written down
        await balances.close()
        await plant.close()

    asyncio.run(look_at_times())
    assert told == asked
    assert ProviderAccount.objects.get(provider="studio").credit_amount == known
