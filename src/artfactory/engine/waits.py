"""How long to wait between two tries: longer each time, never all at the same moment."""

from __future__ import annotations

import random
from dataclasses import dataclass

GROWTH = 1.5
MOST = 300.0  # seconds that anybody is waited for until the next question


@dataclass
class Waits:
    """Seconds. `next` grows from `first` to `longest`."""

    first: float
    longest: float
    _last: float = 0.0

    def next_after(self, wanted: float | None) -> float:
        """As long as was asked for; but what is kept over there for an hour cannot wait for a day."""
        return min(wanted, MOST) if wanted else self.next()

    def next(self) -> float:
        self._last = min(self.longest, self._last * GROWTH) if self._last else self.first
        return self._last * random.uniform(0.9, 1.1)  # noqa: S311 – spreads questions over time
