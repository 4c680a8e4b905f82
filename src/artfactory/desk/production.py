"""What the Production page shows: Orders in line, those that ended, and a lane for each Provider."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from artfactory.accounts.models import ProviderAccount
from artfactory.desk.standing import Standing, standings
from artfactory.orders.models import Generation, Order
from artfactory.orders.models.generation import IN_FLIGHT, Status

MOST_IN_LINE = 50
PAGE = 20  # ended Orders at a time
MOST_PIPS = 40


@dataclass(frozen=True)
class Lane:
    """One Provider: how many of its places are busy, and what holds it back."""

    account: ProviderAccount
    in_flight: int
    waiting: int
    at: datetime

    @property
    def busy(self) -> range:
        return range(min(self.in_flight, MOST_PIPS))

    @property
    def free(self) -> range:
        return range(max(0, min(self.account.places, MOST_PIPS) - self.in_flight))

    @property
    def seconds(self) -> int:
        """Until something may be sent again."""
        return round(self.account.seconds_to_wait(at=self.at))


def in_line() -> QuerySet[Order]:
    """Unfinished Orders, the next one to produce first; paused ones keep their place."""
    return Order.objects.unfinished().order_by("position", "pk")


def line_up() -> list[Standing]:
    return standings(in_line()[:MOST_IN_LINE])


def ended(*, before: int | None) -> tuple[list[Standing], int | None]:
    """Ended Orders, newest first, and where the next page begins."""
    over = Order.objects.exclude(finished_at=None).newest()
    page = list(over.filter(pk__lt=before)[: PAGE + 1] if before else over[: PAGE + 1])
    return standings(page[:PAGE]), (page[PAGE - 1].pk if len(page) > PAGE else None)


def of_generations(changed: Iterable[int]) -> QuerySet[Generation, int]:
    """The Orders of those Generations, as a question inside another."""
    return Generation.objects.filter(pk__in=list(changed)).order_by().values_list("order_id", flat=True)


def step(order: Order, direction: str) -> Order | None:
    """The Order to go before, to move that way; None to be the last."""
    line = list(in_line())
    others = [other for other in line if other != order]
    here = line.index(order) if order in line else len(others)
    at = {"first": 0, "up": max(here - 1, 0), "down": here + 1}.get(direction, len(others))
    return others[at] if at < len(others) else None


def lanes() -> list[Lane]:
    """Two questions, however many Providers there are."""
    at = timezone.now()
    work = {provider: (in_flight, waiting) for provider, in_flight, waiting in _work()}
    accounts = ProviderAccount.objects.all()
    return [Lane(account, *work.get(account.provider, (0, 0)), at) for account in accounts]


def unknown_count() -> int:
    return Generation.objects.filter(status=Status.UNKNOWN).count()


def _work() -> Iterable[tuple[str, int, int]]:
    """In flight and waiting at each Provider that has work."""
    under_way = Generation.objects.filter(status__in=[*IN_FLIGHT, Status.WAITING]).order_by()
    return under_way.values_list("provider").annotate(
        in_flight=Count("pk", filter=Q(status__in=IN_FLIGHT)),
        waiting=Count("pk", filter=Q(status=Status.WAITING)),
    )
