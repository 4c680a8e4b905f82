"""Pace: no more requests a minute than an account allows. A token bucket that holds one second's worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Pace:
    """Times are seconds of one clock that never goes back."""

    per_minute: int
    tokens: float = 1.0
    seen_at: float = 0.0

    @property
    def most(self) -> float:
        return max(1.0, self.per_minute / 60)

    def ready(self, now: float) -> int:
        """How many may be sent at once now."""
        gained = (now - self.seen_at) * self.per_minute / 60
        self.tokens = min(self.most, self.tokens + max(0.0, gained))
        self.seen_at = now
        return int(self.tokens + 1e-9)

    def spend(self, count: int) -> None:
        self.tokens -= count
