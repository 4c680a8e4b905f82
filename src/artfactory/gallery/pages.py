"""A page of the inventory: so many Products from a key on, newest first, in their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from artfactory.gallery.counting import Count, count_of
from artfactory.gallery.days import Day, days_of
from artfactory.gallery.tiles import shown_as_tiles
from artfactory.products.models import Product, ProductFilter

PAGE = 60
ABOVE = 20  # Products above the one that Back leads to
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Page:
    wanted: ProductFilter
    products: Sequence[Product]
    before: int | None  # the key it starts below; None for the first page
    older: int | None  # `before` of the next page; None at the end

    @property
    def newest(self) -> int:
        """Products with a higher key have come since."""
        return self.products[0].sort_key if self.products else 0

    @cached_property
    def days(self) -> list[Day]:
        return days_of(self.products, self.wanted, cut_above=self.before is not None, cut_below=self.older)

    @property
    def has_covered(self) -> bool:
        return any(product.is_covered for product in self.products)

    @property
    def last_day(self) -> date | None:
        return self.days[-1].day if self.days else None

    @cached_property
    def count(self) -> Count:
        return count_of(Product.objects.of(self.wanted))

    @cached_property
    def newer(self) -> int | None:
        """`before` of the page above this one; None where that is the first page."""
        if not self.products:
            return None
        newer = Product.objects.of(self.wanted).newer_than(self.newest).values_list("sort_key", flat=True)
        return newer[PAGE : PAGE + 1].first()


def page(wanted: ProductFilter, *, before: int | None) -> Page:
    found = list(shown_as_tiles(Product.objects.of(wanted).older_than(before))[: PAGE + 1])
    shown = found[:PAGE]
    older = shown[-1].sort_key if len(found) > PAGE else None
    return Page(wanted, shown, before, older)


def page_of(product: Product, wanted: ProductFilter) -> int | None:
    """`before` of a page that has it in view; None where the first page has it."""
    newer = Product.objects.of(wanted).newer_than(product.sort_key)
    keys = list(newer.values_list("sort_key", flat=True)[:PAGE])
    return keys[ABOVE] if len(keys) == PAGE else None


def arrived(wanted: ProductFilter, *, after: int) -> Count:
    """How many have come since that key."""
    return count_of(Product.objects.of(wanted).newer_than(after))


def read_key(text: str) -> int | None:
    """A `before` as it stands in an address; None for anything that is no key."""
    key = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None
    return key if key is not None and key <= LARGEST_KEY else None
