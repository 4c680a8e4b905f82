"""Event: a change that open pages should hear of. One row each, forgotten after a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

KEPT = timedelta(hours=24)
MOST_KEPT = 100_000


class EventQuerySet(models.QuerySet["Event"]):
    def after(self, last: int) -> EventQuerySet:
        return self.filter(pk__gt=last).order_by("pk")

    def forget_old(self, *, at: datetime) -> None:
        """Keep a day, and never more than MOST_KEPT."""
        newest = self.order_by("-pk").values_list("pk", flat=True).first() or 0
        too_old = models.Q(created_at__lt=at - KEPT) | models.Q(pk__lte=newest - MOST_KEPT)
        self.filter(too_old).delete()


class Event(models.Model):
    class Kind(models.TextChoices):
        ORDER = "order"
        PRODUCT = "product"
        PROVIDER = "provider"

    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=60)  # id of the Order or Product, name of the Provider
    changed = models.JSONField(default=list)  # ids of the Generations that changed, for an Order
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = EventQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @classmethod
    def of_order(cls, order: int, *, generations: Iterable[int] = ()) -> Event:
        return cls(kind=cls.Kind.ORDER, subject=str(order), changed=list(generations))

    @classmethod
    def of_product(cls, product: int) -> Event:
        return cls(kind=cls.Kind.PRODUCT, subject=str(product))

    @classmethod
    def of_provider(cls, provider: str) -> Event:
        return cls(kind=cls.Kind.PROVIDER, subject=provider)

    @classmethod
    def tell(cls, *events: Event) -> None:
        """Write them down; call it in the transaction of the change they tell of."""
        Event.objects.bulk_create(events)
