"""The common group: one lookup used several times, whole, each time with values of its own or without.

With n values in the lookup, k members and e values of its own in each, j of the k members take one of the
lookup: R = sum over j of n(n-1)…(n-j+1) × (sum over the other k-j members of the product of their e).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from artfactory.prompts.rows.pools import Pool

Used = tuple[str, ...]


class Repeated:
    def __init__(self, members: tuple[int, ...], pools: Sequence[Pool], shared: frozenset[str]) -> None:
        self.members = members
        self.start: Used = ()
        self._pools = pools
        self._shared = shared
        self._extra = [len(pool.values) - len(shared) for pool in pools]
        self._counts: dict[tuple[int, int], int] = {}

    @property
    def keeps_all(self) -> bool:
        """Whether no member has values of its own."""
        return not any(self._extra)

    def ways(self, member: int, state: Used) -> int:
        return self._ways(member, len(state))

    def before(self, member: int, state: Used, place: int) -> int:
        own = bisect_left(self._own[member], place)
        gone = sum(place > self._pools[member].places[value] for value in state)
        taking, keeping = self._next(member, state)
        return taking * (place - own - gone) + keeping * own

    def find(self, member: int, state: Used, way: int) -> int:
        taking, keeping = self._next(member, state)
        own, places = self._own[member], self._pools[member].places
        gone = sorted(places[value] for value in state)

        def up_to(place: int) -> int:
            mine, used = bisect_right(own, place), bisect_right(gone, place)
            return taking * (place + 1 - mine - used) + keeping * mine

        return bisect_right(range(len(places)), way, key=up_to)

    def after(self, member: int, state: Used, place: int) -> Used:
        value = self._pools[member].values[place]
        return (*state, value) if value in self._shared else state

    def moves(self, member: int, state: Used, first: int) -> Iterator[tuple[str, Used]]:
        values = self._pools[member].texts
        if member == len(self.members) - 1:
            left = values[first:] if first else values
            yield from ((value, state) for value in left if value not in state)
            return
        taking, keeping = self._next(member, state)
        for value in values[first:]:
            if value not in self._shared:
                if keeping:
                    yield value, state
            elif taking and value not in state:
                yield value, (*state, value)

    def allowed(self, member: int, state: Used) -> list[int]:
        places = self._pools[member].places
        gone = {places[value] for value in state}
        return [place for place in range(len(places)) if place not in gone]

    def unfillable(self) -> int | None:
        counts = ((last, self._filled(0, last + 1, 0)) for last in range(len(self.members)))
        return next((last for last, count in counts if not count), None)

    @cached_property
    def _own(self) -> list[list[int]]:
        """Places of the values that are not of the lookup."""
        return [
            [place for place, value in enumerate(pool.values) if value not in self._shared] if extra else []
            for pool, extra in zip(self._pools, self._extra, strict=True)
        ]

    def _next(self, member: int, state: Used) -> tuple[int, int]:
        """Ways to go on after a value of the lookup, and after one of its own."""
        used = len(state)
        return self._ways(member + 1, used + 1), self._ways(member + 1, used)

    def _ways(self, member: int, used: int) -> int:
        known = self._counts.get((member, used))
        if known is None:
            known = self._counts[member, used] = self._filled(member, len(self.members), used)
        return known

    def _filled(self, first: int, end: int, used: int) -> int:
        own = [1]  # own[i]: ways to give i of the members values of their own
        for extra in self._extra[first:end]:
            own = [*own, 0]
            own = [count + extra * own[at - 1] if at else count for at, count in enumerate(own)]
        total, falling, left = 0, 1, len(self._shared) - used
        for taking in range(end - first + 1):
            total += falling * own[end - first - taking]
            falling *= max(0, left - taking)
        return total
