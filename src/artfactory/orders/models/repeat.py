"""OrderKey: the Idempotency-Key of a request, so that a repeat answers the same Order."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

KEPT = timedelta(days=30)


class OrderKey(models.Model):
    key = models.CharField(max_length=255, unique=True)
    digest = models.CharField(max_length=64)  # sha256 of the request's body
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="keys")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key

    @classmethod
    def forget_old(cls, *, at: datetime) -> None:
        cls.objects.filter(created_at__lt=at - KEPT).delete()
