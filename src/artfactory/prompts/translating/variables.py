"""Variables: a value for all uses becomes a label, a value for each use is written out at each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from artfactory.prompts.translating.labels import Labels
from artfactory.prompts.translating.nodes import (
    Again,
    Assignment,
    Body,
    Choice,
    Labeled,
    Node,
    Option,
    Pick,
    Unreadable,
    Variable,
    Wildcard,
    inlined,
    plain,
    within,
)
from artfactory.prompts.translating.translation import Notes

MOST_COPIED = 2_000  # variables written out, those in the values of others included
_IN_PATH = re.compile(r"\$\{\s*([A-Za-z_-][\w-]*)\s*(?::([^{}]*))?\}", re.ASCII)


class Variables:
    def __init__(self, *, labels: Labels, notes: Notes) -> None:
        self._labels = labels
        self._notes = notes
        self._assigned: dict[str, Assignment] = {}
        self._given: dict[str, str] = {}  # labels by the name of the variable
        self._uses: Counter[str] = Counter()
        self._copied = 0

    def settled(self, body: Body) -> Body:
        """Without variables; what has no value stays as it is written."""
        for node in body:
            if isinstance(node, Assignment) and not (node.keeps and node.name in self._assigned):
                self._assigned[node.name] = node
        self._uses.update(node.name for node in body if isinstance(node, Variable))
        return inlined(tuple(each for node in body for each in self._top(node)))

    def _top(self, node: Node) -> Iterator[Node]:
        match node:
            case Assignment():
                yield from self._assignment(node)
            case Variable() if self._is_bound(node.name):
                yield from self._bound(node.name, node.source)
            case _:
                yield from self._nested(node, ())

    def _is_bound(self, name: str) -> bool:
        """One value for all uses, that is not known beforehand."""
        assigned = self._assigned.get(name)
        return bool(assigned and assigned.once and plain(assigned.body) is None)

    def _assignment(self, node: Assignment) -> Iterator[Node]:
        if node.says:
            yield from self._top(Variable(node.name, node.source))
        else:
            self._notes.add("turned", node.source, "", "Its value stands where it is used.")

    def _bound(self, name: str, source: str) -> Iterator[Node]:
        if name in self._given:
            yield Again(self._given[name], source)
            return
        assigned = self._assigned[name]
        body = tuple(each for inner in assigned.body for each in self._nested(inner, (name,)))
        if self._uses[name] + assigned.says < 2:
            yield from body
            return
        self._given[name] = self._labels.free(name)
        yield Labeled(self._given[name], inlined(body), source)

    def _nested(self, node: Node, way: tuple[str, ...]) -> Iterator[Node]:
        match node:
            case Variable():
                yield from self._copy(node, way)
            case Assignment():
                yield Unreadable(node.source, "A variable is set between other parts, not inside one.")
            case Choice() | Pick():
                yield replace(node, options=tuple(self._option(option, way) for option in node.options))
            case Wildcard():
                yield self._wildcard(node, way)
            case _:
                yield node

    def _option(self, option: Option, way: tuple[str, ...]) -> Option:
        body = tuple(each for inner in option.body for each in self._nested(inner, way))
        return Option(inlined(body), option.weight)

    def _copy(self, node: Variable, way: tuple[str, ...]) -> Iterator[Node]:
        assigned = self._assigned.get(node.name)
        body = assigned.body if assigned else node.default
        self._copied += 1
        if body is None or node.name in way or self._copied > MOST_COPIED:
            yield Unreadable(node.source, _why(node, way) if self._copied <= MOST_COPIED else _TOO_OFTEN)
            return
        if self._is_bound(node.name):
            self._notes.add("changed", node.source, "", _APART)
        for inner in body:
            yield from self._nested(inner, (*way, node.name))

    def _wildcard(self, node: Wildcard, way: tuple[str, ...]) -> Node:
        given = tuple(
            (name, tuple(each for inner in body for each in self._nested(inner, way)))
            for name, body in node.given
        )
        return replace(node, path=_IN_PATH.sub(self._in_path, node.path), given=given)

    def _in_path(self, found: re.Match[str]) -> str:
        assigned = self._assigned.get(found[1])
        value = plain(assigned.body) if assigned else found[2]
        return found[0] if value is None else value.strip()


_APART = "Inside alternatives a value cannot be tied to other places; it is drawn anew there."
_TOO_OFTEN = "Variables are used too often to be written out."


def _why(node: Variable, way: tuple[str, ...]) -> str:
    if node.name in way:
        return f"The value of {node.name} uses {node.name} itself."
    return f"The variable {node.name} has no value."


def wildcards_in(body: Body) -> Iterator[str]:
    return (node.path for node in within(body) if isinstance(node, Wildcard))
