"""Looking at one Product: its neighbours, the way back, and its facts in the order of the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from artfactory.gallery.filters import with_query
from artfactory.gallery.pages import COUNTED, above, counted
from artfactory.orders.models import Generation
from artfactory.products.models import Product, ProductFilter

BESIDE = 8  # Products of the filmstrip on either side
ABOVE = 20  # Products above it on the page that Back leads to


@dataclass(frozen=True)
class Parameter:
    """As ordered, and as the Provider said that it used it, where that differs."""

    name: str
    ordered: Any
    returned: Any = None


@dataclass(frozen=True)
class Look:
    product: Product
    wanted: ProductFilter
    newer: Sequence[Product]  # the nearest last
    older: Sequence[Product]  # the nearest first

    @property
    def film(self) -> list[Product]:
        return [*self.newer, self.product, *self.older]

    @property
    def previous(self) -> Product | None:
        return self.newer[-1] if self.newer else None

    @property
    def following(self) -> Product | None:
        return self.older[0] if self.older else None

    @property
    def query(self) -> str:
        """The filter, to be put behind the address of a neighbour."""
        return with_query("", self.wanted)

    @cached_property
    def back(self) -> str:
        """The inventory where this Product lies in view."""
        before = above(self.product, self.wanted, places=ABOVE)
        address = with_query(reverse("gallery:inventory"), self.wanted, before=before)
        return f"{address}#product-{self.product.pk}"

    @cached_property
    def total(self) -> int | None:
        """How many there are; None where that is dear to know."""
        count = counted(self.wanted)
        return count if count <= COUNTED else None

    @cached_property
    def place(self) -> int:
        return Product.objects.of(self.wanted).newer_than(self.product.sort_key).count() + 1

    @property
    def generation(self) -> Generation | None:
        return self.product.generation

    @cached_property
    def parameters(self) -> list[Parameter]:
        generation = self.generation
        if generation is None:
            return []
        ordered, returned = dict(generation.parameters), dict(generation.returned)
        told = [_parameter(name, value, returned.pop(name, None)) for name, value in ordered.items()]
        return told + [Parameter(name, None, value) for name, value in returned.items() if value is not None]

    @property
    def seconds(self) -> float | None:
        """From being sent to being here."""
        generation = self.generation
        if generation is None or not (generation.submitted_at and generation.finished_at):
            return None
        return (generation.finished_at - generation.submitted_at).total_seconds()

    @property
    def seconds_waited(self) -> float | None:
        """From the Order to being sent."""
        generation = self.generation
        if generation is None or not generation.submitted_at:
            return None
        return (generation.submitted_at - generation.created_at).total_seconds()


def look_at(product: Product, wanted: ProductFilter) -> Look:
    beside = Product.objects.of(wanted).shown()
    newer = list(beside.newer_than(product.sort_key)[:BESIDE])
    older = list(beside.older_than(product.sort_key)[:BESIDE])
    return Look(product, wanted, newer[::-1], older)


def _parameter(name: str, ordered: Any, returned: Any) -> Parameter:
    same = returned is None or str(returned) == str(ordered)
    return Parameter(name, ordered, None if same else returned)
