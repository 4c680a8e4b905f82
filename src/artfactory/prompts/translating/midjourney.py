"""Midjourney: permutations `{a, b}`, where `\\,` is a comma; and its parameters behind two dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from artfactory.prompts.translating.nodes import (
    Body,
    Choice,
    Node,
    Option,
    Text,
    Unreadable,
    merged,
    stripped,
)
from artfactory.prompts.translating.pairs import DEEPEST, divided, pairs

_PARAMETER = re.compile(r"(?<!\S)(?:--|—)([A-Za-z]+)(?:[ \t]+((?:(?!\s(?:--|—)[A-Za-z]).)*))?", re.DOTALL)
_ESCAPED = re.compile(r"\\([,{}])")


@dataclass(frozen=True)
class Parameter:
    name: str  # as there: "ar"
    value: str
    source: str


def parameters(source: str) -> tuple[str, list[Parameter]]:
    """The text without them, and what they are."""
    found = [
        Parameter(each[1].lower(), (each[2] or "").strip(), each[0].strip())
        for each in _PARAMETER.finditer(source)
    ]
    return _PARAMETER.sub("", source).strip() if found else source, found


def read(source: str) -> Body:
    return _Reader(source).body()


def is_plain(_value: str) -> bool:
    return True


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        hidden = re.sub(r"\\.", "  ", source, flags=re.DOTALL)  # escaped marks divide nothing
        self._marks = hidden
        self._ends = pairs(hidden, opening="{", closing="}")

    def body(self) -> Body:
        return self._between(0, len(self._source), depth=0)

    def _between(self, start: int, end: int, *, depth: int) -> Body:
        return tuple(merged(self._nodes(start, end, depth=depth)))

    def _nodes(self, start: int, end: int, *, depth: int) -> Iterator[Node]:
        at = start
        while (opening := self._marks.find("{", at, end)) >= 0:
            stop = self._ends.get(opening)
            yield self._text(at, opening)
            at = opening + 1 if stop is None else stop + 1
            yield Text("{") if stop is None else self._permutation(opening, stop, depth=depth)
        yield self._text(at, end)

    def _text(self, start: int, end: int) -> Text:
        return Text(_ESCAPED.sub(r"\1", self._source[start:end]))

    def _permutation(self, start: int, end: int, *, depth: int) -> Node:
        source = self._source[start : end + 1]
        if depth >= DEEPEST:
            return Unreadable(source, "It is nested too deeply.")
        bounds = divided(self._marks, start + 1, end, self._ends, mark=",")
        bodies = [self._between(*part, depth=depth + 1) for part in bounds]
        return Choice(tuple(Option(stripped(body)) for body in bodies), source)
