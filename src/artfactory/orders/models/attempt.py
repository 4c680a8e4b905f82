"""Attempt: one try at a Generation, written before anything is sent."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from artfactory.orders.models.moving import move


def new_key() -> str:
    return secrets.token_hex(16)


class Attempt(models.Model):
    class Outcome(models.TextChoices):
        INTENDED = "intended", _("about to be sent")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("provably not accepted")
        UNANSWERED = "unanswered", _("perhaps accepted")

    generation = models.ForeignKey("orders.Generation", on_delete=models.CASCADE, related_name="attempts")
    key = models.CharField(max_length=32, unique=True, default=new_key)  # sent along where there is a place
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.INTENDED)
    request = models.JSONField(
        null=True
    )  # as sent, where that differs from the Generation's: addresses of files
    ticket = models.JSONField(null=True)  # {"id", "details"}: what the Provider gave us to ask again
    ticket_id = models.CharField(max_length=200, blank=True, db_index=True)  # `ticket.id`, to be found by
    done = models.JSONField(null=True)  # what was made and where it lies, so that a crash never loses the way
    # While unanswered, or made and lost: what it cost, by the bill or else by the list price.
    perhaps_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    perhaps_currency = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()  # just before it is sent
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("created_at",), name="attempt_perhaps_paid", condition=Q(perhaps_amount__isnull=False)
            ),
        )

    def answer(self, outcome: str, *, at: datetime, **facts: Any) -> bool:
        """What came of it. A lost answer may still be found; an accepted request stays accepted."""
        origins = [self.Outcome.INTENDED, self.Outcome.UNANSWERED]
        told = {"outcome": outcome, "answered_at": at, **facts}
        return move(self, origins=origins, facts=told, state="outcome")

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.outcome}"
