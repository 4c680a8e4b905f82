"""The general group: members with different pools, or bound to several lookups at once.

Counting is list colouring, by inclusion and exclusion over the ways to divide the members into blocks that
all take the same value:

    rows = sum over partitions, product over blocks B, sum over values v in every pool of B: a(G_v[B])

G_v joins the members that must differ on v, and a(G) is the linear coefficient of its chromatic polynomial:
for a complete graph of b members (-1)^(b-1) (b-1)!, and 0 if G is not connected. Values with the same graph
and the same holders are alike, so only their number is kept. Cost: 3^(m-1) steps for m members, at most 12.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import factorial

from artfactory.prompts.rows.graphs import Graph
from artfactory.prompts.rows.kinds import Kind, kinds_of
from artfactory.prompts.rows.pools import Pool

Used = tuple[tuple[str, int], ...]  # value, and for which members it is gone: one bit for each
Change = tuple[Graph, int, int]  # a value with these holders is gone for some of them


class Entangled:
    def __init__(
        self,
        members: tuple[int, ...],
        pools: Sequence[Pool],
        instances: Sequence[tuple[str, ...]],
        lookups: Mapping[str, frozenset[str]],
    ) -> None:
        """`instances` of each member that others share, and the values of each."""
        self.members = members
        self.start: Used = ()
        self._pools = pools
        self._size = len(members)
        self._kinds = kinds_of(pools, instances, lookups)
        self._counts: dict[tuple[int, tuple[Change, ...]], _Count] = {}

    def ways(self, member: int, state: Used) -> int:
        return self._ways(member, self._changes(member, state))

    def before(self, member: int, state: Used, place: int) -> int:
        return self._up_to(member, state)(place - 1)

    def find(self, member: int, state: Used, way: int) -> int:
        return bisect_right(range(len(self._pools[member].values)), way, key=self._up_to(member, state))

    def after(self, member: int, state: Used, place: int) -> Used:
        return self._chosen(member, state, self._pools[member].values[place])

    def moves(self, member: int, state: Used, first: int) -> Iterator[tuple[str, Used]]:
        gone = self._gone(member, state)
        for value in self._pools[member].texts[first:]:
            if value not in gone:
                following = self._chosen(member, state, value)
                if self.ways(member + 1, following):
                    yield value, following

    def allowed(self, member: int, state: Used) -> list[int]:
        gone = self._gone(member, state)
        return [place for place, value in enumerate(self._pools[member].values) if value not in gone]

    def unfillable(self) -> int | None:
        count = _Count(self._weights(0, ()))
        return next((last for last in range(self._size) if not count.of((2 << last) - 1)), None)

    def _gone(self, member: int, state: Used) -> set[str]:
        return {value for value, gone in state if gone >> member & 1}

    def _chosen(self, member: int, state: Used, value: str) -> Used:
        """Only later members matter; a value that binds none of them leaves no trace."""
        kind = self._kinds.get(value)
        binds = (kind[0].neighbours[member] & kind[1]) >> (member + 1) << (member + 1) if kind else 0
        if not binds:
            return state
        used = dict(state)
        used[value] = used.get(value, 0) | binds
        return tuple(used.items())

    def _changes(self, member: int, state: Used) -> tuple[Change, ...]:
        later = -1 << member
        changes = []
        for value, gone in state:
            graph, holders = self._kinds[value]
            if gone & holders & later:
                changes.append((graph, holders & later, gone & holders & later))
        return tuple(sorted(changes, key=lambda change: (change[0].number, *change[1:])))

    def _ways(self, member: int, changes: tuple[Change, ...]) -> int:
        return self._count(member, changes).of((1 << self._size) - (1 << member))

    def _count(self, member: int, changes: tuple[Change, ...]) -> _Count:
        key = (member, changes)
        if key not in self._counts:
            self._counts[key] = _Count(self._weights(member, changes))
        return self._counts[key]

    def _weights(self, member: int, changes: tuple[Change, ...]) -> list[int]:
        """For each block of members: the summand above."""
        weights = [0] * (1 << self._size)
        for each in range(member, self._size):
            weights[1 << each] = len(self._pools[each].values)
        for graph, common in self._common.items():
            for block in graph.connected:
                weights[block] += graph.coefficient(block) * common[block]
        for graph, holders, gone in changes:
            self._take_away(weights, graph, holders, gone)
        return weights

    def _take_away(self, weights: list[int], graph: Graph, holders: int, gone: int) -> None:
        block = holders
        while block:
            if block & gone:
                weights[block] -= graph.coefficient(block)
            block = (block - 1) & holders

    @cached_property
    def _common(self) -> dict[Graph, list[int]]:
        """For each graph: how many of its values every member of a block has."""
        common: dict[Graph, list[int]] = {}
        for (graph, holders), count in Counter(self._kinds.values()).items():
            common.setdefault(graph, [0] * (1 << self._size))[holders] += count
        for counts in common.values():
            for bit in (1 << member for member in range(self._size)):
                for block in range(1 << self._size):
                    if not block & bit:
                        counts[block] += counts[block | bit]
        return common

    @cached_property
    def _alike(self) -> list[dict[Kind | None, list[int]]]:
        """For each member the places of its values, those together that bind later members alike."""
        return [self._places(member) for member in range(self._size)]

    def _places(self, member: int) -> dict[Kind | None, list[int]]:
        alike: dict[Kind | None, list[int]] = {}
        later = -2 << member
        for place, value in enumerate(self._pools[member].values):
            kind = self._kinds.get(value)
            binding = kind is not None and kind[0].neighbours[member] & kind[1] & later
            key = (kind[0], kind[1] & later) if kind and binding else None
            alike.setdefault(key, []).append(place)
        return alike

    def _up_to(self, member: int, state: Used) -> _UpTo:
        alike = self._alike[member]
        weights = [self._weight(member, state, kind, places) for kind, places in alike.items()]
        return _UpTo(list(zip(weights, alike.values(), strict=True)), self._corrections(member, state))

    def _weight(self, member: int, state: Used, kind: Kind | None, places: list[int]) -> int:
        """In how many ways later members can be filled once this one has an unused value of this kind."""
        if kind is None:
            return self.ways(member + 1, state)
        graph, later = kind
        if graph.is_complete(later | 1 << member):
            return self._without(member + 1, state, later)
        return self.ways(member + 1, self._chosen(member, state, self._fresh(member, places, state)))

    def _without(self, member: int, state: Used, holders: int) -> int:
        """In how many ways these members can be filled if one value that at most one may take is gone.

        With it: U(S) + sum of U(S - i) over its holders i, U being the ways without it; solved for U.
        """
        count = self._count(member, self._changes(member, state))
        total, gone, later = 0, holders, (1 << self._size) - (1 << member)
        while True:
            ways = factorial(gone.bit_count()) * count.of(later ^ gone)
            total += -ways if gone.bit_count() % 2 else ways
            if not gone:
                return total
            gone = (gone - 1) & holders

    def _fresh(self, member: int, places: list[int], state: Used) -> str:
        """One of these that is not used yet; where all are used, corrections replace its weight anyway."""
        used, values = dict(state), self._pools[member].values
        return next((values[place] for place in places if values[place] not in used), values[places[0]])

    def _corrections(self, member: int, state: Used) -> list[tuple[int, int]]:
        """Places of used values, with what they count."""
        pool, corrections = self._pools[member], []
        for value, gone in state:
            if value in pool.places:
                own = 0 if gone >> member & 1 else self.ways(member + 1, self._chosen(member, state, value))
                corrections.append((pool.places[value], own))
        return corrections


class _UpTo:
    """How many ways give a member this place or an earlier one."""

    def __init__(self, alike: list[tuple[int, list[int]]], corrections: list[tuple[int, int]]) -> None:
        self._alike = [(weight, places) for weight, places in alike if weight]
        self._own = [
            (place, own - next((weight for weight, places in self._alike if _has(places, place)), 0))
            for place, own in corrections
        ]

    def __call__(self, place: int) -> int:
        total = sum(weight * bisect_right(places, place) for weight, places in self._alike)
        return total + sum(own for at, own in self._own if at <= place)


class _Count:
    """Sums over partitions: the block with the lowest member, times all ways to divide the rest."""

    def __init__(self, weights: list[int]) -> None:
        self._weights = weights
        self._known = {0: 1}

    def of(self, members: int) -> int:
        known = self._known.get(members)
        if known is None:
            lowest = members & -members
            rest = members ^ lowest
            known, others, weights = 0, rest, self._weights
            while True:
                weight = weights[others | lowest]
                if weight:
                    known += weight * self.of(rest ^ others)
                if not others:
                    break
                others = (others - 1) & rest
            self._known[members] = known
        return known


def _has(places: list[int], place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place
