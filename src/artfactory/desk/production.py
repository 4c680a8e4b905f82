"""What the Production page shows: Orders in line, those that ended, and what only a person can decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from artfactory.desk.standing import Standing, standings
from artfactory.orders.models import Generation, Order

MOST_IN_LINE = 50
PAGE = 20  # ended Orders at a time
MOST_UNKNOWN = 20  # that are spelled out at a time


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


@dataclass(frozen=True)
class Unknown:
    """What nobody but the person can decide."""

    count: int
    shown: list[Generation]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


def unknown() -> Unknown:
    every = Generation.objects.unknown().select_related("ai_model").order_by("pk")
    shown = list(every[: MOST_UNKNOWN + 1])
    count = every.count() if len(shown) > MOST_UNKNOWN else len(shown)
    return Unknown(count, shown[:MOST_UNKNOWN])
