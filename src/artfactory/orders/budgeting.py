"""What counts against a Budget, and what may still be sent under all of them.

billed ─ as the Provider told it      made, and no cost told ─ as it was quoted
unknown, or made and lost ─ as it was feared
under way ─ reserved: the quote, and for an estimate a quarter more
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from artfactory.orders.costing import PLACES
from artfactory.orders.models import Attempt, Budget, Generation
from artfactory.orders.models.states import IN_FLIGHT, TICKET_KEPT, Status

MARGIN = Decimal("1.25")  # by how much more an estimate may come out
NOTHING = Decimal(0)
EXACT = "exact"

Left = Mapping[str, Decimal]  # by currency; what is not named has no bound


@dataclass(frozen=True)
class Committed:
    """What counts against one Budget now."""

    spent: Decimal  # told, feared, or as quoted where nothing was told
    reserved: Decimal  # for what is under way
    margin: Decimal  # the part of `reserved` that comes back if all of it costs what it was quoted at

    @property
    def total(self) -> Decimal:
        return self.spent + self.reserved


def committed(budget: Budget, *, at: datetime) -> Committed:
    rows, lost = _concerned(budget, at=timezone.localtime(at))
    listed = Q(cost_amount=None, quoted_currency=budget.currency)
    under_way = listed & (Q(status__in=IN_FLIGHT) | Q(resumes=True) | _kept())
    is_exact = Q(quoted_basis=EXACT)
    sums = rows.aggregate(
        billed=Sum("cost_amount", filter=Q(cost_currency=budget.currency)),
        listed=Sum("quoted_amount", filter=listed & Q(status=Status.SUCCEEDED)),
        exact=Sum("quoted_amount", filter=under_way & is_exact),
        rough=Sum("quoted_amount", filter=under_way & ~is_exact),
    )
    feared = lost.filter(perhaps_currency=budget.currency).aggregate(sum=Sum("perhaps_amount"))["sum"]
    rough = sums["rough"] or NOTHING
    margin = (rough * (MARGIN - 1)).quantize(PLACES)
    spent = (sums["billed"] or NOTHING) + (sums["listed"] or NOTHING) + (feared or NOTHING)
    return Committed(spent, (sums["exact"] or NOTHING) + rough + margin, margin)


def reserve_of(generation: Generation) -> Decimal:
    """What is kept for it from the moment when it is sent until its cost is told."""
    amount = generation.quoted_amount or NOTHING
    return amount if generation.quoted_basis == EXACT else (amount * MARGIN).quantize(PLACES)


def beyond(left: Left) -> Q:
    """Generations that none of that is enough for."""
    found = Q(pk__in=())
    for currency, amount in left.items():
        too_dear = Q(quoted_basis=EXACT, quoted_amount__gt=amount)
        too_dear |= ~Q(quoted_basis=EXACT) & Q(quoted_amount__gt=amount / MARGIN)
        found |= Q(quoted_currency=currency) & too_dear
    return found & Q(resumes=False)


@dataclass
class Purse:
    """What may still be sent by every Budget that stops, as it is at one moment. Each is summed up once."""

    at: datetime
    _left: dict[int, Committed] = field(default_factory=dict)
    _taken: dict[int, Decimal] = field(default_factory=dict)

    @cached_property
    def budgets(self) -> list[Budget]:
        return list(Budget.objects.stopping().counting())

    @property
    def is_summed_up(self) -> bool:
        return bool(self._left)

    def over(self, *, order: int, project: int, provider: str) -> list[Budget]:
        return [each for each in self.budgets if each.covers(order=order, project=project, provider=provider)]

    def left(self, budgets: Iterable[Budget]) -> Left:
        """The least of them, by currency."""
        return self._least(budgets, with_margin=False)

    def left_at_best(self, budgets: Iterable[Budget]) -> Left:
        """When what is under way costs no more than it was quoted at."""
        return self._least(budgets, with_margin=True)

    def take(self, budgets: Iterable[Budget], generation: Generation) -> bool:
        """Reserve what it needs; False, and nothing is taken, where one of them does not reach so far."""
        needed = NOTHING if generation.resumes else reserve_of(generation)
        asked = [each for each in budgets if each.currency == generation.quoted_currency]
        if needed and any(needed > self._rest(each) for each in asked):
            return False
        for each in asked:
            self._taken[each.pk] = self._taken.get(each.pk, NOTHING) + needed
        return True

    def passed(self, generation: Generation) -> list[Budget]:
        """The Budgets that are passed while it is under way. Comes with its Order."""
        order, project = generation.order_id, generation.order.project_id
        budgets = self.over(order=order, project=project, provider=generation.provider)
        return [each for each in budgets if self._of(each).total > each.amount]

    def _least(self, budgets: Iterable[Budget], *, with_margin: bool) -> Left:
        least: dict[str, Decimal] = {}
        for each in budgets:
            rest = self._rest(each) + (self._of(each).margin if with_margin else NOTHING)
            least[each.currency] = max(NOTHING, min(least.get(each.currency, rest), rest))
        return least

    def _rest(self, budget: Budget) -> Decimal:
        return budget.amount - self._of(budget).total - self._taken.get(budget.pk, NOTHING)

    def _of(self, budget: Budget) -> Committed:
        if budget.pk not in self._left:
            self._left[budget.pk] = committed(budget, at=self.at)
        return self._left[budget.pk]


def _kept() -> Q:
    """Accepted long ago, and still to be had: it may have been charged."""
    return Q(status=Status.FAILED, problem__code__in=TICKET_KEPT)


def _concerned(budget: Budget, *, at: datetime) -> tuple[QuerySet[Generation], QuerySet[Attempt]]:
    """Of its period what was sent in it; what is yet to go on has no such moment and always counts."""
    scopes = {
        Budget.Scope.ORDER: ("order", budget.order_id),
        Budget.Scope.PROJECT: ("order__project", budget.project_id),
        Budget.Scope.PROVIDER: ("provider", budget.provider),
    }
    rows, lost = Generation.objects.order_by(), Attempt.objects.exclude(perhaps_amount=None).order_by()
    if owner := scopes.get(Budget.Scope(budget.scope)):
        rows = rows.filter(**{owner[0]: owner[1]})
        lost = lost.filter(**{f"generation__{owner[0]}": owner[1]})
    start = budget.start(at=at)
    if start is not None:
        rows = rows.filter(Q(submitted_at__gte=start) | Q(status=Status.WAITING, resumes=True))
        lost = lost.filter(created_at__gte=start)
    return rows, lost


@dataclass(frozen=True)
class Standing:
    """How far a Budget is used up, for people and programs."""

    budget: Budget
    committed: Committed
    ends_at: datetime | None

    @classmethod
    def of(cls, budget: Budget, *, at: datetime) -> Standing:
        return cls(budget, committed(budget, at=at), budget.end(at=timezone.localtime(at)))

    @property
    def left(self) -> Decimal:
        return max(NOTHING, self.budget.amount - self.committed.total)

    @property
    def percent(self) -> int:
        """Used up or reserved; more than a hundred where more was billed than was reserved."""
        most = self.budget.amount
        return int(self.committed.total * 100 / most) if most else 100

    @property
    def state(self) -> Literal["ok", "warning", "reached"]:
        if self.percent >= 100:
            return "reached"
        return "warning" if self.percent >= self.budget.warn_at else "ok"
