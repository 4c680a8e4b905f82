"""What made a Product, ordered once more: the same request, or one with a new seed, each with its cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from artfactory.desk.forms.agreeing import dearer, shown_costs
from artfactory.desk.forms.sums import cost_in_words
from artfactory.engine.fresh_prices import quoted_now
from artfactory.orders.models import Generation
from artfactory.orders.quoting import Quote
from artfactory.orders.repeating import Seeds, request_again
from artfactory.orders.requests import Flaw, OrderRefused, OrderRequest
from artfactory.orders.seeds import order_seed_of, read_seed


@dataclass(frozen=True)
class Again:
    """One way to order it once more. `key` names this visit: what is drawn for it is shown and sent."""

    generation: Generation
    seeds: Seeds
    key: str

    @cached_property
    def request(self) -> OrderRequest:
        """Raises OrderRefused."""
        return request_again(self.generation, seeds=self.seeds, order_seed=order_seed_of(self.key))

    @cached_property
    def flaws(self) -> list[Flaw]:
        """Why it cannot be ordered so; empty where it can."""
        try:
            self._quoted  # noqa: B018 – asked for what it raises
        except OrderRefused as refusal:
            return refusal.flaws
        return []

    @property
    def is_new_seed(self) -> bool:
        return self.seeds == Seeds.NEW

    @property
    def seed(self) -> str:
        return next(self._quoted.planned()).seed

    @property
    def cost(self) -> str:
        return " + ".join(map(cost_in_words, self._quoted.costs))

    @property
    def shown(self) -> str:
        """To be held to it."""
        return shown_costs(self._quoted.costs)

    def dearer(self, shown: str) -> Flaw | None:
        return dearer(shown, self._quoted.costs)

    @cached_property
    def _quoted(self) -> Quote:
        wanted = self.request
        return quoted_now(wanted, seed=read_seed(wanted.seed or "0"))


def ways(generation: Generation, *, key: str) -> list[Again]:
    return [Again(generation, seeds, key) for seeds in Seeds]
