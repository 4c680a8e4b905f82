"""Days: Products of one page under the date of their key, so that no day can come twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from django.utils import timezone

from artfactory.gallery.counting import Count, count_of
from artfactory.products.models import Product, ProductFilter, ProductQuerySet

_MICROSECONDS = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Day:
    day: date
    products: Sequence[Product]  # those on this page
    count: Count  # of the whole day


def days_of(
    products: Sequence[Product], wanted: ProductFilter, *, cut_above: bool, cut_below: int | None
) -> list[Day]:
    """The first and the last one may go on beyond the page: only these are counted."""
    days = [_day(day, list(found)) for day, found in groupby(products, key=_day_of)]
    if days and cut_above:
        days[0] = _counted(days[0], wanted)
    if days and cut_below is not None and not (cut_above and len(days) == 1):
        days[-1] = _counted(days[-1], wanted)
    return days


def _day(day: date, products: Sequence[Product]) -> Day:
    return Day(day, products, Count(len(products)))


def _counted(day: Day, wanted: ProductFilter) -> Day:
    return replace(day, count=count_of(_of_day(Product.objects.of(wanted), day.day)))


def _of_day(products: ProductQuerySet, day: date) -> ProductQuerySet:
    return products.filter(sort_key__gte=_first_key(day), sort_key__lt=_first_key(day + timedelta(days=1)))


def _day_of(product: Product) -> date:
    return timezone.localtime(_EPOCH + timedelta(microseconds=product.sort_key)).date()


def _first_key(day: date) -> int:
    midnight = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    return int(midnight.timestamp()) * _MICROSECONDS
