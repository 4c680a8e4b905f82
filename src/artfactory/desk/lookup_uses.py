"""Where a Lookup is used: by other Lookups, by Orders that are not finished, and in recent prompts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from artfactory.lookups.models import Lookup
from artfactory.lookups.names import base
from artfactory.lookups.references import circle, leading_to, links, named_in, naming
from artfactory.orders.models import Order

RECENT = 500  # Orders that are looked through


@dataclass(frozen=True)
class Uses:
    opens: list[Lookup]  # other Lookups whose names stand among its values
    named_by: list[Lookup]  # other Lookups that name it
    circle: list[str]  # the way from it back to itself, where there is one
    unfinished: list[Order]
    recent: list[Order]  # each prompt once, newest first
    hides: str  # the Lookup of which its name would be an alias, where there is one: "color" for "color_1"

    @property
    def are_none(self) -> bool:
        return not (self.named_by or self.unfinished or self.recent)


def uses_of(lookup: Lookup) -> Uses:
    every = links(Lookup.objects.as_pools())
    ways = leading_to(lookup.name, every)
    finished = Order.objects.exclude(finished_at=None).newest()[:RECENT]
    recent = {(order.prompt, order.negative): order for order in _naming(ways, finished, every)}
    return Uses(
        opens=_called(every[lookup.name]),
        named_by=_called(naming(lookup.name, every)),
        circle=circle(lookup.name, every),
        unfinished=list(_naming(ways, Order.objects.unfinished().newest(), every)),
        recent=list(recent.values()),
        hides=base(lookup.name) if base(lookup.name) in every else "",
    )


def _called(names: Iterable[str]) -> list[Lookup]:
    return list(Lookup.objects.filter(name__in=names).defer("text"))


def _naming(ways: set[str], orders: Iterable[Order], names: Collection[str]) -> Iterator[Order]:
    """Those whose prompts take values from it, be it by way of another Lookup."""
    for order in orders:
        named = named_in(order.prompt, names) | named_in(order.negative, names)
        if not named.isdisjoint(ways):
            yield order
