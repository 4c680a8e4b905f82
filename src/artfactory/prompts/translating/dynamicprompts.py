"""dynamicprompts: `{a|b}`, `__wildcard__`, `${variable}`, `%{wrapper ... $$inner}`, # comments.

variants   = "{" , [ sampler ] , [ bound , "$$" , [ separator , "$$" ] ] , option , { "|" , option } , "}" ;
sampler    = "~" | "!" | "@" ;
bound      = n | n "-" | "-" n | n "-" n ;
option     = [ weight , "::" ] , prompt ;
wildcard   = "__" , [ sampler ] , path , [ "(" , name "=" value , { "," , name "=" value } , ")" ] , "__" ;
assignment = "${" , name , [ "?" ] , "=" , [ "!" ] , prompt , "}" ;
variable   = "${" , name , [ ":" , prompt ] , "}" ;
wrapper    = "%{" , prompt , "$$" , prompt , "}" ;
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from artfactory.prompts.translating.nodes import (
    Assignment,
    Body,
    Choice,
    Node,
    Option,
    Pick,
    Text,
    Unreadable,
    Variable,
    Wildcard,
    merged,
)
from artfactory.prompts.translating.pairs import DEEPEST, divided, pairs

COMMENT = re.compile(r"#[^\n]*|(?:(?<=\n)|\A)//[^\n]*")
_MARK = re.compile(r"[$%]?\{|__")
_VARIABLE = r"\$\{[^{}]*\}"
_WILDCARD = re.compile(rf"__[~!@]?(\s*(?:{_VARIABLE}|(?!__)[^(){{}}#$|\n])+?)\s*(?:\(([^()\n]*)\))?__")
_BOUND = re.compile(r"\s*(\d+)?(-)?(\d+)?\$\$(?:([^${}]*)\$\$)?")
_WEIGHT = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)::")
_ASSIGNMENT = re.compile(r"\s*([A-Za-z_-][\w-]*)\s*(\?)?=(!)?\s*", re.ASCII)
_ACCESS = re.compile(r"\s*([A-Za-z_-][\w-]*)\s*(?:(:)\s*)?", re.ASCII)
_INNER = re.compile(r"…|\.\.\.")


def read(source: str) -> Body:
    return _Reader(COMMENT.sub("", source)).body()


def is_plain(value: str) -> bool:
    """Whether nothing in it can mean anything but itself."""
    return not ("{" in value or "__" in value or "#" in value)


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._ends = pairs(source, opening="{", closing="}")

    def body(self) -> Body:
        return self._between(0, len(self._source), depth=0)

    def _between(self, start: int, end: int, *, depth: int) -> Body:
        return tuple(merged(self._nodes(start, end, depth=depth)))

    def _nodes(self, start: int, end: int, *, depth: int) -> Iterator[Node]:
        at = start
        while found := _MARK.search(self._source, at, end):
            yield Text(self._source[at : found.start()])
            node, at = self._node(found.start(), found[0], end, depth=depth)
            yield node
        yield Text(self._source[at:end])

    def _node(self, pos: int, mark: str, end: int, *, depth: int) -> tuple[Node, int]:
        if mark == "__":
            return self._wildcard(pos, end)
        opening = pos + len(mark) - 1
        stop = self._ends.get(opening)
        if stop is None or stop >= end:
            return Text(mark), pos + len(mark)
        if depth >= DEEPEST:
            return Unreadable(self._source[pos : stop + 1], "It is nested too deeply."), stop + 1
        make = {"{": self._variants, "${": self._variable, "%{": self._wrapper}[mark]
        return make(pos, opening + 1, stop, depth=depth + 1), stop + 1

    def _wildcard(self, pos: int, end: int) -> tuple[Node, int]:
        found = _WILDCARD.match(self._source, pos, end)
        if not found or not found[1].strip():
            return Text("__"), pos + 2
        given = tuple(self._given(found[2])) if found[2] else ()
        return Wildcard(found[1].strip(), found[0], given), found.end()

    def _given(self, spec: str) -> Iterator[tuple[str, Body]]:
        for pair in spec.split(","):
            name, _, value = pair.partition("=")
            yield name.strip(), read(value.strip())

    def _variants(self, pos: int, start: int, end: int, *, depth: int) -> Node:
        source = self._source[pos : end + 1]
        sampler, start = self._sampler(start, end)
        bound = _BOUND.match(self._source, start, end)
        bound = bound if bound and (bound[1] or bound[3]) else None
        start = bound.end() if bound else start
        options = tuple(
            self._option(first, last, depth=depth)
            for first, last in divided(self._source, start, end, self._ends, mark="|")
        )
        if bound:
            return _picked(bound, options, source)
        return Choice(options, source, in_step=sampler == "@")

    def _sampler(self, start: int, end: int) -> tuple[str, int]:
        """`~`, `!` or `@` at the beginning."""
        bare = self._source[start:end].lstrip()
        if bare[:1] in {"~", "!", "@"}:
            return bare[0], end - len(bare) + 1
        return "", start

    def _option(self, start: int, end: int, *, depth: int) -> Option:
        weight = _WEIGHT.match(self._source, start, end)
        start = weight.end() if weight else start
        start = end - len(self._source[start:end].lstrip())
        return Option(self._between(start, end, depth=depth), weight[1] if weight else "")

    def _variable(self, pos: int, start: int, end: int, *, depth: int) -> Node:
        source = self._source[pos : end + 1]
        if found := _ASSIGNMENT.match(self._source, start, end):
            body = self._between(found.end(), end, depth=depth)
            return Assignment(found[1], body, source, once=bool(found[3]), keeps=bool(found[2]))
        found = _ACCESS.match(self._source, start, end)
        if not found or not (found[2] or found.end() == end):
            return Unreadable(source, "This is no variable.")
        default = self._between(found.end(), end, depth=depth) if found[2] else None
        return Variable(found[1], source, default)

    def _wrapper(self, pos: int, start: int, end: int, *, depth: int) -> Node:
        """Written as a choice of one, which stands for its text."""
        source = self._source[pos : end + 1]
        parts = [*divided(self._source, start, end, self._ends, mark="$$")]
        if len(parts) != 2:
            return Unreadable(source, "A wrapper has one $$ between what wraps and what is wrapped.")
        wrapper, inner = (self._between(*part, depth=depth) for part in parts)
        return Choice((Option(tuple(merged(_wrapped(wrapper, inner)))),), source)


def _picked(bound: re.Match[str], options: tuple[Option, ...], source: str) -> Pick:
    lower, dash, upper, separator = bound.groups()
    least = _number(lower) if lower else 1
    most = _number(upper) if upper else least if not dash else len(options)
    least, most = sorted((least, most))
    return Pick(options, least, most, "," if separator is None else separator, source)


def _number(digits: str) -> int:
    return int(digits[:9])


def _wrapped(wrapper: Body, inner: Body) -> Iterator[Node]:
    """The inner part stands where the dots are; without dots behind all."""
    done = False
    for node in wrapper:
        dots = _INNER.search(node.text) if isinstance(node, Text) and not done else None
        if not dots or not isinstance(node, Text):
            yield node
            continue
        done = True
        yield Text(node.text[: dots.start()])
        yield from inner
        yield Text(node.text[dots.end() :])
    if not done:
        yield from inner
