"""Ranges: numbers from a towards b, in decimal arithmetic.

range  = number , ws , ".." , ws , number , [ ws , ".." , ws , number ] ;
number = [ "-" ] , ( "0" | nonzero , { digit } ) , [ "." , digits ] ;
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})(?:\s*\.\.\s*({_NUMBER}))?")
LONGEST = 100  # digits of one number: far beyond any use, and still fast


class BadRange(ValueError):
    """It looks like a range but cannot be one; the text says why."""


class Range(Sequence[str]):
    """The values as texts, each with the most decimals that were written; made when they are asked for."""

    def __init__(self, numbers: range, *, decimals: int) -> None:
        self.numbers = numbers
        self.decimals = decimals

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self.texts[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    @property
    def size(self) -> int:
        """Of any size, where len() would refuse."""
        numbers = self.numbers
        return max(0, (numbers.stop - numbers.start + numbers.step - _sign(numbers.step)) // numbers.step)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        if not self.decimals:
            return tuple(map(str, self.numbers))
        return tuple(_decimal(number, self.decimals) for number in self.numbers)


def read_range(source: str) -> Range | None:
    """None if this is no range. Raises BadRange for a step that leads nowhere."""
    found = _RANGE.fullmatch(source) if ".." in source else None
    if not found:
        return None
    first, last, step = found.groups()
    written = [number for number in (first, last, step) if number]
    if max(map(len, written)) > LONGEST:
        raise BadRange(f"A number of a range has at most {LONGEST} digits.")
    decimals = max(map(_decimals, written))
    low, high = (_scaled(number, decimals) for number in (first, last))
    # without a step: one unit of the last decimal written
    width = _scaled(step, decimals) if step else 1
    if width <= 0:
        raise BadRange("The step must be more than 0; the direction comes from the two ends.")
    numbers = range(low, high + 1, width) if high >= low else range(low, high - 1, -width)
    return Range(numbers, decimals=decimals)


def is_range(source: str) -> bool:
    """Whether it reads as one, good or bad."""
    return ".." in source and _RANGE.fullmatch(source) is not None


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _scaled(number: str, decimals: int) -> int:
    return int(number.replace(".", "") + "0" * (decimals - _decimals(number)))


def _decimal(number: int, decimals: int) -> str:
    digits = f"{abs(number):0{decimals + 1}}"
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def _sign(number: int) -> int:
    return 1 if number > 0 else -1
