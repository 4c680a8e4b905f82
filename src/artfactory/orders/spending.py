"""What counts as spent, in one place: the API, the pages of Orders and the ledger all ask here.

Spent is what was billed, and what was perhaps paid for requests that nobody answered or whose results
were lost. What a Provider made without telling its cost is kept apart, by the price it was quoted at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    FilteredRelation,
    FloatField,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from artfactory.orders.costing import PLACES
from artfactory.orders.models import Attempt, Generation
from artfactory.orders.models.states import IN_FLIGHT, Status

LOST = (Status.FAILED, Status.BLOCKED, Status.CANCELED, Status.UNKNOWN)
UNSETTLED = (*IN_FLIGHT, Status.WAITING)

Spent = Mapping[Any, Mapping[str, Decimal]]  # by owner, by currency


@dataclass
class Loss:
    """What Generations of one state cost although they made nothing."""

    amount: Decimal = Decimal(0)
    count: int = 0


@dataclass
class Account:
    """What Generations came to in one currency. Amounts in another are in another Account."""

    currency: str  # empty: of a price that nobody knew
    count: int = 0  # settled, with a price or a bill in this currency
    quoted: Decimal = Decimal(0)  # of those that are settled
    reserved: Decimal = Decimal(0)  # quoted for those under way
    billed: Decimal = Decimal(0)
    perhaps: Decimal = Decimal(0)  # unanswered, or made and lost
    listed: Decimal = Decimal(0)  # made, and their Provider tells no cost: as quoted
    untold: int = 0  # how many those are
    losses: dict[str, Loss] = field(default_factory=dict)  # by state

    @property
    def spent(self) -> Decimal:
        return self.billed + self.perhaps

    @property
    def total(self) -> Decimal:
        return self.spent + self.listed

    @property
    def difference(self) -> Decimal:
        """How much more it came to than it was quoted at."""
        return self.total - self.quoted

    @property
    def lost(self) -> Decimal:
        return sum((loss.amount for loss in self.losses.values()), Decimal(0))

    def add(self, other: Account) -> None:
        for name in ("count", "quoted", "reserved", "billed", "perhaps", "listed", "untold"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for state, loss in other.losses.items():
            self.lose(state, loss.amount, loss.count)

    def lose(self, state: str, amount: Decimal, count: int) -> None:
        if amount:
            loss = self.losses.setdefault(state, Loss())
            loss.amount, loss.count = loss.amount + amount, loss.count + count


Accounts = dict[str, Account]  # by currency


class Part(NamedTuple):
    """Generations that are alike in this, as the database counted them."""

    status: str
    told: bool  # their Provider told a cost
    billed_in: str
    quoted_in: str | None
    n: int
    cost: Decimal | None
    share: float | None  # of what the lines of their Orders were quoted at


def spent(rows: QuerySet[Generation], *, by: str) -> Spent:
    """What was billed and what was perhaps paid, for each owner of these Generations."""
    sums: dict[Any, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    lost = Attempt.objects.filter(generation__in=rows)
    for owner, currency, amount in [*_sums(rows, by, "cost"), *_sums(lost, f"generation__{by}", "perhaps")]:
        sums[owner][currency] += amount
    return sums


def accounts(
    generations: QuerySet[Any], attempts: QuerySet[Any], *, by: Any, lost_by: Any
) -> dict[Any, Accounts]:
    """Everything told apart, for each value of `by` (of Attempts: `lost_by`)."""
    found: dict[Any, Accounts] = defaultdict(dict)
    for owner, *facts in _generations(generations, by):
        _enter(found[owner], Part(*facts))
    for owner, *lost in _lost(attempts, lost_by):
        _enter_lost(found[owner], *lost)
    return dict(found)


def of_orders(orders: Iterable[int]) -> dict[Any, Accounts]:
    keys = list(orders)
    lost = Attempt.objects.filter(generation__order__in=keys)
    return accounts(
        Generation.objects.filter(order__in=keys), lost, by=F("order"), lost_by=F("generation__order")
    )


def together(each: Iterable[Accounts]) -> list[Account]:
    """One for each currency, never across them."""
    sums: Accounts = {}
    for part in each:
        for currency, account in part.items():
            _of(sums, currency).add(account)
    return [sums[currency] for currency in sorted(sums)]


def _sums(rows: QuerySet[Any], owner: str, money: str) -> Iterable[tuple[Any, str, Decimal]]:
    paid = rows.exclude(**{f"{money}_amount": None}).order_by().values_list(owner, f"{money}_currency")
    return list(paid.annotate(Sum(f"{money}_amount")))


def _generations(rows: QuerySet[Any], by: Any) -> Iterable[tuple[Any, ...]]:
    """By owner, state, currency of the bill and of the quote; each with count, bill and quote."""
    line = FilteredRelation("order__lines", condition=Q(order__lines__ai_model=F("ai_model")))
    share = Cast("line__quoted_amount", FloatField()) / Cast("line__count", FloatField())
    told = ExpressionWrapper(Q(cost_amount__isnull=False), output_field=BooleanField())
    state = Coalesce(
        "status", Value("")
    )  # an index by status alone would be taken to group by, and read whole rows
    parts = rows.order_by().alias(line=line).annotate(owner=by, state=state, told=told)
    keyed = parts.values_list("owner", "state", "told", "cost_currency", "line__quoted_currency")
    return list(keyed.annotate(n=Count("pk"), cost=Sum("cost_amount"), quote=Sum(share)))


def _lost(attempts: QuerySet[Any], by: Any) -> Iterable[tuple[Any, ...]]:
    paid = attempts.filter(perhaps_amount__isnull=False).order_by().annotate(owner=by)
    keyed = paid.values_list("owner", "generation__status", "perhaps_currency")
    return list(keyed.annotate(Sum("perhaps_amount"), Count("generation", distinct=True)))


def _enter(found: Accounts, part: Part) -> None:
    quote = Decimal(str(part.share or 0)).quantize(PLACES)
    quoted = _of(found, part.quoted_in or "")
    if part.status in UNSETTLED:
        quoted.reserved += quote if part.status in IN_FLIGHT else 0
        return
    quoted.quoted += quote
    if part.told:
        _enter_bill(_of(found, part.billed_in), part)
        return
    quoted.count += part.n
    if part.status == Status.SUCCEEDED:
        quoted.listed += quote
        quoted.untold += part.n


def _enter_bill(account: Account, part: Part) -> None:
    cost = part.cost or Decimal(0)
    account.count += part.n
    account.billed += cost
    if part.status in LOST:
        account.lose(part.status, cost, part.n)


def _enter_lost(found: Accounts, status: str, currency: str, amount: Decimal, count: int) -> None:
    account = _of(found, currency)
    account.perhaps += amount
    account.lose(status if status in LOST else Status.UNKNOWN, amount, count)


def _of(found: Accounts, currency: str) -> Account:
    return found.setdefault(currency, Account(currency))
