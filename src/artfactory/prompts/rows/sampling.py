"""Samples of rows: distinct ones, uniformly or by weight, of a space of any size."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, count
from typing import Any

from artfactory.prompts.rows.pools import Pool
from artfactory.prompts.rows.space import RowSpace
from artfactory.prompts.streams import Stream, whole_weights

TRIES = 100  # for each row wanted


def sampled(space: RowSpace, wanted: int, *, stream: Stream) -> list[int]:
    """The indexes of `wanted` distinct rows, in order."""
    if wanted >= space.count:
        return list(range(space.count))
    if not space.weighted:
        return stream.distinct(wanted, below=space.count)
    return _by_weight(space, wanted, stream)


def _by_weight(space: RowSpace, wanted: int, stream: Stream) -> list[int]:
    """A dead end or a row that is there already counts as a try; what is missing then are the first rows."""
    chosen: set[int] = set()
    draws = _Draws(space, stream)
    for _ in range(TRIES * wanted):
        row = draws.row()
        if row is not None:
            chosen.add(space.index(row))
        if len(chosen) == wanted:
            return sorted(chosen)
    unused = (index for index in count() if index not in chosen)
    chosen.update(next(unused) for _ in range(wanted - len(chosen)))
    return sorted(chosen)


class _Draws:
    """Token by token, left to right, weighted among what earlier tokens allow."""

    def __init__(self, space: RowSpace, stream: Stream) -> None:
        self._space = space
        self._stream = stream
        self._sums = [_sums(pool, range(len(pool.values))) for pool in space.pools]

    def row(self) -> tuple[str, ...] | None:
        states = [group.start for group in self._space.groups]
        places = list(self._places(states))
        if len(places) < len(self._space.pools):
            return None
        return tuple(pool.values[place] for pool, place in zip(self._space.pools, places, strict=True))

    def _places(self, states: list[Any]) -> Iterator[int]:
        """Ends early where nothing is allowed."""
        for token, sums in enumerate(self._sums):
            if token not in self._space.member_of:
                yield bisect_right(sums, self._stream.below(sums[-1]))
                continue
            number, member = self._space.member_of[token]
            group, state = self._space.groups[number], states[number]
            allowed = group.allowed(member, state)
            if not allowed:
                return
            left = _sums(self._space.pools[token], allowed)
            place = allowed[bisect_right(left, self._stream.below(left[-1]))]
            states[number] = group.after(member, state, place)
            yield place


def _sums(pool: Pool, places: range | list[int]) -> list[int]:
    weights = pool.weights
    if weights is None:
        return list(range(1, len(places) + 1))
    offered: list[Fraction] = [weights[place] for place in places]
    return list(accumulate(whole_weights(offered)))
