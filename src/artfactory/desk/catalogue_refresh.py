"""How far the catalogue is refreshed, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from artfactory.catalog.models import Refresh


@dataclass(frozen=True)
class RefreshNow:
    rows: list[Refresh]
    at: datetime

    @property
    def is_under_way(self) -> bool:
        return any(row.is_under_way(at=self.at) for row in self.rows)

    @property
    def last(self) -> datetime | None:
        """When all of it was told last."""
        return max((row.finished_at for row in self.rows if row.finished_at and row.read), default=None)

    @property
    def worth_telling(self) -> list[Refresh]:
        """Those under way, and those that found something or went wrong."""
        return [row for row in self.rows if self.is_under_way or row.came or row.went or row.problem]


def refresh_now() -> RefreshNow:
    return RefreshNow(list(Refresh.objects.all()), timezone.now())
