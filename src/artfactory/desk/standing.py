"""How far Orders are, for lists and heads: at most twelve questions, for any number of Orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.desk.order_sums import OrderSum, order_sums
from artfactory.orders.forecasting.facts import Forecast
from artfactory.orders.forecasting.reading import forecasts
from artfactory.orders.models import Budget, Generation, Order
from artfactory.orders.models.states import ENDED, IN_FLIGHT, Status
from artfactory.web.templatetags.states import WIDEST_STRIP_OF_CELLS

UNHAPPY = (Status.FAILED, Status.BLOCKED, Status.CANCELED, Status.UNKNOWN)
STOPPED = (Status.FAILED, Status.BLOCKED)


@dataclass(frozen=True)
class Reason:
    """Why several Generations failed, once."""

    message: str
    advice: str
    count: int
    can_retry: bool  # failed, and not blocked
    details: str  # what the Provider said to one of them, word for word


@dataclass(frozen=True)
class Standing:
    order: Order
    counts: Mapping[str, int]
    cells: tuple[str, ...]  # the state of each Generation in order; empty where the strip shows segments
    reasons: tuple[Reason, ...]
    held: tuple[Reason, ...]  # why some wait that could be sent: a Budget
    at: datetime
    forecast: Forecast | None = None  # missing where nobody can tell when it ends
    sums: tuple[OrderSum, ...] = ()  # one for each currency

    @property
    def caps(self) -> list[Budget]:
        return list(self.order.caps.all())

    @property
    def strip(self) -> Iterable[str] | Mapping[str, int]:
        return self.cells or self.counts

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.counts.get(Status.SUCCEEDED, 0)

    @property
    def ended(self) -> int:
        return self._sum(ENDED)

    @property
    def running(self) -> int:
        return self._sum(IN_FLIGHT)

    @property
    def waiting(self) -> int:
        return self.counts.get(Status.WAITING, 0)

    @property
    def failed(self) -> int:
        return self.counts.get(Status.FAILED, 0)

    @property
    def version(self) -> str:
        """Changes when other buttons belong beside the Order."""
        return f"{self.order.pk}.{self.order.status}.{self.failed}"

    @property
    def state(self) -> str:
        """The Order's own; one of which nothing runs yet only waits."""
        idle = self.order.status == Order.Status.ACTIVE and not self.running
        return Status.WAITING if idle else self.order.status

    @property
    def word(self) -> str:
        """Its state, with a number where that says more; empty where the state's own word does."""
        if self.order.status != Order.Status.ACTIVE:
            return ""
        if self.running:
            return _("%(n)s running") % {"n": f"{self.running:,}"}
        return _("%(n)s waiting") % {"n": f"{self.waiting:,}"}

    @property
    def unhappy(self) -> dict[str, int]:
        return {state: count for state, count in self.counts.items() if state in UNHAPPY}

    @property
    def left(self) -> int:
        """What a cancel would lose: everything that is not made yet."""
        return self.running + self.waiting

    @property
    def is_over(self) -> bool:
        return self.order.finished_at is not None

    @property
    def is_paused(self) -> bool:
        return self.order.paused_at is not None

    @property
    def elapsed(self) -> float:
        """Seconds since it was placed, or how long it took."""
        return ((self.order.finished_at or self.at) - self.order.created_at).total_seconds()

    @property
    def is_unforeseen(self) -> bool:
        """It goes on, and nobody can tell how long."""
        return self.order.status == Order.Status.ACTIVE and self.forecast is None

    def _sum(self, states: Iterable[str]) -> int:
        return sum(self.counts.get(state, 0) for state in states)


def standings(orders: Iterable[Order]) -> list[Standing]:
    orders, now = list(orders), timezone.now()
    counts = _counts(orders)
    small = [order for order in orders if sum(counts[order.pk].values()) <= WIDEST_STRIP_OF_CELLS]
    cells = _cells(small)
    stopped = [order for order in orders if any(counts[order.pk].get(state) for state in STOPPED)]
    reasons = _reasons(stopped) if stopped else {}
    held = _held([order for order in orders if order.status == Order.Status.ATTENTION])
    foretold, sums = forecasts(orders), order_sums(orders)
    return [
        Standing(
            order,
            counts[order.pk],
            tuple(cells[order.pk]),
            tuple(reasons.get(order.pk, ())),
            tuple(held.get(order.pk, ())),
            now,
            foretold.get(order.pk),
            tuple(sums[order.pk]),
        )
        for order in orders
    ]


def standing(order: Order) -> Standing:
    return standings([order])[0]


def _held(orders: list[Order]) -> Mapping[int, list[Reason]]:
    """By the Budgets that do not reach so far."""
    if not orders:
        return {}
    waiting = Generation.objects.filter(order__in=orders).held_by_budget().order_by()
    told = waiting.values_list("order_id", "problem__message", "problem__advice").annotate(n=Count("pk"))
    held: defaultdict[int, list[Reason]] = defaultdict(list)
    for order_id, message, advice, count in told.order_by("-n"):
        held[order_id].append(Reason(message, advice, count, can_retry=False, details=""))
    return held


def _reasons(orders: Iterable[Order]) -> Mapping[int, list[Reason]]:
    """By what was said about the failed and blocked ones; the most frequent first."""
    stopped = Generation.objects.filter(order__in=list(orders), status__in=STOPPED).order_by()
    problems = stopped.values_list("order_id", "status", "problem__message", "problem__advice")
    told = problems.annotate(n=Count("pk"), details=Min(KeyTextTransform("details", "problem")))
    reasons: defaultdict[int, list[Reason]] = defaultdict(list)
    for order_id, status, message, advice, count, details in told.order_by("-n"):
        can_retry = status == Status.FAILED
        reasons[order_id].append(Reason(message or "", advice or "", count, can_retry, details or ""))
    return reasons


def _counts(orders: Iterable[Order]) -> Mapping[int, dict[str, int]]:
    rows = Generation.objects.filter(order__in=list(orders)).order_by().values_list("order_id", "status")
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for order_id, status, count in rows.annotate(n=Count("pk")):
        counts[order_id][status] = count
    return counts


def _cells(orders: Iterable[Order]) -> Mapping[int, list[str]]:
    rows = Generation.objects.filter(order__in=list(orders)).order_by("order_id", "number")
    cells: defaultdict[int, list[str]] = defaultdict(list)
    for order_id, status in rows.values_list("order_id", "status").iterator():
        cells[order_id].append(status)
    return cells
