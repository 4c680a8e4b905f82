"""The ledger: what was spent in a period, by day, Provider, model or Project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Any

from django.db.models import CharField, F, Func, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.orders.models import Attempt, Generation
from artfactory.orders.spending import Account, Accounts, accounts, together
from artfactory.projects.models import Project

FIRST = date(2000, 1, 1)  # nothing was sent before
HOUR, MINUTE = 13, 16  # characters of "2026-11-27 07:15"


class By(TextChoices):
    DAY = "day", _("Day")
    PROVIDER = "provider", _("Provider")
    MODEL = "model", _("Model")
    PROJECT = "project", _("Project")


OWNERS = {By.PROVIDER: "provider", By.MODEL: "ai_model", By.PROJECT: "order__project"}


@dataclass(frozen=True)
class Row:
    key: str  # a day, or the name or id of the owner
    name: str
    accounts: list[Account]  # one for each currency


@dataclass(frozen=True)
class Ledger:
    """Of the days `since` to `until`, both included; None: as far as there is anything."""

    by: By
    since: date | None = None
    until: date | None = None
    zone: tzinfo = UTC  # whose days they are

    @cached_property
    def rows(self) -> list[Row]:
        if self.by == By.DAY:
            return self._days()
        found, names = (
            self._accounts(F(OWNERS[self.by]), F(f"generation__{OWNERS[self.by]}")),
            _NAMES[self.by],
        )
        named = names(found)
        rows = (_row(*named.get(owner, (str(owner), str(owner))), each) for owner, each in found.items())
        return sorted(rows, key=lambda row: (row.name, row.key))

    @cached_property
    def totals(self) -> list[Account]:
        return together({account.currency: account for account in row.accounts} for row in self.rows)

    def _days(self) -> list[Row]:
        """The newest first. The database tells hours; which day an hour belongs to, the zone knows."""
        size = HOUR if self._has_whole_hours else MINUTE
        found = self._accounts(Moment("submitted_at", size), Moment("created_at", size))
        days: dict[date, list[Accounts]] = defaultdict(list)
        for moment, each in found.items():
            days[self._day(moment)].append(each)
        return [Row(f"{day}", f"{day}", together(days[day])) for day in sorted(days, reverse=True)]

    def _day(self, moment: str) -> date:
        at = datetime.fromisoformat(moment + (":00" if len(moment) == HOUR else ""))
        return at.replace(tzinfo=UTC).astimezone(self.zone).date()

    def _accounts(self, by: Any, lost_by: Any) -> dict[Any, Accounts]:
        """Each counted on the day when it was sent."""
        sent = Generation.objects.filter(self._within("submitted_at"))
        lost = Attempt.objects.filter(self._within("created_at"))
        return accounts(sent, lost, by=by, lost_by=lost_by)

    def _within(self, moment: str) -> Q:
        """Always from somewhere on, so that it is read by the index."""
        bounds = {f"{moment}__gte": self._start(self.since or FIRST)}
        if self.until and self.until < date.max:
            bounds[f"{moment}__lt"] = self._start(self.until + timedelta(days=1))
        return Q(**bounds)

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.zone)

    @property
    def _has_whole_hours(self) -> bool:
        offsets = (datetime(2026, month, 1, tzinfo=self.zone).utcoffset() for month in (1, 7))
        return all(offset is not None and not offset % timedelta(hours=1) for offset in offsets)


class Moment(Func):
    """A time as text in UTC, cut after so many characters.

    The database does it by itself: Django's own functions ask Python for each row of SQLite.
    """

    output_field = CharField()
    template = "substr(%(expressions)s, 1, %(size)s)"

    def __init__(self, moment: str, size: int) -> None:
        super().__init__(F(moment), size=size)

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        shape = "left(to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), %(size)s)"
        return self.as_sql(compiler, connection, template=shape)


def _row(key: str, name: str, found: Accounts) -> Row:
    return Row(key, name, together([found]))


def _providers(_keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    return {each.provider: (each.provider, each.label) for each in ProviderAccount.objects.all()}


def _models(keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    return {each.pk: (each.address, each.name) for each in AIModel.objects.filter(pk__in=list(keys))}


def _projects(keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    return {each.pk: (str(each.pk), each.name) for each in Project.objects.filter(pk__in=list(keys))}


_NAMES = {By.PROVIDER: _providers, By.MODEL: _models, By.PROJECT: _projects}
