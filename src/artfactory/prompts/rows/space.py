"""The rows of one batch: how many there are, row i, the index of a row, and all rows from any start.

Row order is lexicographic by place in the pools, the leftmost token slowest. Numbers are of any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import permutations, product
from math import prod
from typing import Any

from artfactory.prompts.rows.groups import Group, grouped
from artfactory.prompts.rows.pools import Pool
from artfactory.prompts.rows.repeated import Repeated
from artfactory.prompts.rows.walking import walk

Row = tuple[str, ...]  # the value of each token


class Exhausted(Exception):
    """There is no row at all; `token` is the first that cannot be filled."""

    def __init__(self, token: int) -> None:
        super().__init__(token)
        self.token = token


class RowSpace:
    """Raises TooEntangled and Exhausted when it is made."""

    def __init__(self, pools: Sequence[Pool], *, values_of: Callable[[str], frozenset[str]]) -> None:
        """`values_of` a lookup: asked only for those that several tokens share."""
        self.pools = pools
        self.groups: list[Group] = grouped(pools, values_of)
        bound = {token for group in self.groups for token in group.members}
        self.free = [token for token in range(len(pools)) if token not in bound]
        ways = [group.ways(0, group.start) for group in self.groups]
        if not all(ways):
            raise Exhausted(self._first_unfillable())
        self.count = prod(ways) * prod(len(pools[token].values) for token in self.free)

    def row(self, index: int) -> Row:
        """The values of row `index`."""
        if not self.groups:
            return tuple([texts[index // unit % size] for texts, unit, size in self._units])
        return tuple([pool.values[place] for pool, place in zip(self.pools, self.places(index), strict=True)])

    def places(self, index: int) -> list[int]:
        """The place of each token's value in its pool, for row `index`."""
        if not self.groups:
            return [index // unit % size for _texts, unit, size in self._units]
        return [place for place, _taken in self._descent(index)]

    def index(self, row: Row) -> int:
        """Where this row stands: the inverse of `row`."""
        places = [pool.places[value] for pool, value in zip(self.pools, row, strict=True)]
        return self._index(places)

    def rows(self, start: int = 0) -> Iterator[Row]:
        """From row `start` to the last."""
        if start == 0:
            return self._all()
        if start >= self.count:
            return iter(())
        return walk(self, self.places(start))

    @cached_property
    def weighted(self) -> bool:
        return any(pool.is_weighted for pool in self.pools)

    @cached_property
    def member_of(self) -> dict[int, tuple[int, int]]:
        """Token -> number of its group, and as which member."""
        return {
            token: (number, member)
            for number, group in enumerate(self.groups)
            for member, token in enumerate(group.members)
        }

    def _all(self) -> Iterator[Row]:
        if not self.groups:
            return product(*(pool.texts for pool in self.pools))
        if plain := self._plain_repetition():
            return permutations(plain, len(self.pools))
        return walk(self, None)

    def _plain_repetition(self) -> tuple[str, ...] | None:
        """The values, if nothing is here but one lookup several times."""
        group, first = self.groups[0], self.pools[0].texts
        if not isinstance(group, Repeated) or len(group.members) < len(self.pools):
            return None
        return first if group.keeps_all and all(pool.texts == first for pool in self.pools) else None

    @cached_property
    def _units(self) -> list[tuple[Row, int, int]]:
        """For each token: its values, how many rows one step of it passes over, how many steps."""
        units, unit = [], 1
        for pool in reversed(self.pools):
            units.append((pool.texts, unit, len(pool.values)))
            unit *= len(pool.values)
        return units[::-1]

    def _descent(self, index: int) -> Iterator[tuple[int, int]]:
        """Token by token the place, and how many rows come before it for that token."""
        states: list[Any] = [group.start for group in self.groups]
        unit = self.count
        for token, pool in enumerate(self.pools):
            if token not in self.member_of:
                unit //= len(pool.values)
                place, index = divmod(index, unit)
                yield place, place * unit
                continue
            number, member = self.member_of[token]
            group, state = self.groups[number], states[number]
            unit //= group.ways(member, state)
            place = group.find(member, state, index // unit)
            before = group.before(member, state, place)
            index -= before * unit
            yield place, before * unit
            states[number] = group.after(member, state, place)
            unit *= group.ways(member + 1, states[number])

    def _index(self, places: Sequence[int]) -> int:
        states: list[Any] = [group.start for group in self.groups]
        unit, index = self.count, 0
        for token, (pool, place) in enumerate(zip(self.pools, places, strict=True)):
            if token not in self.member_of:
                unit //= len(pool.values)
                index += place * unit
                continue
            number, member = self.member_of[token]
            group, state = self.groups[number], states[number]
            unit //= group.ways(member, state)
            index += group.before(member, state, place) * unit
            states[number] = group.after(member, state, place)
            unit *= group.ways(member + 1, states[number])
        return index

    def _first_unfillable(self) -> int:
        unfillable = ((group, group.unfillable()) for group in self.groups)
        return min(group.members[member] for group, member in unfillable if member is not None)
