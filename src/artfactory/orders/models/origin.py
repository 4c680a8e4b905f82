"""Origin: one file that went into a Generation; still told when its Product is in the trash, or gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from django.db import models

from artfactory.media.models import Asset
from artfactory.orders.inputs import Input, inputs_in
from artfactory.orders.models.generation import Generation


class Origin(models.Model):
    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="origins")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="origins")  # never deleted
    product = models.ForeignKey(  # as it was named; the number stays when the Product goes
        "products.Product", on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="uses"
    )
    parameter = models.CharField(max_length=200)  # canonical name
    position = models.PositiveIntegerField(default=0)  # among the files of that parameter

    class Meta:
        ordering = ("generation", "pk")

    def __str__(self) -> str:
        return f"{self.parameter} {self.position + 1}: {self.asset}"


def record_origins(generations: models.QuerySet[Generation], *, batch: int) -> None:
    """Of new Generations; each file is looked up once, however many start from it."""
    found = cache(Input.asset)
    rows = generations.values_list("pk", "parameters").iterator()
    origins = (each for key, parameters in rows for each in _origins(key, parameters, found))
    Origin.objects.bulk_create(origins, batch_size=batch)


def _origins(
    generation: int, parameters: Mapping[str, Any], found: Callable[[Input], Asset | None]
) -> Iterator[Origin]:
    for name, value in parameters.items():
        for position, named in enumerate(inputs_in(value)):
            if asset := found(named):
                product = named.id if named.what == "product" else None
                where = {"parameter": name, "position": position}
                yield Origin(generation_id=generation, asset=asset, product_id=product, **where)


def asset_for(named: Input, *, generation: int) -> Asset | None:
    """What a Generation starts from, also where the Product has been put into the trash since."""
    if named.id is None:
        return None
    by = "origins__product_id" if named.what == "product" else "pk"
    rows = Asset.objects.filter(**{"origins__generation": generation, by: named.id})
    return rows.first() or named.asset()
