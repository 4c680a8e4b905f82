"""How long the next Generation of one Order will take, as far as the past tells.

Seconds are thought of as logarithms, for some take ten times as long as others and none takes less than
nothing. What one Order asks for (more steps, a longer film) sets it apart from others of the same model,
so what ended of an Order itself counts most; before that, its kin do, newer ones more. Whoever is still
under way takes at least as long as it has: without that, the first to end would pass for the usual.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from random import Random
from statistics import NormalDist, fmean, pstdev

from artfactory.orders.forecasting.facts import Took

SHORTEST = 0.05  # seconds
USUAL_SPREAD, SPREAD_WEIGHT = 0.5, 2.0  # of logarithms, and how many Generations that opinion is worth
USUAL_SHIFT, SHIFT_WEIGHT = 0.25, 3.0  # between Orders of one model
FADES = 0.9  # how much less each older Order says
CLUELESS = 1.0  # about an Order of a model that nothing ended of but itself
UNSEEN = 0.5  # Generations, longer than any before, that will come in as many as are known
ENOUGH = 24  # that ended, to draw from themselves instead of from a curve
DEGREES = 10.0
LONGEST = 20.0  # as a logarithm
USUAL_TRIES, TRIES_WEIGHT = 1.02, 50.0  # and how many Generations that opinion is worth
ROUNDS = 4  # of guessing what those under way will take
NORMAL = NormalDist()


@dataclass(frozen=True)
class Belief:
    """Logarithms of seconds: where this Order lies, how sure that is, how far off single ones lie."""

    middle: float
    doubt: float
    spread: float
    degrees: float
    tries: float = 1.0  # how often one is sent, in the mean
    factors: tuple[float, ...] = ()  # of the middle, sorted, as they were; empty where a curve has to do

    def drawn(self, random: Random) -> Drawn:
        """One world in which all of this is decided."""
        middle = math.exp(min(random.gauss(self.middle, self.doubt), LONGEST))
        return Drawn(self, middle, self.spread * self._stretch(random), random)

    @cached_property
    def moments(self) -> tuple[float, float]:
        """Mean and deviation of the factors."""
        if self.factors:
            return fmean(self.factors), pstdev(self.factors)
        mean = math.exp(self.spread**2 / 2)
        return mean, mean * math.sqrt(math.exp(self.spread**2) - 1.0)

    def _stretch(self, random: Random) -> float:
        """A spread known from few is itself in doubt: by the chi-squared distribution."""
        if self.factors:
            return 1.0
        return math.sqrt(self.degrees / max(0.5, random.gammavariate(self.degrees / 2, 2.0)))


@dataclass(frozen=True)
class Drawn:
    belief: Belief
    middle: float  # seconds
    spread: float
    random: Random

    def some(self, count: int) -> list[float]:
        """Seconds of so many."""
        middle, spread, factors = self.middle, self.spread, self.belief.factors
        if not factors:
            return [middle * math.exp(self.random.gauss(0.0, spread)) for _each in range(count)]
        seconds = [middle * factor for factor in self.random.choices(factors, k=count)]
        if self.random.random() < UNSEEN * count / len(factors):
            seconds[-1] = middle * factors[-1] * float((1.0 - self.random.random()) ** -0.3)
        return seconds

    def sent(self, count: int) -> int:
        """How often so many are sent, with those that come back and are sent once more."""
        again = (self.belief.tries - 1.0) * count
        return count + int(again + self.random.random())

    def sum_of(self, count: int) -> float:
        """Of so many, by the law of large numbers."""
        mean, deviation = self.belief.moments
        off = self.random.gauss(0.0, deviation * math.sqrt(count))
        return self.middle * max(0.5 * mean * count, mean * count + off)

    def left(self, age: float) -> float:
        """Seconds of one that has taken `age` already."""
        if not self.belief.factors:
            return self._left_by_curve(age)
        factors = self.belief.factors
        shorter = bisect_right(factors, age / self.middle)
        if shorter == len(factors):
            return self._left_of_straggler(age)
        at = shorter + int(self.random.random() * (len(factors) - shorter))
        return factors[at] * self.middle - age

    def _left_by_curve(self, age: float) -> float:
        passed = NORMAL.cdf(math.log(max(age, SHORTEST) / self.middle) / self.spread)
        at = passed + (1.0 - passed) * self.random.random()
        if at > 1.0 - 1e-9:
            return self._left_of_straggler(age)
        whole = self.middle * math.exp(self.spread * NORMAL.inv_cdf(max(at, 1e-9)))
        return max(0.0, whole - age)

    def _left_of_straggler(self, age: float) -> float:
        """Longer than all before: the longer it has taken, the longer it may still take."""
        return age * (float((1.0 - self.random.random()) ** -0.5) - 1.0)


def believe(past: Sequence[Took], *, order: int, ages: Iterable[float]) -> Belief | None:
    """None where nothing of that model ever ended."""
    groups = {key: [_log(each.seconds) for each in them] for key, them in _by_order(past)}
    if not groups:
        return None
    spread, degrees = _spread(list(groups.values()))
    own = groups.pop(order, [])
    middle, doubt = _kin(list(groups.values()), spread) if groups else (fmean(own), CLUELESS)
    middle, doubt = _with_own(middle, doubt, own, [_log(age) for age in ages], spread)
    return Belief(middle, doubt, spread, degrees, _tries(past), _factors([own, *groups.values()]))


def _by_order(past: Sequence[Took]) -> list[tuple[int, list[Took]]]:
    """Groups keep the order of their newest."""
    newest = {order: rank for rank, order in reversed(list(enumerate(each.order for each in past)))}
    ranked = sorted(past, key=lambda each: newest[each.order])
    return [(order, list(them)) for order, them in groupby(ranked, key=lambda each: each.order)]


def _log(seconds: float) -> float:
    return math.log(max(seconds, SHORTEST))


def _spread(groups: list[list[float]]) -> tuple[float, float]:
    """Within Orders where several ended of them, else all over; never surer than the number allows."""
    within = sum(len(group) - 1 for group in groups)
    squares = sum(_squares(group) for group in groups)
    if within < DEGREES:
        everything = [value for group in groups for value in group]
        within, squares = len(everything) - 1, _squares(everything)
    degrees = SPREAD_WEIGHT + within
    return math.sqrt((SPREAD_WEIGHT * USUAL_SPREAD**2 + squares) / degrees), degrees


def _squares(values: list[float]) -> float:
    mean = fmean(values)
    return sum((value - mean) ** 2 for value in values)


def _kin(groups: list[list[float]], spread: float) -> tuple[float, float]:
    """Where the next Order of that model lies, from other Orders; newest first."""
    shift = _shift(groups, spread)
    weights = [FADES**rank / (shift + spread**2 / len(group)) for rank, group in enumerate(groups)]
    total = sum(weights)
    middle = sum(weight * fmean(group) for weight, group in zip(weights, groups, strict=True)) / total
    return middle, math.sqrt(shift + 1.0 / total)


def _shift(groups: list[list[float]], spread: float) -> float:
    """Variance between Orders beyond what single Generations explain (DerSimonian and Laird, 1986)."""
    usual = SHIFT_WEIGHT * USUAL_SHIFT**2
    weights = [len(group) / spread**2 for group in groups]
    total, beyond = sum(weights), len(groups) - 1
    if not beyond:
        return usual / SHIFT_WEIGHT
    means = [fmean(group) for group in groups]
    middle = sum(weight * mean for weight, mean in zip(weights, means, strict=True)) / total
    found = sum(weight * (mean - middle) ** 2 for weight, mean in zip(weights, means, strict=True)) - beyond
    scale = total - sum(weight**2 for weight in weights) / total
    return (usual + beyond * max(0.0, found / scale)) / (SHIFT_WEIGHT + beyond)


def _with_own(
    middle: float, doubt: float, own: list[float], under_way: list[float], spread: float
) -> tuple[float, float]:
    """Those under way count by what they will probably take, but make nobody surer."""
    if not own:
        return middle, doubt
    certainty, told = 1.0 / doubt**2, len(own) / spread**2
    here = middle
    for _round in range(ROUNDS if under_way else 1):
        guessed = [_beyond(age, here, spread) for age in under_way]
        here = (certainty * middle + told * fmean([*own, *guessed])) / (certainty + told)
    return here, 1.0 / math.sqrt(certainty + told)


def _beyond(age: float, middle: float, spread: float) -> float:
    """The mean of a normal distribution above `age`."""
    z = (age - middle) / spread
    above = 1.0 - NORMAL.cdf(z)
    return middle + spread * NORMAL.pdf(z) / above if above > 1e-6 else age


def _tries(past: Sequence[Took]) -> float:
    made = sum(each.tries for each in past)
    return (USUAL_TRIES * TRIES_WEIGHT + made) / (TRIES_WEIGHT + len(past))


def _factors(groups: list[list[float]]) -> tuple[float, ...]:
    """How far single ones lay off their Order's middle; drawn wider where that middle came from few."""
    several = [group for group in groups if len(group) > 2]
    if sum(map(len, several)) < ENOUGH:
        return ()
    return tuple(sorted(math.exp(off) for group in several for off in _offs(group)))


def _offs(group: list[float]) -> list[float]:
    middle, wider = fmean(group), math.sqrt(len(group) / (len(group) - 1))
    return [(value - middle) * wider for value in group]
