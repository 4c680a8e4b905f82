from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.cast import Place

from artfactory.orders.ledger import By, Ledger
from artfactory.orders.models import Attempt, Generation, Order
from artfactory.orders.spending import Account, of_orders, spent

AT = datetime(2026, 5, 4, 23, 30, tzinfo=UTC)


def quoted(order: Order, amount: str = "0.40", currency: str = "USD") -> Order:
    order.lines.update(quoted_amount=Decimal(amount), quoted_currency=currency, quoted_basis="exact")
    return order


def sent(order: Order, number: int, status: str, *, cost: str | None = None, **facts: Any) -> Generation:
    bill = {"cost_amount": Decimal(cost), "cost_currency": "USD"} if cost else {}
    row = order.generations.filter(number=number)
    row.update(**({"status": status, "submitted_at": AT} | bill | facts))
    return row.get()


def perhaps(generation: Generation, amount: str, *, currency: str = "USD") -> None:
    money = {"perhaps_amount": Decimal(amount), "perhaps_currency": currency}
    Attempt.objects.create(generation=generation, created_at=AT, **money)


def only(accounts: list[Account]) -> Account:
    assert len(accounts) == 1
    return accounts[0]


def test_spent_stands_beside_what_was_quoted_for_it(place: Place) -> None:
    order = quoted(place(copies=4))
    sent(order, 0, "succeeded", cost="0.12")
    sent(order, 1, "failed")
    sent(order, 2, "running")
    account = only(Ledger(By.DAY).totals)
    assert (account.count, account.quoted, account.spent) == (2, Decimal("0.2"), Decimal("0.12"))
    assert (account.difference, account.reserved) == (Decimal("-0.08"), Decimal("0.1"))


def test_what_failed_was_lost_or_was_not_answered_is_told_with_its_cost(place: Place) -> None:
    order = quoted(place(copies=4))
    sent(order, 0, "blocked", cost="0.10")
    perhaps(sent(order, 1, "failed"), "0.11")
    perhaps(sent(order, 2, "unknown"), "0.12")
    sent(order, 3, "failed")
    account = only(Ledger(By.PROVIDER).totals)
    told = {state: (loss.amount, loss.count) for state, loss in account.losses.items()}
    assert told == {
        "blocked": (Decimal("0.10"), 1),
        "failed": (Decimal("0.11"), 1),
        "unknown": (Decimal("0.12"), 1),
    }
    assert account.spent == account.lost == Decimal("0.33")


def test_where_a_provider_tells_no_cost_the_quoted_price_is_counted_apart(place: Place) -> None:
    order = quoted(place(copies=3), "0.10")
    for number in range(3):
        sent(order, number, "succeeded")
    account = only(Ledger(By.MODEL).totals)
    assert (account.spent, account.listed, account.untold) == (Decimal(0), Decimal("0.1"), 3)
    assert account.difference == 0


def test_what_nobody_could_price_is_counted_and_in_no_sum(place: Place) -> None:
    sent(place(), 0, "succeeded")
    account = only(Ledger(By.DAY).totals)
    assert (account.currency, account.untold, account.total) == ("", 1, Decimal(0))


def test_currencies_are_never_summed(place: Place) -> None:
    order = quoted(place(copies=2), "4", "BUZZ")
    sent(order, 0, "succeeded", cost="3", cost_currency="BUZZ")
    perhaps(sent(order, 1, "unknown"), "0.5")
    row = Ledger(By.DAY).rows[0]
    assert [(each.currency, each.spent) for each in row.accounts] == [("BUZZ", 3), ("USD", Decimal("0.5"))]


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", "2026-05-04"), ("Europe/Berlin", "2026-05-05"), ("Asia/Kolkata", "2026-05-05")],
)
def test_a_day_is_one_of_the_place_where_the_person_is(place: Place, zone: str, day: str) -> None:
    sent(quoted(place()), 0, "succeeded", cost="0.1")
    here, other = date.fromisoformat(day), date.fromisoformat(day) + timedelta(days=1)
    assert [row.key for row in Ledger(By.DAY, here, here, ZoneInfo(zone)).rows] == [day]
    assert Ledger(By.DAY, other, other, ZoneInfo(zone)).rows == []


@pytest.mark.parametrize(
    ("by", "name"), [(By.PROVIDER, "Studio"), (By.MODEL, "Ink"), (By.PROJECT, "Foxes of the north")]
)
def test_rows_bear_the_names_that_people_know(place: Place, by: By, name: str) -> None:
    sent(quoted(place()), 0, "succeeded", cost="0.1")
    assert [row.name for row in Ledger(by).rows] == [name]


def test_the_ledger_and_all_other_sums_agree(place: Place) -> None:
    order = quoted(place(copies=3))
    sent(order, 0, "succeeded", cost="0.123456")
    perhaps(sent(order, 1, "succeeded", cost="0.2"), "0.3")
    perhaps(sent(order, 2, "failed"), "0.000001")
    elsewhere = spent(Generation.objects.all(), by="order")[order.pk]["USD"]
    assert elsewhere == only(Ledger(By.DAY).totals).spent == of_orders([order.pk])[order.pk]["USD"].spent
    assert elsewhere == Decimal("0.623457")


def test_what_was_never_sent_is_not_in_it(place: Place) -> None:
    quoted(place()).cancel(at=AT)
    assert Ledger(By.DAY).rows == []
