"""AUTOMATIC1111's brackets: `[cat:dog:0.5]` edits, `[cow|horse]` alternates, `[ugly]` weakens.

All three change how one picture is drawn. Only the first two name things that a person may want to see apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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

_WHEN = re.compile(r"\s*\d*\.?\d+\s*")
_ESCAPED = re.compile(r"\\([\[\]])")


def read(source: str) -> Body:
    return _Reader(source).body()


def is_plain(_value: str) -> bool:
    return True


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._marks = re.sub(r"\\.", "  ", source, flags=re.DOTALL)
        self._ends = pairs(self._marks, opening="[", closing="]")

    def body(self) -> Body:
        return self._between(0, len(self._source), depth=0)

    def _between(self, start: int, end: int, *, depth: int) -> Body:
        return tuple(merged(self._nodes(start, end, depth=depth)))

    def _nodes(self, start: int, end: int, *, depth: int) -> Iterator[Node]:
        at = start
        while (opening := self._marks.find("[", at, end)) >= 0:
            stop = self._ends.get(opening)
            yield self._text(at, opening)
            at = opening + 1 if stop is None else stop + 1
            yield Text("[") if stop is None else self._brackets(opening, stop, depth=depth)
        yield self._text(at, end)

    def _text(self, start: int, end: int) -> Text:
        return Text(_ESCAPED.sub(r"\1", self._source[start:end]))

    def _brackets(self, start: int, end: int, *, depth: int) -> Node:
        source = self._source[start : end + 1]
        if depth >= DEEPEST:
            return Unreadable(source, "It is nested too deeply.")
        alternatives = self._divided(start, end, mark="|")
        if len(alternatives) > 1:
            return self._choice(alternatives, source, depth=depth)
        *edited, when = self._divided(start, end, mark=":")
        if edited and _WHEN.fullmatch(self._source[when[0] : when[1]]):
            return self._edited(edited, source, depth=depth)
        return Unreadable(source, "Weakening a part is not known here, so the brackets are text.")

    def _divided(self, start: int, end: int, *, mark: str) -> list[tuple[int, int]]:
        return list(divided(self._marks, start + 1, end, self._ends, mark=mark))

    def _edited(self, parts: list[tuple[int, int]], source: str, *, depth: int) -> Node:
        filled = [part for part in parts if self._source[part[0] : part[1]].strip()]
        if len(filled) < 2:
            return Unreadable(source, "Adding or removing a part while a picture is made is not known here.")
        return self._choice(filled, source, depth=depth)

    def _choice(self, parts: list[tuple[int, int]], source: str, *, depth: int) -> Node:
        bodies = [self._between(*part, depth=depth + 1) for part in parts]
        return Choice(tuple(Option(stripped(body)) for body in bodies), source)
