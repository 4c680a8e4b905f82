"""The line as it stands in the rows: six questions, for any number of Orders of any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.forecasting.facts import LOOKS_BACK, Entry, Forecast, Lane, Line, Load, Took
from artfactory.orders.forecasting.foretelling import foretell
from artfactory.orders.models import Generation, Order, OrderLine
from artfactory.orders.models.states import IN_FLIGHT, Status

MOST_MODELS = 40  # whose past is read; who waits behind another one is not foretold
MOST_ORDERS = 200  # in line; who stands further behind is not foretold
MOST_IN_FLIGHT = 500
NEW = 0  # stands for an Order that is not placed
ENDED_BY_ITSELF = (Status.SUCCEEDED, Status.FAILED, Status.BLOCKED)  # a canceled one would have taken longer


class Ordered(NamedTuple):
    """A line of an Order: how many of which model."""

    order: int
    model: int
    provider: str
    generations: int


def forecast(order: Order) -> Forecast | None:
    return forecasts([order]).get(order.pk)


def forecasts(orders: Iterable[Order]) -> dict[int, Forecast]:
    """By Order; missing are those that ended or are paused, and those nobody can foretell."""
    asked = {order.pk for order in orders if order.status == Order.Status.ACTIVE and not order.paused_at}
    if not asked:
        return {}
    found = foretell(_line(new=[], at=timezone.now()))
    return {order: found[order] for order in asked if order in found}


def forecast_of_lines(counts: Iterable[tuple[int, str, int]]) -> Forecast | None:
    """Of an Order that would be placed now: each of its lines by model, Provider and number."""
    new = [Ordered(NEW, *each) for each in counts]
    return foretell(_line(new=new, at=timezone.now())).get(NEW) if new else None


def _line(*, new: list[Ordered], at: datetime) -> Line:
    standing = [*Order.objects.in_line().values_list("pk", flat=True)[:MOST_ORDERS]]
    ordered = _by_order([*_lines(standing), *new])
    waiting, ages = _waiting(standing), _ages(at)
    for each in new:
        waiting[NEW, each.provider] += each.generations
    paused = sorted({order for order, _model, _provider in ages} - {*standing})
    entries = [
        Entry(order, tuple(_loads(order, ordered.get(order, []), waiting, ages)))
        for order in [*paused, *standing, *([NEW] if new else [])]
    ]
    here = {load.provider for entry in entries for load in entry.loads}
    lanes = {account.provider: _lane(account, at) for account in ProviderAccount.objects.all()}
    return Line(
        {provider: lanes.get(provider, Lane(1, stopped=True)) for provider in sorted(here)},
        entries,
        _history({load.model: None for entry in reversed(entries) for load in entry.loads}),
    )


def _lines(orders: Iterable[int]) -> Iterator[Ordered]:
    rows = OrderLine.objects.filter(order__in=list(orders)).order_by("order", "position")
    for order, model, provider, count in rows.values_list("order", "ai_model", "ai_model__provider", "count"):
        yield Ordered(order, model, provider, count)


def _by_order(lines: Iterable[Ordered]) -> dict[int, list[Ordered]]:
    ordered: defaultdict[int, list[Ordered]] = defaultdict(list)
    for each in lines:
        ordered[each.order].append(each)
    return ordered


def _waiting(orders: Iterable[int]) -> defaultdict[tuple[int, str], int]:
    """By index alone: the rows themselves, which are wide, are not read."""
    rows = Generation.objects.filter(order__in=list(orders), status=Status.WAITING).order_by()
    counted = rows.values_list("order", "provider").annotate(n=Count("pk"))
    return defaultdict(int, {(order, provider): n for order, provider, n in counted})


def _ages(at: datetime) -> dict[tuple[int, int, str], list[float]]:
    """Seconds since each of those in flight was sent, of paused Orders too: they hold places."""
    ages: defaultdict[tuple[int, int, str], list[float]] = defaultdict(list)
    rows = Generation.objects.filter(status__in=IN_FLIGHT).order_by()
    sent = rows.values_list("order", "ai_model", "provider", "submitted_at")
    for order, model, provider, submitted_at in sent[:MOST_IN_FLIGHT]:
        age = (at - submitted_at).total_seconds() if submitted_at else 0.0
        ages[order, model, provider].append(max(0.0, age))
    return ages


def _loads(
    order: int,
    ordered: list[Ordered],
    waiting: Mapping[tuple[int, str], int],
    ages: Mapping[tuple[int, int, str], list[float]],
) -> Iterator[Load]:
    """What waits is what comes last: an Order is sent line by line."""
    left = {provider: waiting.get((order, provider), 0) for provider in {each.provider for each in ordered}}
    loads = []
    for each in reversed(ordered):
        here = min(each.generations, left[each.provider])
        left[each.provider] -= here
        loads.append(Load(each.provider, each.model, here, tuple(ages.get((order, *each[1:3]), ()))))
    yield from (load for load in reversed(loads) if load.waiting or load.ages)
    if not ordered:  # paused: only what is in flight counts
        for (whose, model, provider), seconds in ages.items():
            if whose == order:
                yield Load(provider, model, 0, tuple(seconds))


def _lane(account: ProviderAccount, at: datetime) -> Lane:
    """Where one cannot be reached nobody knows until when."""
    lost = account.state == ProviderAccount.State.UNREACHABLE
    wait = account.seconds_to_wait(at=at)
    return Lane(account.places, account.pace, wait, stopped=account.is_stopped or lost)


def _history(models: Iterable[int]) -> dict[int, list[Took]]:
    history: defaultdict[int, list[Took]] = defaultdict(list)
    for order, model, sent, ended, tries in _ended(list(models)[:MOST_MODELS]):
        if sent and ended:
            history[model].append(Took(order, max(0.0, (ended - sent).total_seconds()), max(1, tries)))
    return history


def _ended(models: list[int]) -> Iterator[tuple[int, int, datetime | None, datetime | None, int]]:
    """The newest of each model, each model by its index."""
    newest = Q()
    for model in models:
        newest |= Q(pk__in=_newest_of(model))
    if models:
        rows = Generation.objects.filter(newest).order_by("-finished_at", "-pk")
        facts = rows.annotate(tries=Count("attempts"))
        yield from facts.values_list("order", "ai_model", "submitted_at", "finished_at", "tries")


def _newest_of(model: int) -> QuerySet[Generation, Any]:
    ended = Generation.objects.filter(ai_model=model, finished_at__isnull=False, submitted_at__isnull=False)
    ended = ended.filter(status__in=ENDED_BY_ITSELF)
    return ended.order_by("-finished_at").values("pk")[:LOOKS_BACK]
