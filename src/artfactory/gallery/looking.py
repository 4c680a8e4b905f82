"""Looking at one Product: its neighbours, the way back, and what is hidden beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from artfactory.gallery.counting import Count, count_of
from artfactory.gallery.filters import with_query
from artfactory.gallery.lineage import Lineage
from artfactory.gallery.making import Making
from artfactory.gallery.pages import page_of
from artfactory.gallery.tiles import shown_as_tiles
from artfactory.products.models import Product, ProductFilter

BESIDE = 12  # Products of the filmstrip on either side


@dataclass(frozen=True)
class Sides:
    """What is around the picture and where one came from; in the address, so that turning keeps it."""

    panel: bool = True
    film: bool = True
    from_order: bool = False  # else from the inventory

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Sides:
        hidden = {name for name in ("panel", "film") if query.get(name) == "off"}
        return cls("panel" not in hidden, "film" not in hidden, from_order=query.get("from") == "order")

    def query(self, *, without: str = "") -> dict[str, str]:
        """As the query of an address; `without` names the side to show or hide there."""
        hidden = {name for name in ("panel", "film") if not getattr(self, name)}
        query = dict.fromkeys(sorted(hidden ^ ({without} if without else set())), "off")
        return query | ({"from": "order"} if self.from_order else {})


@dataclass(frozen=True)
class Look:
    product: Product
    wanted: ProductFilter
    newer: Sequence[Product]  # the nearest last
    older: Sequence[Product]  # the nearest first
    sides: Sides = field(default_factory=Sides)

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
    def back_to_order(self) -> bool:
        return self.sides.from_order and self.wanted.order is not None

    @cached_property
    def back(self) -> str:
        """The page one came from, where this Product lies in view."""
        address = self._order_page if self.back_to_order else self._inventory_page
        return f"{address}#product-{self.product.pk}"

    @property
    def _order_page(self) -> str:
        return reverse("desk:order", args=[self.wanted.order])

    @property
    def _inventory_page(self) -> str:
        before = page_of(self.product, self.wanted)
        return with_query(reverse("gallery:inventory"), self.wanted, before=before)

    @cached_property
    def total(self) -> Count:
        return count_of(Product.objects.of(self.wanted))

    @cached_property
    def place(self) -> int:
        return count_of(Product.objects.of(self.wanted).newer_than(self.product.sort_key)).number + 1

    @cached_property
    def making(self) -> Making | None:
        generation = self.product.generation
        return Making(generation) if generation else None

    @cached_property
    def lineage(self) -> Lineage:
        return Lineage.of(self.product)

    def address(self, product: Product, *, without: str = "") -> str:
        """Of a Product of the same filter, with the same sides."""
        viewer = reverse("gallery:viewer", args=[product.pk])
        return with_query(viewer, self.wanted, **self.sides.query(without=without))

    @property
    def without_panel(self) -> str:
        return self.address(self.product, without="panel")

    @property
    def without_film(self) -> str:
        return self.address(self.product, without="film")


def look_at(product: Product, wanted: ProductFilter, *, sides: Sides) -> Look:
    beside = shown_as_tiles(Product.objects.of(wanted))
    newer = list(beside.newer_than(product.sort_key)[:BESIDE])
    older = list(beside.older_than(product.sort_key)[:BESIDE])
    return Look(product, wanted, newer[::-1], older, sides)
