"""Pools: the values that one token can take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True)
class Pool:
    """Distinct texts in written order."""

    values: Sequence[str]
    weights: tuple[Fraction, ...] | None = None  # None: every value weighs 1
    whole: bool = True  # not sampled: every value of its lookups is here
    instances: Mapping[str, str] = field(default_factory=dict)  # lookups as named here -> their own names

    @cached_property
    def places(self) -> dict[str, int]:
        return {value: place for place, value in enumerate(self.values)}

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return self.values if isinstance(self.values, tuple) else tuple(self.values)

    @property
    def is_weighted(self) -> bool:
        """Whether the weights steer anything."""
        return self.weights is not None and len(set(self.weights)) > 1
