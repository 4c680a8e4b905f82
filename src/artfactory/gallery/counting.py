"""Counting that stays quick: up to a number beyond which nobody reads the exact one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from artfactory.products.models import ProductQuerySet

COUNTED = 10_000


@dataclass(frozen=True)
class Count:
    number: int
    file_size: int = 0  # bytes of their files
    more: bool = False  # there are more; both figures are of the first COUNTED

    def __bool__(self) -> bool:
        return self.number > 0


def count_of(products: ProductQuerySet) -> Count:
    some = products.order_by()[: COUNTED + 1]
    found = some.aggregate(number=models.Count("pk"), file_size=models.Sum("file_size"))
    number = found["number"]
    return Count(min(number, COUNTED), found["file_size"] or 0, more=number > COUNTED)
