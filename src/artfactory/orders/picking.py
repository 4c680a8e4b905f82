"""Picking: an Order of some of its prompts only, by their numbers in the whole space.

A prompt is one row of a batch in one sub-prompt; batch, row and sub-prompt count it, the last fastest.
Parameters, copies and models multiply a picked prompt as they would the whole, so its number means the
same for every model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import prod

from artfactory.prompts import Expansion, Item


@dataclass(frozen=True)
class Prompts:
    """Every prompt of an Expansion, by number. Nothing is enumerated."""

    expansion: Expansion

    @cached_property
    def _batches(self) -> list[tuple[int, list[int]]]:
        """Of each batch: its rows, and how many items each of its sub-prompts has in a row."""
        shapes = self.expansion.shapes
        return [(shape.rows, [prod(axes.values()) for axes in shape.axes]) for shape in shapes]

    @cached_property
    def count(self) -> int:
        return sum(rows * len(widths) for rows, widths in self._batches)

    def items(self, number: int) -> range:
        """Where its items stand in the Expansion. Raises IndexError for a number that is none."""
        left, start = number, 0
        for rows, widths in self._batches:
            if 0 <= left < rows * len(widths):
                row, sub = divmod(left, len(widths))
                first = start + row * sum(widths) + sum(widths[:sub])
                return range(first, first + widths[sub])
            left -= rows * len(widths)
            start += rows * sum(widths)
        raise IndexError(number)

    def number(self, item: Item) -> int:
        batch, row, sub, _combination = item.place
        before = sum(rows * len(widths) for rows, widths in self._batches[:batch])
        return before + row * len(self._batches[batch][1]) + sub

    def __getitem__(self, number: int) -> Item:
        """The first item of that prompt."""
        return self.expansion[self.items(number).start]


def ranges(numbers: Sequence[int]) -> str:
    """Short, for a form: [0, 1, 2, 7] → "0-2,7"."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in found)


def read_ranges(text: str, *, most: int) -> tuple[int, ...]:
    """The numbers of `ranges`, at most so many; raises ValueError where it is none."""
    parts = [_ends(part) for part in text.split(",") if part]
    sizes = accumulate((high - low + 1 for low, high in parts), initial=0)
    if any(size > most for size in sizes):
        raise ValueError(text[:80])
    return tuple(sorted({number for low, high in parts for number in range(low, high + 1)}))


def _ends(part: str) -> tuple[int, int]:
    low, _dash, high = part.partition("-")
    ends = int(low), int(high or low)
    if not 0 <= ends[0] <= ends[1]:
        raise ValueError(part[:80])
    return ends


def picked(expansion: Expansion, numbers: Sequence[int]) -> Iterator[Item]:
    prompts = Prompts(expansion)
    return (expansion[index] for number in numbers for index in prompts.items(number))


def picked_count(expansion: Expansion, numbers: Sequence[int]) -> int:
    prompts = Prompts(expansion)
    return sum(len(prompts.items(number)) for number in numbers)
