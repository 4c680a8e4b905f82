"""Random numbers that are the same on every platform and in every version.

`stream(seed, label)` is sha256(seed US label US i) for i = 0, 1, 2 …, US being U+001F.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import count


def below(seed: int, label: str, limit: int) -> int:
    """A whole number from 0 up to, not including, `limit`: the first that the stream offers."""
    if limit <= 1:
        return 0
    bits = (limit - 1).bit_length()
    width = (bits + 7) // 8
    source = _bytes(seed, label)
    while True:
        drawn = int.from_bytes(bytes(next(source) for _ in range(width))) & ((1 << bits) - 1)
        if drawn < limit:
            return drawn


def _bytes(seed: int, label: str) -> Iterator[int]:
    for number in count():
        yield from sha256(f"{seed}\x1f{label}\x1f{number}".encode()).digest()
