"""Orders replayed: a factory whose work takes chance times, and what the forecast said before each end.

A discrete-event simulation that knows nothing of how a forecast is made. Several Orders stand in line at
a few Providers; each has places and perhaps a pace. What a Generation takes is a wait in the Provider's
own queue and a run, both lognormal; each Order lies somewhere else (steps, length), the Provider is slower
at times, one in a hundred takes much longer, some fail early, some are sent back and tried again, and now
and then a Provider asks for a pause. The estimator gets the frozen values that it would read from the
rows, and nothing else.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from random import Random

from artfactory.orders.forecasting.facts import LOOKS_BACK, Entry, Forecast, Lane, Line, Load, Took
from artfactory.orders.forecasting.foretelling import foretell

PLACED, EARLY, MIDWAY = "when placed", "after the first few", "midway"
FEW = 3  # Generations that ended before the early question
RETRY_AFTER = (1.0, 8.0)  # seconds


@dataclass(frozen=True)
class Model:
    provider: str
    run: float  # seconds, the median
    spread: float  # of its logarithm
    queue: float = 0.0  # seconds in the Provider's own queue, the median


@dataclass(frozen=True)
class Regime:
    """One kind of factory."""

    name: str
    models: tuple[Model, ...]
    places: dict[str, int]
    per_minute: dict[str, int | None]
    sizes: tuple[float, float] = (12.0, 0.9)  # of Orders: median, spread of the logarithm
    between: float = 60.0  # seconds between two Orders, in the mean
    shift: float = 0.2  # how far Orders of one model lie apart
    drift: float = 0.15  # how far the same Provider lies apart over hours
    failing: float = 0.03
    retried: float = 0.03
    straggling: float = 0.01
    pauses_every: float = 3600.0  # seconds


FAST = Regime(
    "fast images",
    (Model("fal", 2.5, 0.35, 0.4), Model("fal", 6.0, 0.3, 0.5)),
    {"fal": 10},
    {"fal": None},
    sizes=(24.0, 1.0),
    between=45.0,
)
SLOW = Regime(
    "slow videos",
    (Model("replicate", 140.0, 0.45, 20.0), Model("replicate", 260.0, 0.5, 30.0)),
    {"replicate": 4},
    {"replicate": None},
    sizes=(6.0, 0.7),
    between=900.0,
    shift=0.3,
    failing=0.06,
)
MIXED = Regime(
    "mixed",
    (
        *(Model("fal", 2.5, 0.35, 0.4), Model("fal", 80.0, 0.4, 6.0)),
        *(Model("replicate", 9.0, 0.6, 2.0), Model("civitai", 25.0, 0.5, 15.0)),
    ),
    {"fal": 10, "replicate": 10, "civitai": 8},
    {"fal": None, "replicate": 600, "civitai": None},
    between=120.0,
)
PACED = Regime(
    "pace-limited",
    (Model("replicate", 4.0, 0.4, 1.0), Model("replicate", 8.0, 0.4, 1.0)),
    {"replicate": 10},
    {"replicate": 30},
    between=70.0,
)
REGIMES = (FAST, SLOW, MIXED, PACED)


@dataclass(frozen=True)
class Answer:
    """One question and what became of it; without a forecast nobody could know."""

    moment: str
    said: Forecast | None
    took: float  # seconds from the question to the end

    @property
    def is_met(self) -> bool:
        return self.said is not None and self.said.low <= self.took <= self.said.high


@dataclass(eq=False)
class _Unit:
    """One Generation."""

    order: int
    model: int
    sent_at: float = 0.0
    not_before: float = 0.0
    tries: int = 0


@dataclass(eq=False)
class _Order:
    number: int
    factor: dict[int, float]  # by model: this Order's own shift
    waiting: dict[str, list[_Unit]]  # by Provider, the next one last
    total: int
    ended: int = 0
    asked: dict[str, tuple[float, Forecast | None]] = field(default_factory=dict)


class Replay:
    def __init__(self, regime: Regime, *, orders: int, seed: int) -> None:
        self.regime, self.orders, self.random = regime, orders, Random(seed)
        self.now = 0.0
        self.answers: list[Answer] = []
        self._done = 0
        self._order = count()
        self._events: list[tuple[float, int, str, object]] = []
        self._line: dict[int, _Order] = {}
        self._flying: dict[str, list[_Unit]] = defaultdict(list)
        self._history: dict[int, list[Took]] = defaultdict(list)
        self._turn: dict[str, float] = defaultdict(float)
        self._closed_until: dict[str, float] = defaultdict(float)
        self._mood: dict[str, float] = defaultdict(float)

    def run(self) -> list[Answer]:
        at = 0.0
        for number in range(1, self.orders + 1):
            self._later(at, "order", number)
            at += self.random.expovariate(1 / self.regime.between)
        for provider in self.regime.places:
            self._later(0.0, "mood", provider)
            self._later(self.random.expovariate(1 / self.regime.pauses_every), "pause", provider)
        while self._done < self.orders:
            self.now, _tie, what, about = heappop(self._events)
            getattr(self, f"_on_{what}")(about)
            for provider in self.regime.places:
                self._send(provider)
        return self.answers

    # What happens.

    def _on_order(self, number: int) -> None:
        order = self._new(number)
        self._line[number] = order
        self._ask(order, PLACED)

    def _on_end(self, unit: _Unit) -> None:
        provider = self._provider(unit.model)
        self._flying[provider].remove(unit)
        if self.random.random() < self.regime.retried:
            unit.not_before = self.now + self.random.uniform(*RETRY_AFTER)
            self._line[unit.order].waiting[provider].append(unit)
            self._later(unit.not_before, "look", provider)
            return
        self._history[unit.model].insert(0, Took(unit.order, self.now - unit.sent_at, unit.tries))
        self._note_end(self._line[unit.order])

    def _on_mood(self, provider: str) -> None:
        """A Provider's speed over hours: it wanders and comes back."""
        self._mood[provider] = 0.8 * self._mood[provider] + self.random.gauss(0, 0.6 * self.regime.drift)
        if self._line or self._events:
            self._later(self.now + 10 * self.regime.between, "mood", provider)

    def _on_pause(self, provider: str) -> None:
        self._closed_until[provider] = self.now + self.random.uniform(5, 60)
        self._later(self._closed_until[provider], "look", provider)
        self._later(self.now + self.random.expovariate(1 / self.regime.pauses_every), "pause", provider)

    def _on_look(self, _provider: str) -> None:
        """Something may be sent now that could not be before."""

    # How the factory works.

    def _new(self, number: int) -> _Order:
        chosen = self.random.sample(range(len(self.regime.models)), k=1 + (self.random.random() < 0.3))
        median, spread = self.regime.sizes
        size = max(1, min(2000, round(self.random.lognormvariate(math.log(median), spread))))
        waiting: dict[str, list[_Unit]] = defaultdict(list)
        for model in reversed(chosen):
            waiting[self._provider(model)] += [_Unit(number, model) for _each in range(size)]
        factor = {model: self.random.gauss(0, self.regime.shift) for model in chosen}
        return _Order(number, factor, dict(waiting), size * len(chosen))

    def _send(self, provider: str) -> None:
        pace = self.regime.per_minute[provider]
        while len(self._flying[provider]) < self.regime.places[provider]:
            if self.now < self._closed_until[provider] or not (unit := self._next(provider)):
                return
            if pace and self.now < self._turn[provider]:
                self._later(self._turn[provider], "look", provider)
                return
            self._turn[provider] = self.now + (60 / pace if pace else 0)
            self._line[unit.order].waiting[provider].remove(unit)
            unit.sent_at = self.now
            unit.tries += 1
            self._flying[provider].append(unit)
            self._later(self.now + self._seconds(unit), "end", unit)

    def _next(self, provider: str) -> _Unit | None:
        for order in self._line.values():
            for unit in reversed(order.waiting.get(provider, [])):
                if unit.not_before <= self.now:
                    return unit
        return None

    def _seconds(self, unit: _Unit) -> float:
        model, random = self.regime.models[unit.model], self.random
        middle = self._line[unit.order].factor[unit.model] + self._mood[model.provider]
        run = model.run * math.exp(middle + random.gauss(0, model.spread))
        queue = model.queue * random.lognormvariate(0, 0.8)
        if random.random() < self.regime.failing:
            return queue + run * random.random()
        return queue + run * (random.uniform(3, 8) if random.random() < self.regime.straggling else 1)

    def _provider(self, model: int) -> str:
        return self.regime.models[model].provider

    def _later(self, at: float, what: str, about: object) -> None:
        heappush(self._events, (at, next(self._order), what, about))

    # What is asked.

    def _note_end(self, order: _Order) -> None:
        order.ended += 1
        if order.ended == order.total:
            self.answers += [
                Answer(moment, said, self.now - at) for moment, (at, said) in order.asked.items()
            ]
            self._done += 1
            del self._line[order.number]
        elif order.ended == (order.total + 1) // 2:
            self._ask(order, MIDWAY)
        elif order.ended == FEW:
            self._ask(order, EARLY)

    def _ask(self, order: _Order, moment: str) -> None:
        said = foretell(self._as_read(order)).get(order.number)
        order.asked[moment] = self.now, said

    def _as_read(self, asking: _Order) -> Line:
        """Whoever stands behind the one that asks takes nothing from it."""
        before = [each for each in self._line.values() if each.number <= asking.number]
        entries = [Entry(each.number, tuple(self._loads(each))) for each in before]
        lanes = {provider: self._lane(provider) for provider in self.regime.places}
        return Line(lanes, entries, {model: them[:LOOKS_BACK] for model, them in self._history.items()})

    def _loads(self, order: _Order) -> Iterator[Load]:
        for model in order.factor:
            provider = self._provider(model)
            waiting = sum(1 for unit in order.waiting[provider] if unit.model == model)
            flying = [unit for unit in self._flying[provider] if unit.order == order.number]
            ages = tuple(self.now - unit.sent_at for unit in flying if unit.model == model)
            if waiting or ages:
                yield Load(provider, model, waiting, ages)

    def _lane(self, provider: str) -> Lane:
        wait = max(0.0, self._closed_until[provider] - self.now)
        return Lane(self.regime.places[provider], self.regime.per_minute[provider], wait)


def coverage(answers: list[Answer], *moments: str) -> float:
    """The share of forecasts that were met."""
    told = [each for each in answers if each.said and (not moments or each.moment in moments)]
    return sum(each.is_met for each in told) / len(told) if told else math.nan
