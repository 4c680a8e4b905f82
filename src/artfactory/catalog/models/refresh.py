"""Refresh: how far a Provider was asked for all that it offers, and what came and went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models

BROKEN_OFF = timedelta(minutes=2)  # without a word, after which nobody works on it any more


class Refresh(models.Model):
    """The last one of each Provider."""

    provider = models.CharField(max_length=60, unique=True)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()  # when it came further last
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(null=True)  # None: the Provider does not say how many there are
    read = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)  # described in a way that is not known
    came = models.PositiveIntegerField(default=0)
    went = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)  # why it ended early; nothing was removed then

    class Meta:
        ordering = ("provider",)

    def __str__(self) -> str:
        return f"{self.provider} {self.read}"

    @classmethod
    def begin(cls, provider: str, *, at: datetime) -> Refresh:
        afresh = {"finished_at": None, "total": None, "problem": ""}
        counts = dict.fromkeys(("read", "unread", "came", "went"), 0)
        facts = {"started_at": at, "moved_at": at, **afresh, **counts}
        return cls.objects.update_or_create(provider=provider, defaults=facts)[0]

    def move(self, *, at: datetime, **facts: Any) -> None:
        for name, value in {"moved_at": at, **facts}.items():
            setattr(self, name, value)
        self.save(update_fields=["moved_at", *facts])

    def end(self, *, at: datetime, **facts: Any) -> None:
        self.move(at=at, finished_at=at, **facts)

    def is_under_way(self, *, at: datetime) -> bool:
        """Somebody works on it: who died in the middle says nothing any more."""
        return self.finished_at is None and at - self.moved_at < BROKEN_OFF
