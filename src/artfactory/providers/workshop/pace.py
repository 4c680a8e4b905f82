"""Slows a drawing down to a pace at which it can be watched, and reports how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable

BEAT = 0.05  # seconds between two reports while it waits


class Pace:
    def __init__(self, seconds: float, *, report: Callable[[float], None]) -> None:
        self._seconds = seconds
        self._report = report
        self._began = time.monotonic()

    def reach(self, fraction: float) -> None:
        """`fraction` (0..1) of the work is done: wait until as much of the time has passed."""
        while (elapsed := time.monotonic() - self._began) < fraction * self._seconds:
            self._report(elapsed / self._seconds)
            time.sleep(min(BEAT, fraction * self._seconds - elapsed))
        self._report(fraction)
