"""Waits that a person may cut short."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass
class Hurry:
    """By Generation; what does not wait just now is not in any hurry afterwards either."""

    _waiting: dict[int, asyncio.Event] = field(default_factory=dict)

    async def wait(self, generation: int, *, seconds: float) -> None:
        """That long, or until somebody wants it at once."""
        wanted = self._waiting.setdefault(generation, asyncio.Event())
        try:
            await asyncio.wait_for(wanted.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._waiting.pop(generation, None)

    def up(self, generation: int) -> None:
        if generation in self._waiting:
            self._waiting[generation].set()
