"""Budgets at the door: what of an Order they let through, and what it is told that they hold back.

Reserving and claiming are one transaction, and there is one engine, so no two requests share the same money.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from artfactory.engine import problems
from artfactory.engine.news import News
from artfactory.orders.budgeting import Purse, beyond
from artfactory.orders.models import Budget, Generation
from artfactory.orders.models.generation import GenerationQuerySet
from artfactory.orders.models.states import BUDGET

UNBOUND = "unbound"


@dataclass
class Budgets:
    """All of them, at one look at the rows. `told`: what was left to each Order when it was last told."""

    purse: Purse
    told: dict[tuple[int, str], object]
    news: News

    def of(self, *, order: int, project: int, provider: str) -> Bounds:
        """Those that bound what this Order sends there. What waits is told first whether it has to."""
        budgets = self.purse.over(order=order, project=project, provider=provider)
        bounds = Bounds(self.purse, budgets)
        self._tell(order, provider, bounds)
        return bounds

    def _tell(self, order: int, provider: str, bounds: Bounds) -> None:
        """Only when something has changed: there may be ten thousand."""
        waiting, where = (
            Generation.objects.waiting().of(provider=provider).filter(order=order),
            (order, provider),
        )
        now = (bounds.at_best, waiting.count()) if bounds else UNBOUND
        if self.told.get(where) == now:
            return
        self.told[where] = now
        if bounds.hold(waiting) + bounds.let_go(waiting):
            self.news.settle(order)


@dataclass
class Bounds:
    """What some Budgets leave."""

    purse: Purse
    budgets: list[Budget]

    def __bool__(self) -> bool:
        return bool(self.budgets)

    @property
    def beyond(self) -> Q:
        return beyond(self.purse.left(self.budgets))

    @cached_property
    def at_best(self) -> dict[str, object]:
        return dict(self.purse.left_at_best(self.budgets))

    def affordable(self, generations: list[Generation]) -> list[Generation]:
        """Those that fit, one after the other; what they need is reserved."""
        return [each for each in generations if self.purse.take(self.budgets, each)]

    def hold(self, waiting: GenerationQuerySet) -> int:
        """Say of those that are too dear, even if all that is under way comes as quoted, why they wait."""
        too_dear = waiting.filter(beyond(self.purse.left_at_best(self.budgets)))
        fresh = too_dear.exclude(problem__code=BUDGET)
        binding = [each for each in self.budgets if self._binds(each, fresh)]
        return fresh.update(problem=problems.over_budget(binding)) if binding else 0

    def _binds(self, budget: Budget, waiting: GenerationQuerySet) -> bool:
        return waiting.filter(beyond(self.purse.left_at_best([budget]))).exists()

    def let_go(self, waiting: GenerationQuerySet) -> int:
        """A Budget was raised or lifted, began anew, or got something back."""
        enough = waiting.held_by_budget().exclude(beyond(self.purse.left_at_best(self.budgets)))
        return enough.update(problem=None)
