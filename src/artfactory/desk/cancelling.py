"""Some of the Generations of an Order that wait, to be canceled: which, how many, and what that saves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.http import QueryDict

from artfactory.desk.views.numbers import whole_number, whole_numbers
from artfactory.orders.models import Generation, Order
from artfactory.orders.models.generation import GenerationQuerySet
from artfactory.orders.requests import MOST_GENERATIONS

PAGE = 200  # waiting ones that are listed at a time
CHOSEN, MODEL, LAST = "chosen", "model", "last"


@dataclass(frozen=True)
class Selection:
    order: Order
    which: str
    chosen: tuple[int, ...] = ()
    model: int | None = None
    last: int = 0
    since: int | None = None  # number of the first of the last ones, once the question was asked

    @classmethod
    def asked(cls, order: Order, query: QueryDict) -> Selection:
        ids = whole_numbers(",".join(query.getlist("chosen")), most=PAGE)
        last = min(whole_number(query.get("last")) or 0, MOST_GENERATIONS)
        asked = cls(order, query.get("which", ""), tuple(ids), whole_number(query.get("model")), last)
        return asked.fixed(whole_number(query.get("since")))

    def fixed(self, since: int | None) -> Selection:
        """What the question named stays the most that is canceled, whatever is sent meanwhile."""
        if self.which != LAST:
            return self
        numbers = unsent(self.order).order_by("-number").values_list("number", flat=True)[: self.last]
        first = since if since is not None else min(numbers, default=MOST_GENERATIONS)
        return Selection(self.order, self.which, last=self.last, since=first)

    @property
    def rows(self) -> GenerationQuerySet:
        """Those of them that wait now."""
        waiting = unsent(self.order)
        if self.which == CHOSEN:
            return waiting.filter(pk__in=self.chosen)
        if self.which == MODEL:
            return waiting.filter(ai_model=self.model)
        return waiting.filter(number__gte=self.since) if self.which == LAST else waiting.none()

    @property
    def facts(self) -> list[tuple[str, object]]:
        """To ask for the same once more."""
        facts: list[tuple[str, object]] = [("which", self.which), ("model", self.model or "")]
        facts += [("last", self.last), ("since", "" if self.since is None else self.since)]
        return [*facts, *(("chosen", pk) for pk in self.chosen)]


def unsent(order: Order) -> GenerationQuerySet:
    return Generation.objects.filter(order=order).unsent()


def by_model(rows: GenerationQuerySet) -> dict[int, int]:
    """How many of each model."""
    return dict(rows.order_by().values_list("ai_model").annotate(Count("pk")))


def saving(order: Order, counts: Mapping[int, int]) -> dict[str, Decimal]:
    """What so many of each model were quoted at, by currency."""
    saved: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in order.lines.filter(ai_model__in=list(counts)):
        if line.quoted_amount and line.count:
            saved[line.quoted_currency] += line.quoted_amount / line.count * counts[line.ai_model_id]
    return dict(saved)
