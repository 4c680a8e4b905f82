"""Expansion: every item that a prompt and its parameters stand for, by index, and the selection of them.

Item order: batch, row, sub-prompt, combination of parameters; the last parameter turns fastest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, islice, product, repeat
from math import prod
from typing import Any

from artfactory.prompts.items import Frame, Item, Setting
from artfactory.prompts.meaning.parameters import Pick
from artfactory.prompts.problems import Diagnostic, amount
from artfactory.prompts.rows.sampling import sampled
from artfactory.prompts.rows.space import Row, RowSpace
from artfactory.prompts.selecting import Selection
from artfactory.prompts.streams import Stream

ITEM_LIMIT = 1_000  # items of one expansion, unless the caller says otherwise


@dataclass(frozen=True)
class Shape:
    """The numbers of one batch, to spell out: rows × sub-prompts × parameters."""

    rows: int
    selected_rows: int
    tokens: tuple[tuple[str, int], ...]  # slot -> values it can take
    axes: tuple[dict[str, int], ...]  # of each sub-prompt: parameter -> how many values

    @property
    def subs(self) -> int:
        return len(self.axes)

    @property
    def items(self) -> int:
        """Of the whole batch: rows × the combinations of every sub-prompt."""
        return self.rows * sum(prod(axes.values()) for axes in self.axes)


class BatchSpace:
    """All items of one batch."""

    def __init__(self, space: RowSpace, frames: Sequence[Frame], selection: Selection, *, seed: int) -> None:
        self.space = space
        self.frames = frames  # of each sub-prompt
        self.width = sum([frame.width for frame in frames])  # items of one row
        self.count = space.count * self.width
        self.selected = selection.rows * self.width
        self.selected_rows = selection.rows
        self._sample = selection.sample
        self._seed = seed

    def item(self, index: int) -> Item:
        row, at = divmod(index, self.width)
        for frame in self.frames:
            if at < frame.width:
                values = self.space.row(row)
                return Item(frame.prompt.text(values), values, row, Setting(frame, at))
            at -= frame.width
        raise IndexError(index)

    def at(self, indexes: Iterable[int]) -> Iterator[Item]:
        """These items of the whole batch."""
        if self.width > 1:
            return map(self.item, indexes)
        return self._alike((index, self.space.row(index)) for index in indexes)

    def selection(self, limit: int) -> Iterator[Item]:
        """The first `limit` items of the selected rows."""
        return islice(self._items(), min(limit, self.selected))

    def _items(self) -> Iterator[Item]:
        if self.width > 1:
            return self._combined(self._rows())
        if self._sample is None and not self.space.groups:
            return self._product()
        return self._alike(self._rows())

    def _rows(self) -> Iterator[tuple[int, Row]]:
        if self._sample is None:
            return enumerate(self.space.rows())
        stream = Stream(self._seed, f"rows/{self.frames[0].batch}")
        drawn = sampled(self.space, self._sample, stream=stream)[: self.selected_rows]
        return ((index, self.space.row(index)) for index in drawn)

    def _product(self) -> Iterator[Item]:
        """Free tokens only: everything but the items themselves runs in itertools."""
        frame, pools = self.frames[0], [pool.texts for pool in self.space.pools]
        prompts = frame.prompt.over(pools)
        if prompts is None:
            return self._alike(enumerate(product(*pools)))
        return map(Item, prompts, product(*pools), count(), repeat(Setting(frame, 0)))

    def _alike(self, rows: Iterable[tuple[int, Row]]) -> Iterator[Item]:
        """One item of each row."""
        frame = self.frames[0]
        text, setting = frame.prompt.text, Setting(frame, 0)
        return (Item(text(values), values, row, setting) for row, values in rows)

    def _combined(self, rows: Iterable[tuple[int, Row]]) -> Iterator[Item]:
        for row, values in rows:
            for frame in self.frames:
                prompt = frame.prompt.text(values)
                for combination in range(frame.width):
                    yield Item(prompt, values, row, Setting(frame, combination))


class Expansion:
    """The whole space of items. Nothing is enumerated until it is asked for."""

    def __init__(
        self, batches: Sequence[BatchSpace], *, max_items: int, seed: int, rows_cut_by_default: bool
    ) -> None:
        self._batches = batches
        self._ends = list(accumulate(batch.count for batch in batches))
        self.seed = seed
        self.count = self._ends[-1]
        self.rows = [batch.space.count for batch in batches]
        self.selected_whole = sum([batch.selected for batch in batches])
        self.selected = min(self.selected_whole, max_items)
        self.rows_cut_by_default = rows_cut_by_default  # by a limit of rows that nobody asked for
        self.diagnostics: list[Diagnostic] = []  # warnings
        self.commanded: dict[str, tuple[int, int]] = {}  # parameters set in the prompt, and where

    @property
    def axes(self) -> dict[str, tuple[Any, ...]]:
        """Every value that a parameter has in any item."""
        return _union([frame.axes for batch in self._batches for frame in batch.frames])

    @property
    def shapes(self) -> list[Shape]:
        return [_shape(batch) for batch in self._batches]

    def __iter__(self) -> Iterator[Item]:
        """The selection, in order."""
        left = self.selected
        for batch in self._batches:
            yield from batch.selection(left)
            left -= min(left, batch.selected)

    def __getitem__(self, index: int) -> Item:
        """Item `index` of the whole space."""
        if not 0 <= index < self.count:
            raise IndexError(f"There are {amount(self.count)} items; this index is none of them.")
        number = next(number for number, end in enumerate(self._ends) if index < end)
        batch = self._batches[number]
        return batch.item(index - self._ends[number] + batch.count)

    def sample(self, wanted: int) -> list[Item]:
        """`wanted` distinct items of the whole space, each as likely as any other, in order."""
        indexes = Stream(self.seed, "items").distinct(wanted, below=self.count)
        if len(self._batches) == 1:
            return list(self._batches[0].at(indexes))
        return [self[index] for index in indexes]


def _union(frames: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    union: dict[str, list[Any]] = {}
    for axes in frames:
        for name, axis in axes.items():
            values = union.setdefault(name, [])
            values.extend(value for value in _plain(axis) if value not in values)
    return {name: tuple(values) for name, values in union.items()}


def _plain(axis: tuple[Any, ...]) -> Iterator[Any]:
    for value in axis:
        yield from value.values if isinstance(value, Pick) else (value,)


def _shape(batch: BatchSpace) -> Shape:
    names = batch.frames[0].names
    pools = batch.space.pools
    tokens = tuple((name, len(pool.values)) for name, pool in zip(names, pools, strict=True) if name)
    axes = tuple({name: len(axis) for name, axis in frame.axes.items()} for frame in batch.frames)
    return Shape(batch.space.count, batch.selected_rows, tokens, axes)
