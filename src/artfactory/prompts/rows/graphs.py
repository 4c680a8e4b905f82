"""Who must differ from whom, and what that is worth in a count."""

from __future__ import annotations

from functools import cached_property
from math import factorial


class Graph:
    """Members are bits; `neighbours[i]` are those that must differ from member i."""

    def __init__(self, neighbours: tuple[int, ...], *, number: int) -> None:
        self.neighbours = neighbours
        self.number = number  # tells graphs apart and orders them
        self._known: dict[int, int] = {}

    def joins(self, members: int) -> bool:
        """Whether any two of these must differ."""
        return not self._independent[members]

    @cached_property
    def connected(self) -> list[int]:
        """Blocks of two and more with a coefficient that is not 0."""
        blocks = range(1 << len(self.neighbours))
        return [block for block in blocks if block & (block - 1) and self.coefficient(block)]

    def coefficient(self, block: int) -> int:
        """a(G): sum over the sets of edges that connect the whole block, each counted (-1)^edges."""
        if block not in self._known:
            self._known[block] = self._complete(block) if self.is_complete(block) else self._summed(block)
        return self._known[block]

    def is_complete(self, block: int) -> bool:
        """Whether each of these must differ from every other."""
        return all(
            not block >> each & 1 or (mine | 1 << each) & block == block
            for each, mine in enumerate(self.neighbours)
        )

    def _complete(self, block: int) -> int:
        size = block.bit_count()
        return factorial(size - 1) if size % 2 else -factorial(size - 1)

    def _summed(self, block: int) -> int:
        """All sets of edges sum to 0 (1 without edges); take away those that connect less than the block."""
        lowest = block & -block
        rest = block ^ lowest
        independent, known = self._independent, self._known
        total, others = int(independent[block]), rest
        while others:  # what is not connected to the lowest member has no edge at all, or sums to 0
            if independent[others]:
                connected = block ^ others
                total -= known[connected] if connected in known else self.coefficient(connected)
            others = (others - 1) & rest
        return total

    @cached_property
    def _independent(self) -> list[bool]:
        """For each block whether none of it must differ from another."""
        independent = [True]
        for block in range(1, 1 << len(self.neighbours)):
            lowest = block & -block
            alone = not self.neighbours[lowest.bit_length() - 1] & block
            independent.append(alone and independent[block ^ lowest])
        return independent
