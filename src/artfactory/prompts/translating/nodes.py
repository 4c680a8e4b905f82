"""What prompts of other languages are made of, whichever they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Body = tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers, as our language writes them: "1..5"."""

    text: str


@dataclass(frozen=True, slots=True)
class Option:
    body: Body
    weight: str = ""  # as written; empty where there is none


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Option, ...]
    source: str
    in_step: bool = False  # with all others that are: their first options belong together, and so on


@dataclass(frozen=True, slots=True)
class Pick:
    """Some of the options at once, in every order, with a separator between them."""

    options: tuple[Option, ...]
    least: int
    most: int
    separator: str
    source: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A list by its name, or lists by a pattern of names."""

    path: str
    source: str
    given: tuple[tuple[str, Body], ...] = ()  # variables for what stands in its values


@dataclass(frozen=True, slots=True)
class Assignment:
    name: str
    body: Body
    source: str
    once: bool  # one value for all uses; else every use draws anew
    keeps: bool = False  # only where the name has no value yet
    says: bool = False  # the value also stands here


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    source: str
    default: Body | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stays as text, for this reason."""

    source: str
    reason: str


# What the steps after reading make of them.


@dataclass(frozen=True, slots=True)
class Labeled:
    label: str
    body: Body
    source: str


@dataclass(frozen=True, slots=True)
class Again:
    """The value that the token of this label took."""

    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Follow:
    label: str
    texts: tuple[str, ...]
    source: str


Node = Text | Range | Choice | Pick | Wildcard | Assignment | Variable | Unreadable | Labeled | Again | Follow


def merged(nodes: Iterable[Node]) -> Iterator[Node]:
    """The same with neighbouring texts as one, and without empty ones."""
    chunks: list[str] = []
    for node in nodes:
        if isinstance(node, Text):
            chunks += [node.text] if node.text else []
            continue
        if chunks:
            yield Text("".join(chunks))
            chunks = []
        yield node
    if chunks:
        yield Text("".join(chunks))


def plain(body: Body) -> str | None:
    """Its text, if it is nothing but text."""
    if all(isinstance(node, Text) for node in body):
        return "".join(node.text for node in body if isinstance(node, Text))
    return None


def stripped(body: Body) -> Body:
    """Without white space at either end."""
    nodes = list(merged(body))
    if nodes and isinstance(nodes[0], Text):
        nodes[0] = Text(nodes[0].text.lstrip())
    if nodes and isinstance(nodes[-1], Text):
        nodes[-1] = Text(nodes[-1].text.rstrip())
    return tuple(node for node in nodes if node != Text(""))


def inlined(body: Body) -> Body:
    """Choices of one are no choices: what they hold stands in their place."""
    nodes: list[Node] = []
    for node in body:
        if isinstance(node, Choice) and len(node.options) == 1:
            nodes += inlined(node.options[0].body)
        else:
            nodes.append(node)
    return tuple(merged(nodes))


def within(body: Body) -> Iterator[Node]:
    """Its nodes and all that they hold."""
    for node in body:
        yield node
        for inner in _bodies(node):
            yield from within(inner)


def _bodies(node: Node) -> list[Body]:
    match node:
        case Choice() | Pick():
            return [option.body for option in node.options]
        case Assignment() | Labeled():
            return [node.body]
        case Variable():
            return [node.default or ()]
        case Wildcard():
            return [body for _name, body in node.given]
        case _:
            return []
