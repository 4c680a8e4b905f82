"""What a forecast is made from: frozen values, so that it can be held to a replay without any rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LOOKS_BACK = 120  # Generations of each model that are enough to know it by


@dataclass(frozen=True)
class Forecast:
    """Seconds from now. In about four of five cases the end lies between `low` and `high`."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True)
class Took:
    """How long one Generation held a place at its Provider: from sent to ended, its queue there included."""

    order: int
    seconds: float
    tries: int = 1  # how often it was sent; the seconds are those of the last time


@dataclass(frozen=True)
class Lane:
    """One Provider: how many at a time, how many a minute, and how long nothing may be sent."""

    places: int
    per_minute: int | None = None
    opens_in: float = 0.0  # seconds
    stopped: bool = False  # nobody can say when a person sets it going again


@dataclass(frozen=True)
class Load:
    """What one Order has at one Provider of one model."""

    provider: str
    model: int
    waiting: int
    ages: tuple[float, ...] = ()  # seconds since each of those in flight was sent


@dataclass(frozen=True)
class Entry:
    """One Order with all that is left of it; what is sent first comes first."""

    order: int
    loads: tuple[Load, ...]


@dataclass(frozen=True)
class Line:
    """Everything that decides when Orders end. Entries stand in the order of production."""

    lanes: Mapping[str, Lane]
    entries: Sequence[Entry]
    history: Mapping[int, Sequence[Took]] = field(default_factory=dict)  # by model, newest first
