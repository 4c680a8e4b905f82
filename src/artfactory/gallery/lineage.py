"""Lineage: what a Product was made from, generation before generation, and what was made from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from artfactory.orders.models import Origin
from artfactory.products.models import Product

MOST = 24  # shown of one step, or of what was made from it
DEEPEST = 6  # steps back


@dataclass(frozen=True)
class Source:
    """One file that something was made from."""

    origin: Origin
    product: Product | None  # None for a file that was brought, and for a Product that is gone

    @property
    def label(self) -> str:
        if self.product:
            return self.product.label
        number = self.origin.product_id
        return _("Product %(n)s") % {"n": number} if number else _("A file of yours")

    @property
    def where(self) -> str:
        """Nothing where it lies in the inventory."""
        if self.origin.product_id is None:
            return ""
        if self.product is None:
            return _("gone")
        return _("in the trash") if self.product.trashed_at else ""

    @property
    def href(self) -> str:
        if self.product and not self.product.trashed_at:
            return reverse("gallery:viewer", args=[self.product.pk])
        return reverse("media:file", args=[self.origin.asset_id])


@dataclass(frozen=True)
class Lineage:
    steps: Sequence[Sequence[Source]]  # what it was made from, what these were made from, and so on
    used_in: Sequence[Product]  # the newest first
    used: int  # how many there are

    @classmethod
    def of(cls, product: Product) -> Lineage:
        made = Product.objects.visible().filter(generation__origins__product=product.pk).distinct()
        newest = made.newest().select_related("asset", "generation")
        return cls(_steps(product), list(newest[:MOST]), made.count())


def _steps(product: Product) -> list[list[Source]]:
    steps: list[list[Source]] = []
    generations, seen = {product.generation_id} - {None}, {product.pk}
    while generations and len(steps) < DEEPEST:
        sources = [each for each in _sources(generations) if each.origin.product_id not in seen]
        if not sources:
            break
        steps.append(sources)
        seen |= {each.origin.product_id for each in sources if each.origin.product_id}
        generations = {each.product.generation_id for each in sources if each.product} - {None}
    return steps


def _sources(generations: Iterable[int | None]) -> list[Source]:
    """Each file once."""
    origins = Origin.objects.filter(generation__in=generations).select_related("asset")[:MOST]
    once = {(each.product_id, each.asset_id): each for each in origins}
    ids = [each.product_id for each in once.values() if each.product_id]
    products = Product.objects.select_related("asset", "generation").in_bulk(ids)
    return [Source(each, products.get(each.product_id or 0)) for each in once.values()]
