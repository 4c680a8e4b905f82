"""SwarmUI: `<random:a|b>`, `<wildcard:name>`, `<setvar[name]:value>`, `<var:name>`, macros, comments.

tag    = "<" , word , [ "[" , detail , "]" ] , ":" , value , ">" ;
random = parts between "||", else between "|", else between "," ; a part "1-5" is a range ;
detail = n | n "-" n , [ "," ] ;   (* how many at once; the comma asks for commas between them *)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from artfactory.prompts.translating.nodes import (
    Assignment,
    Body,
    Choice,
    Node,
    Option,
    Pick,
    Range,
    Text,
    Unreadable,
    Variable,
    Wildcard,
    merged,
    plain,
    stripped,
)
from artfactory.prompts.translating.pairs import DEEPEST, divided, pairs

_TAG = re.compile(r"<([A-Za-z]+)(?:\[([^\[\]<>]*)\])?:")
_MANY = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?(,?)")
_NUMBERS = re.compile(r"(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)")
_STEPWISE = "Changing the prompt while one picture is made has no meaning here."
_REASONS = {
    "fromto": _STEPWISE,
    "alternate": _STEPWISE,
    "alt": _STEPWISE,
    "repeat": "Repeating a part is not known here. Write it out.",
}


def read(source: str) -> Body:
    return _Reader(source).body()


def is_plain(value: str) -> bool:
    return "<" not in value


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._ends = pairs(source, opening="<", closing=">")

    def body(self) -> Body:
        return self._between(0, len(self._source), depth=0)

    def _between(self, start: int, end: int, *, depth: int) -> Body:
        return tuple(merged(self._nodes(start, end, depth=depth)))

    def _nodes(self, start: int, end: int, *, depth: int) -> Iterator[Node]:
        at = start
        while found := _TAG.search(self._source, at, end):
            yield Text(self._source[at : found.start()])
            node, at = self._node(found, end, depth=depth)
            yield node
        yield Text(self._source[at:end])

    def _node(self, tag: re.Match[str], end: int, *, depth: int) -> tuple[Node, int]:
        stop = self._ends.get(tag.start())
        if stop is None or stop >= end:
            return Text("<"), tag.start() + 1
        source = self._source[tag.start() : stop + 1]
        if depth >= DEEPEST:
            return Unreadable(source, "It is nested too deeply."), stop + 1
        word, detail = tag[1].lower(), (tag[2] or "").strip()
        if word in _REASONS:
            return Unreadable(source, _REASONS[word]), stop + 1
        make = self._makers.get(word)
        node = make(tag.end(), stop, detail, source, depth + 1) if make else Text(source)
        return node, stop + 1

    @property
    def _makers(self) -> dict[str, Callable[[int, int, str, str, int], Node]]:
        return {
            "random": self._random,
            "wildcard": self._wildcard,
            "wc": self._wildcard,
            "setvar": self._variable_set,
            "var": self._variable,
            "setmacro": self._macro_set,
            "macro": self._variable,
            "comment": self._comment,
        }

    def _random(self, start: int, end: int, detail: str, source: str, depth: int) -> Node:
        marks = ("||", "|", ",")
        parts = [list(divided(self._source, start, end, self._ends, mark=mark)) for mark in marks]
        bounds = next((each for each in parts if len(each) > 1), parts[0])
        options = tuple(self._option(first, last, depth=depth) for first, last in bounds)
        return _picked(options, detail, source) if detail else Choice(options, source)

    def _option(self, start: int, end: int, *, depth: int) -> Option:
        body = stripped(self._between(start, end, depth=depth))
        numbers = _NUMBERS.fullmatch(plain(body) or "")
        return Option((Range(f"{numbers[1]}..{numbers[2]}"),) if numbers else body)

    def _wildcard(self, start: int, end: int, detail: str, source: str, _depth: int) -> Node:
        name = self._source[start:end].strip()
        if "not=" in name or "not=" in detail:
            return Unreadable(source, "Leaving out values by name (not=) is not known here.")
        listed = Wildcard(name, source)
        return _picked((Option((listed,)),), detail, source) if detail else listed

    def _variable_set(self, start: int, end: int, detail: str, source: str, depth: int) -> Node:
        return self._set(start, end, detail, source, depth, once=True)

    def _macro_set(self, start: int, end: int, detail: str, source: str, depth: int) -> Node:
        return self._set(start, end, detail, source, depth, once=False)

    def _set(self, start: int, end: int, detail: str, source: str, depth: int, *, once: bool) -> Node:
        name, _, says = (part.strip() for part in detail.partition(","))
        if not name:
            return Unreadable(source, "It has no name.")
        body = self._between(start, end, depth=depth)
        return Assignment(name.lower(), body, source, once=once, says=says.lower() != "false")

    def _variable(self, start: int, end: int, _detail: str, source: str, _depth: int) -> Node:
        return Variable(self._source[start:end].strip().lower(), source)

    def _comment(self, _start: int, _end: int, _detail: str, source: str, _depth: int) -> Node:
        return Choice((Option(()),), source)


def _picked(options: tuple[Option, ...], detail: str, source: str) -> Node:
    many = _MANY.fullmatch(detail.replace(" ", ""))
    if not many:
        return Unreadable(source, f"What stands in its brackets, {detail}, is not known here.")
    least, most = sorted((int(many[1]), int(many[2] or many[1])))
    return Pick(options, least, most, ", " if many[3] else " ", source)
