"""Where files of ours lie at Providers, so that a thousand requests with one picture send it once.

Providers keep what was laid there for a while. So an address serves half an hour and no longer, and one that
was found dead serves nobody.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

SERVES = 30 * 60.0  # seconds

Key = tuple[str, int]  # Provider and Asset


@dataclass(frozen=True)
class Lying:
    address: str
    since: float  # seconds since the epoch: a machine that slept must not take it for younger


@dataclass
class Uploaded:
    clock: Callable[[], float] = time.time
    _lying: dict[Key, Lying] = field(default_factory=dict)
    _turns: dict[Key, asyncio.Lock] = field(default_factory=dict)

    async def address(self, key: Key, upload: Callable[[], Awaitable[str]]) -> str:
        """Of the one that lies there, or of a new one; who asks meanwhile waits for it."""
        async with self._turns.setdefault(key, asyncio.Lock()):
            self._forget_old()
            if key not in self._lying:
                since = self.clock()
                self._lying[key] = Lying(await upload(), since)
            return self._lying[key].address

    def forget(self, addresses: Collection[object]) -> None:
        """They were found dead."""
        self._keep(lambda lying: lying.address not in addresses)

    def _forget_old(self) -> None:
        now = self.clock()
        self._keep(lambda lying: 0 <= now - lying.since < SERVES)

    def _keep(self, good: Callable[[Lying], bool]) -> None:
        self._lying = {key: lying for key, lying in self._lying.items() if good(lying)}
        turns = self._turns.items()
        self._turns = {key: turn for key, turn in turns if turn.locked() or key in self._lying}
