"""Parameters: every text is a list, a range or a pick, unless the model takes it literally.

param = item , { "," , item } ;   item = alt , { "|" , alt } ;   alt = [ weight , "::" ] , ( range | text ) ;
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from artfactory.prompts.meaning.settings import Settings
from artfactory.prompts.problems import Problems
from artfactory.prompts.reading.characters import ESCAPE, has_escape, trimmed, unescaped
from artfactory.prompts.reading.fields import FIELD_LIMIT
from artfactory.prompts.reading.nodes import Command
from artfactory.prompts.reading.options import POOL_LIMIT
from artfactory.prompts.reading.ranges import BadRange, is_range, read_range
from artfactory.prompts.streams import Stream

_WEIGHT = re.compile(r"([0-9]+(?:\.[0-9]{1,3})?)::\s*")
MOST_COMMANDED = 256  # so that a count of items keeps a length that can be written down
_MARKS = re.compile(r"[\\,|]")
_DIVIDERS = {mark: re.compile(rf"{ESCAPE}|\{mark}") for mark in ",|"}


@dataclass(frozen=True, slots=True)
class Pick:
    """`10|20|30`: one of these at random for each item; it multiplies nothing."""

    values: tuple[str, ...]
    weights: tuple[Fraction, ...]

    def drawn(self, seed: int, label: str) -> str:
        return self.values[Stream(seed, label).draw(1, weights=self.weights)[0]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a parameter was typed, so that an error stands in the right field."""

    name: str  # of the parameter
    text: str
    field: str
    offset: int = 0


class _Flaw(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Parameters:
    """The parameters of an order, and what commands make of them in each sub-prompt."""

    def __init__(self, params: Mapping[str, Any], *, literal: Collection[str], problems: Problems) -> None:
        self._params = params
        self._literal = literal
        self._problems = problems
        self._read: dict[str | Command, tuple[Any, ...]] = {}
        self.commanded: dict[str, tuple[int, int]] = {}  # parameters that commands set, and where

    def axes(self, *settings: Settings) -> dict[str, tuple[Any, ...]]:
        """The settings from the widest to the nearest; a replaced parameter keeps its place."""
        chosen: dict[str, str | Command] = {name: name for name in self._params}
        for each in settings:
            chosen.update(each.params)
        return {name: self._axis(name, origin) for name, origin in chosen.items()}

    def _axis(self, name: str, origin: str | Command) -> tuple[Any, ...]:
        if origin not in self._read:
            self._read[origin] = self._new_axis(name, origin)
        return self._read[origin]

    def _new_axis(self, name: str, origin: str | Command) -> tuple[Any, ...]:
        if isinstance(origin, Command):
            self._note_command(name, origin)
        value = origin.value if isinstance(origin, Command) else self._params[name]
        if not isinstance(value, str) or name in self._literal:
            return (value,)
        if isinstance(origin, Command):
            return read_axis(Source(name, value, "prompt", origin.value_pos), self._problems)
        return read_axis(Source(name, value, f"param:{name}"), self._problems)

    def _note_command(self, name: str, command: Command) -> None:
        self.commanded.setdefault(name, (command.pos, command.end))
        if len(self.commanded) > MOST_COMMANDED:
            message = f"A prompt can set {MOST_COMMANDED} parameters; this is the next."
            self._problems.error("E_TOO_MANY", "prompt", command.pos, command.end, message)


def list_item(value: str) -> str:
    """A value as it is typed in a list, so that it comes out as it is: `16:9`, but `a\\, b` and `1\\..3`."""
    bare = value.strip()
    front = len(value) - len(value.lstrip())
    behind = len(value) - front - len(bare)
    text = _MARKS.sub(r"\\\g<0>", bare)
    if is_range(bare):
        text = text.replace("..", "\\..", 1)
    return "\\ " * front + text + "\\ " * behind


def read_axis(source: Source, problems: Problems) -> tuple[Any, ...]:
    """The values of one parameter: texts and Picks. The first error of the list is recorded."""
    if len(source.text) > FIELD_LIMIT:
        message = f"This value has {len(source.text):,} characters; at most {FIELD_LIMIT:,} can be ordered."
        problems.error("E_TOO_LONG", source.field, FIELD_LIMIT, len(source.text), message)
        return ()
    if not source.text.strip():
        return ("",)
    axis: dict[Any, None] = {}
    for start, end in _divided(source.text, ",", 0, len(source.text)):
        pos, stop = _span(source, start, end)
        try:
            values = _item(source.text, start, end)
            if len(axis) + len(values) > POOL_LIMIT:
                raise _Flaw("E_POOL_LIMIT", f"{{name}} has more than {POOL_LIMIT:,} values.")
        except _Flaw as flaw:
            problems.error(flaw.code, source.field, pos, stop, flaw.message.format(name=source.name))
            return ()
        if axis and any(value in axis for value in values):
            message = (
                f"{source.text[start:end].strip()[:60]} stands twice in {source.name}; it is ordered once."
            )
            problems.warn("W_DUPLICATE", source.field, pos, stop, message)
        axis.update(dict.fromkeys(values))
    return tuple(axis)


def _span(source: Source, start: int, end: int) -> tuple[int, int]:
    first, last = trimmed(source.text, start, end)
    if first >= last:  # nothing there: the place itself
        first, last = start, end
    return source.offset + first, source.offset + last


def _divided(text: str, mark: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _DIVIDERS[mark].finditer(text, start, end):
        if found[0] == mark:
            yield start, found.start()
            start = found.end()
    yield start, end


def _item(text: str, start: int, end: int) -> Sequence[Any]:
    alternatives = list(_divided(text, "|", start, end))
    if len(alternatives) == 1:
        return _values(text, *trimmed(text, start, end))
    weights: dict[str, Fraction] = {}
    for first, last in alternatives:
        weight, values = _weighted(text, *trimmed(text, first, last))
        each = weight / len(values) if weight is not None else Fraction(1)
        for value in values:
            weights[value] = weights.get(value, Fraction(0)) + each
    return [Pick(tuple(weights), tuple(weights.values()))]


def _weighted(text: str, start: int, end: int) -> tuple[Fraction | None, Sequence[str]]:
    found = _WEIGHT.match(text, start, end)
    if not found:
        return None, _values(text, start, end)
    if len(found[1]) > 18 or not float(found[1]):
        raise _Flaw("E_WEIGHT", "A weight is more than 0 and has at most 18 digits.")
    return Fraction(found[1]), _values(text, found.end(), end)


def _values(text: str, start: int, end: int) -> Sequence[str]:
    value = text[start:end]
    if not value:
        raise _Flaw("E_EMPTY_ITEM", "One value of {name} is empty. Remove a comma or write a value.")
    if has_escape(value):
        return (unescaped(value),)
    try:
        numbers = read_range(value)
    except BadRange as why:
        raise _Flaw("E_RANGE", str(why)) from why
    if numbers is None:
        return (value,)
    if numbers.size > POOL_LIMIT:
        raise _Flaw("E_POOL_LIMIT", f"{{name}} has more than {POOL_LIMIT:,} values.")
    return numbers
