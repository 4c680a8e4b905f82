"""The ledger as a page and as a file: which days, which way of telling them apart."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.gallery.filters import Choice
from artfactory.orders.costing import PLACES
from artfactory.orders.ledger import FIRST, By, Ledger
from artfactory.orders.spending import Account

USUAL = 30  # days
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would carry out what begins so


@dataclass(frozen=True)
class LedgerPage:
    by: By
    since: date | None
    until: date | None
    today: date

    @classmethod
    def asked(cls, query: QueryDict) -> LedgerPage:
        """What cannot be read counts as not said; without a word it is the last thirty days."""
        today, by = timezone.localdate(), query.get("by", "")
        since, until = _day(query.get("from")), _day(query.get("to"))
        if "from" not in query and "to" not in query:
            since = today - timedelta(days=USUAL - 1)
        return cls(By(by) if by in By.values else By.DAY, since, until, today)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.by, self.since, self.until, timezone.get_current_timezone())

    @property
    def ways(self) -> list[Choice]:
        return [Choice(str(by.label), self._address(by=by), by == self.by) for by in By]

    @property
    def periods(self) -> list[Choice]:
        month, year = self.today.replace(day=1), self.today.replace(month=1, day=1)
        known: list[tuple[str, date | None]] = [
            (_("Today"), self.today),
            (_("7 days"), self.today - timedelta(days=6)),
            (_("30 days"), self.today - timedelta(days=USUAL - 1)),
            (_("This month"), month),
            (_("This year"), year),
            (_("All"), None),
        ]
        here = self.since, self.until
        return [
            Choice(word, self._address(since=day, until=None), here == (day, None)) for word, day in known
        ]

    @property
    def file(self) -> str:
        return self._address("desk:ledger_file")

    def _address(self, place: str = "desk:ledger", **other: object) -> str:
        said = {"by": self.by, "since": self.since, "until": self.until} | other
        query = {"by": said["by"], "from": said["since"] or "", "to": said["until"] or ""}
        return f"{reverse(place)}?{urlencode(query)}"


def written(ledger: Ledger) -> str:
    """As a table for spreadsheets, a line for each currency of each row."""
    file = StringIO()
    writer = csv.writer(file)
    losses = ("failed", "blocked", "canceled", "unknown")
    sums = ("generations", "quoted", "billed", "perhaps_paid", "by_list_price", "untold", "difference")
    writer.writerow([ledger.by.value, "name", "currency", *sums, *losses])
    for row in ledger.rows:
        for each in row.accounts:
            lost = [each.losses[state].amount if state in each.losses else Decimal(0) for state in losses]
            names = [harmless(row.key), harmless(row.name), harmless(each.currency)]
            writer.writerow([*names, *_sums(each), *map(_to_the_place, lost)])
    return file.getvalue()


def harmless(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _sums(each: Account) -> list[object]:
    money = map(_to_the_place, (each.quoted, each.billed, each.perhaps, each.listed))
    return [each.count, *money, each.untold, _to_the_place(each.difference)]


def _to_the_place(amount: Decimal) -> Decimal:
    """Databases add up to different numbers of places."""
    return amount.quantize(PLACES)


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST <= day < date.max else None
