"""Pace: no more requests a minute than an account allows, spread evenly.

A token bucket that gains `per_minute / 60` a second and holds a fifth of a second's worth, under a
window: in no span of WINDOW seconds more than the limit of one second. So a late look catches up
without a burst that a Provider would count as too many.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

WINDOW = 1.015  # seconds: one, and what requests may be delayed differently on their way
SHARE = 0.2  # of a second's worth that the bucket holds


@dataclass
class Pace:
    """Times are seconds of one clock that never goes back."""

    per_minute: int
    tokens: float = 1.0
    seen_at: float = 0.0
    spent: deque[float] = field(default_factory=deque)  # when, for each request of the last WINDOW

    @property
    def most(self) -> float:
        return max(1.0, SHARE * self.per_minute / 60)

    @property
    def most_a_second(self) -> int:
        return max(1, math.ceil(self.per_minute / 60))

    def ready(self, now: float) -> int:
        """How many may be sent at once now."""
        gained = (now - self.seen_at) * self.per_minute / 60
        self.tokens = min(self.most, self.tokens + max(0.0, gained))
        self.seen_at = now
        while self.spent and self.spent[0] <= now - WINDOW:
            self.spent.popleft()
        return max(0, min(int(self.tokens + 1e-9), self.most_a_second - len(self.spent)))

    def seconds_to_wait(self, now: float) -> float:
        """Until one may be sent, asked right after `ready`."""
        for_token = (1.0 - self.tokens) / (self.per_minute / 60)
        full = len(self.spent) >= self.most_a_second
        for_window = self.spent[0] + WINDOW - now if full else 0.0
        return max(0.0, for_token, for_window)

    def spend(self, count: int, now: float) -> None:
        self.tokens -= count
        self.spent.extend([now] * count)
