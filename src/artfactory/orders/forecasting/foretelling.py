"""Let the line run off many times, each time with other luck, and see when each Order ends.

Providers run side by side; at each, places free up, the first in line takes the next one, and a pace holds it
back. Of a long Order only the last few Generations are played one by one, the rest as one sum, so that ten
thousand cost as much as sixty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heapreplace
from random import Random

from artfactory.orders.forecasting.belief import Belief, Drawn, believe
from artfactory.orders.forecasting.facts import Entry, Forecast, Lane, Line, Load

WORLDS = 50
LOW, LIKELY, HIGH = 0.05, 0.5, 0.95  # shares of the worlds in which it had ended by then
MOST_SINGLE = 300  # Generations played one by one in a world
FEWEST_SINGLE = 6  # of each Order

Ends = dict[int, float]
Key = tuple[int, int]  # an Order and a model


def foretell(line: Line, *, worlds: int = WORLDS) -> dict[int, Forecast]:
    """By Order. Missing: those that wait for a person, or for something of which nothing ever ended."""
    beliefs = _Beliefs(line)
    known = [entry.order for entry in _foreseeable(line, beliefs)]
    played = [_play(line, beliefs, Random(world)) for world in range(worlds)]  # noqa: S311 – the same news each time
    return {order: _band(sorted(ends.get(order, 0.0) for ends in played)) for order in known}


def _band(ends: list[float]) -> Forecast:
    return Forecast(*(_quantile(ends, share) for share in (LOW, LIKELY, HIGH)))


def _quantile(values: list[float], share: float) -> float:
    at = share * (len(values) - 1)
    here = int(at)
    there = min(here + 1, len(values) - 1)
    return values[here] + (values[there] - values[here]) * (at - here)


class _Beliefs:
    """Each thought through once."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._known: dict[Key, Belief | None] = {}

    def of(self, entry: Entry, load: Load) -> Belief | None:
        key = entry.order, load.model
        if key not in self._known:
            past = self._line.history.get(load.model, ())
            ages = [age for each in entry.loads if each.model == load.model for age in each.ages]
            self._known[key] = believe(past, order=entry.order, ages=ages)
        return self._known[key]


def _foreseeable(line: Line, beliefs: _Beliefs) -> Iterator[Entry]:
    """Who stands behind something that nobody knows cannot know either."""
    dark: set[str] = set()
    for entry in line.entries:
        blind = {load.provider for load in entry.loads if load.waiting and not beliefs.of(entry, load)}
        unseen = any(load.ages and not beliefs.of(entry, load) for load in entry.loads)
        waits_at = {load.provider for load in entry.loads if load.waiting}
        stopped = any(line.lanes[provider].stopped for provider in waits_at)
        if not unseen and not stopped and not (waits_at & (dark | blind)):
            yield entry
        dark |= blind


def _play(line: Line, beliefs: _Beliefs, random: Random) -> Ends:
    ends: Ends = defaultdict(float)
    luck = _Luck(beliefs, random)
    for provider, lane in line.lanes.items():
        run = _Run(lane, random, _places(line, provider, luck, ends), singles=_singles(line))
        for entry in line.entries:
            for load in entry.loads:
                drawn = luck.of(entry, load)
                if load.provider == provider and load.waiting and drawn and not lane.stopped:
                    ends[entry.order] = max(ends[entry.order], run.take(load.waiting, drawn))
    return ends


def _singles(line: Line) -> int:
    loads = sum(1 for entry in line.entries for load in entry.loads if load.waiting)
    return max(FEWEST_SINGLE, MOST_SINGLE // max(1, loads))


class _Luck:
    """What each Order's things take in this world."""

    def __init__(self, beliefs: _Beliefs, random: Random) -> None:
        self._beliefs, self._random = beliefs, random
        self._drawn: dict[Key, Drawn | None] = {}

    def of(self, entry: Entry, load: Load) -> Drawn | None:
        key = entry.order, load.model
        if key not in self._drawn:
            belief = self._beliefs.of(entry, load)
            self._drawn[key] = belief.drawn(self._random) if belief else None
        return self._drawn[key]


def _places(line: Line, provider: str, luck: _Luck, ends: Ends) -> list[float]:
    """When each place that is taken gets free."""
    places: list[float] = []
    for entry in line.entries:
        for load in entry.loads:
            drawn = luck.of(entry, load) if load.provider == provider and load.ages else None
            left = [drawn.left(age) for age in load.ages] if drawn else []
            ends[entry.order] = max([ends[entry.order], *left])
            places += left
    return places


@dataclass
class _Run:
    """One Provider in one world; `places` is a heap of when each gets free."""

    lane: Lane
    random: Random
    places: list[float]
    singles: int
    turn: float = 0.0  # when its pace lets the next one go

    def __post_init__(self) -> None:
        self.places += [0.0] * max(0, self._most - len(self.places))
        heapify(self.places)
        while len(self.places) > self._most:  # more under way than there are places for by now
            heappop(self.places)
        self.turn = self.lane.opens_in + self._step * self.random.random()

    def take(self, count: int, drawn: Drawn) -> float:
        """Send so many as soon as may be; when the last of them ends."""
        last, count = 0.0, drawn.sent(count)
        if count > self.singles:
            last = self._take_at_once(count - self.singles, drawn)
        places, turn, step = self.places, self.turn, self._step
        for seconds in drawn.some(min(count, self.singles)):
            start = places[0] if places[0] > turn else turn
            heapreplace(places, start + seconds)
            last = max(last, start + seconds)
            if step:
                turn = start + step
        self.turn = turn
        return last

    def _take_at_once(self, count: int, drawn: Drawn) -> float:
        """The places end up level, each with something of its own still to do."""
        total = drawn.sum_of(count)
        begun = max(self.turn, sum(self.places) / self._most)
        level = max(begun + total / self._most, self.turn + count * self._step)
        usual = total / count
        if self._step:
            self.turn = max(self.turn + count * self._step, level - usual)
        self.places = [level + usual * (self.random.random() - 0.5) for _place in self.places]
        heapify(self.places)
        return max(self.places)

    @property
    def _most(self) -> int:
        return max(1, self.lane.places)

    @cached_property
    def _step(self) -> float:
        return 60.0 / self.lane.per_minute if self.lane.per_minute else 0.0
