"""A page of the inventory: so many Products from a key on, newest first, in their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from artfactory.products.models import Product, ProductFilter

PAGE = 60
COUNTED = 10_000  # beyond that counting costs more than the number is worth
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Day:
    day: date
    products: Sequence[Product]


@dataclass(frozen=True)
class Page:
    wanted: ProductFilter
    products: Sequence[Product]
    older: int | None  # `before` of the next page; None at the end
    is_first: bool

    @property
    def days(self) -> list[Day]:
        grouped = groupby(self.products, key=lambda product: timezone.localdate(product.created_at))
        return [Day(day, list(products)) for day, products in grouped]

    def newer(self) -> int | None:
        """`before` of the page above this one; None where that is the first page."""
        if not self.products:
            return None
        return above(self.products[0], self.wanted, places=PAGE)


def page(wanted: ProductFilter, *, before: int | None) -> Page:
    found = list(Product.objects.of(wanted).older_than(before).shown()[: PAGE + 1])
    shown = found[:PAGE]
    older = shown[-1].sort_key if len(found) > PAGE else None
    return Page(wanted, shown, older, is_first=before is None)


def above(product: Product, wanted: ProductFilter, *, places: int) -> int | None:
    """`before` of a page that starts that many places above it; None when the first page holds it."""
    newer = Product.objects.of(wanted).newer_than(product.sort_key)
    keys = list(newer.values_list("sort_key", flat=True)[places : places + 1])
    return keys[0] if keys else None


def counted(wanted: ProductFilter) -> int:
    """How many there are, up to COUNTED + 1."""
    return Product.objects.of(wanted).order_by()[: COUNTED + 1].count()


def read_key(text: str) -> int | None:
    """A `before` as it stands in an address; None for anything that is no key."""
    key = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None
    return key if key is not None and key <= LARGEST_KEY else None
