from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from artfactory.api.schemas.base import Answer, Filters, Money, OneOf
from artfactory.orders.ledger import By, Ledger, Row
from artfactory.orders.spending import Account


def _day(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("bad_day", "{message}", {"message": _("A day is written 2026-11-27.")})
    return value


Day = Annotated[date, BeforeValidator(_day)]


class LedgerFilters(Filters):
    by: Annotated[str, OneOf(By.values)] = "day"
    since: Day | None = Field(None, alias="from", description="first day, in UTC")
    until: Day | None = Field(None, alias="to", description="last day, in UTC; it is counted as well")

    def ledger(self) -> Ledger:
        return Ledger(By(self.by), self.since, self.until)


class LossAnswer(Answer):
    status: str
    cost: Money
    count: int


class AccountAnswer(Answer):
    currency: str = Field(description="empty: generations of which nobody knew the price")
    count: int
    quoted: Money
    spent: Money = Field(description="billed, and perhaps paid for what was not answered or was lost")
    listed: Money = Field(description="as quoted, for what was made and whose Provider tells no cost")
    untold: int = Field(description="how many are in `listed`")
    reserved: Money = Field(description="quoted for what is under way")
    lost: list[LossAnswer]


class LedgerRow(Answer):
    key: str = Field(description="a day, or the id of the owner")
    name: str
    accounts: list[AccountAnswer]


class LedgerAnswer(Answer):
    by: str
    items: list[LedgerRow]
    totals: list[AccountAnswer]


def described(ledger: Ledger) -> LedgerAnswer:
    totals = [_account(each) for each in ledger.totals]
    return LedgerAnswer(by=ledger.by.value, items=[_row(row) for row in ledger.rows], totals=totals)


def _row(row: Row) -> LedgerRow:
    return LedgerRow(key=row.key, name=row.name, accounts=[_account(each) for each in row.accounts])


def _account(each: Account) -> AccountAnswer:
    named = ("quoted", "spent", "listed", "reserved")
    sums = {name: Money.of(getattr(each, name), each.currency) for name in named}
    lost = [
        LossAnswer(status=state, cost=Money.of(loss.amount, each.currency), count=loss.count)
        for state, loss in each.losses.items()
    ]
    return AccountAnswer(currency=each.currency, count=each.count, untold=each.untold, lost=lost, **sums)
