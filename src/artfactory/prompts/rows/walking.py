"""Walking: from one row to the next without counting, in memory for one row.

The tokens are taken as runs: free ones that stand together are one product, which runs at the speed of
itertools; a bound one goes through the values that its group still allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artfactory.prompts.rows.space import Row, RowSpace


def walk(space: RowSpace, start: Sequence[int] | None) -> Iterator[Row]:
    """All rows in order, from the one with these places on."""
    states = [group.start for group in space.groups]
    return _Walker(space, list(_runs(space))).rows(0, (), states, start)


def _runs(space: RowSpace) -> Iterator[int | tuple[int, ...]]:
    for bound, tokens in groupby(range(len(space.pools)), key=space.member_of.__contains__):
        if bound:
            yield from tokens
        else:
            yield tuple(tokens)


class _Walker:
    def __init__(self, space: RowSpace, runs: list[int | tuple[int, ...]]) -> None:
        self._space = space
        self._runs = runs

    def rows(self, depth: int, before: Row, states: list[Any], start: Sequence[int] | None) -> Iterator[Row]:
        run = self._runs[depth]
        if isinstance(run, tuple):
            return self._free(run, depth, before, states, start)
        return self._bound(run, depth, before, states, start)

    def _free(
        self, run: tuple[int, ...], depth: int, before: Row, states: list[Any], start: Sequence[int] | None
    ) -> Iterator[Row]:
        pools = [self._space.pools[token].texts for token in run]
        values = from_places(pools, [start[token] for token in run]) if start else product(*pools)
        if depth + 1 == len(self._runs):
            for chosen in values:
                yield before + chosen
            return
        for chosen in values:
            yield from self.rows(depth + 1, before + chosen, states, start)
            start = None

    def _bound(
        self, token: int, depth: int, before: Row, states: list[Any], start: Sequence[int] | None
    ) -> Iterator[Row]:
        number, member = self._space.member_of[token]
        group = self._space.groups[number]
        moves = group.moves(member, states[number], start[token] if start else 0)
        if depth + 1 == len(self._runs):
            for value, _state in moves:
                yield (*before, value)
            return
        for value, state in moves:
            following = [*states[:number], state, *states[number + 1 :]]
            yield from self.rows(depth + 1, (*before, value), following, start)
            start = None


def from_places(pools: Sequence[tuple[str, ...]], places: Sequence[int]) -> Iterator[Row]:
    """The rest of a product, from these places on: first the last token runs out, then the one before it."""
    for last in reversed(range(len(pools))):
        fixed = [(pool[place],) for pool, place in zip(pools[:last], places, strict=False)]
        first = places[last] + (last + 1 < len(pools))
        yield from product(*fixed, pools[last][first:], *pools[last + 1 :])
