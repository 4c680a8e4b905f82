"""Random numbers that are the same on every platform and in every version.

`stream(seed, label)` is sha256(seed US label US i) for i = 0, 1, 2 …, US being U+001F.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate
from math import lcm


class Stream:
    """The bytes of one seed and label, taken in order."""

    def __init__(self, seed: int, label: str) -> None:
        self._start = f"{seed}\x1f{label}\x1f"
        self._blocks = 0
        self._bytes = b""
        self._at = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`: the first that the stream offers."""
        if limit <= 1:
            return 0
        bits = (limit - 1).bit_length()
        width, mask = (bits + 7) // 8, (1 << bits) - 1
        while True:
            drawn = int.from_bytes(self._take(width)) & mask
            if drawn < limit:
                return drawn

    def distinct(self, count: int, *, below: int) -> list[int]:
        """`count` different whole numbers below `below`, in order: Floyd's algorithm, any size."""
        if count >= below:
            return list(range(below))
        taken: set[int] = set()
        for last, drawn in enumerate(self._up_to(below - count, below), below - count):
            taken.add(last if drawn in taken else drawn)
        return sorted(taken)

    def draw(self, count: int, *, weights: Sequence[Fraction]) -> list[int]:
        """The indexes of `count` of these, without putting back, in order."""
        size = len(weights)
        if count >= size or len(set(weights)) <= 1:
            return self.distinct(count, below=size)
        left, whole = list(range(size)), whole_weights(weights)
        taken: list[int] = []
        for _ in range(count):
            at = self.weighted([whole[index] for index in left])
            taken.append(left.pop(at))
        return sorted(taken)

    def weighted(self, weights: Sequence[int]) -> int:
        """The index of one of these."""
        drawn = self.below(sum(weights))
        return next(at for at, reached in enumerate(accumulate(weights)) if drawn < reached)

    def _up_to(self, first: int, end: int) -> Iterator[int]:
        """`below(last + 1)` for each last from `first` on; one loop, because there may be a million."""
        source, at = self._bytes, self._at
        for last in range(first, end):
            bits = last.bit_length()
            width, mask = (bits + 7) // 8, (1 << bits) - 1
            drawn = end if last else 0
            while drawn > last:
                if at + width > len(source):
                    source, at = source[at:] + self._block(), 0
                    continue
                drawn = int.from_bytes(source[at : at + width]) & mask
                at += width
            yield drawn
        self._bytes, self._at = source, at

    def _take(self, width: int) -> bytes:
        while self._at + width > len(self._bytes):
            self._bytes, self._at = self._bytes[self._at :] + self._block(), 0
        taken = self._bytes[self._at : self._at + width]
        self._at += width
        return taken

    def _block(self) -> bytes:
        self._blocks += 1
        text = f"{self._start}{self._blocks - 1}"
        return sha256(text.encode(errors="surrogatepass")).digest()  # a terminal may hand on half a character


def below(seed: int, label: str, limit: int) -> int:
    """The first number below `limit` of the stream with this label."""
    return Stream(seed, label).below(limit)


def whole_weights(weights: Sequence[Fraction]) -> list[int]:
    """The weights times their least common denominator, not reduced further."""
    common = lcm(*(weight.denominator for weight in weights))
    return [int(weight * common) for weight in weights]
