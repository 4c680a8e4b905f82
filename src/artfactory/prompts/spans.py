"""Spans: what an editor colours while the text is still being typed, broken or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from artfactory.prompts.lookups import Lookups
from artfactory.prompts.meaning.linking import Place, link
from artfactory.prompts.meaning.naming import slot_names
from artfactory.prompts.meaning.parts import Batch, divide
from artfactory.prompts.problems import Problems, PromptError
from artfactory.prompts.reading.fields import FIELD_LIMIT
from artfactory.prompts.reading.nodes import Choice, Command, Delimiter, Follow, Node, Text
from artfactory.prompts.reading.whole import Fields, Reading

Kind = Literal["choice", "unknown", "reference", "follow", "delimiter", "command"]


@dataclass(frozen=True, slots=True)
class Span:
    """One thing in a field that is more than text."""

    field: str  # "prompt" or "negative"
    start: int
    end: int
    kind: Kind  # "unknown": a name in brackets that is no lookup
    slot: str = ""  # of tokens: where their value is kept; a reference has the slot that it repeats
    depth: int = 1  # of tokens: 2 and more inside another one, which gives the slot


def spans(prompt: str, negative: str = "", lookups: Mapping[str, Sequence[str]] | None = None) -> list[Span]:
    """In reading order, outer tokens before those inside. What is broken is left out; nothing is raised."""
    if max(len(prompt), len(negative)) > FIELD_LIMIT:
        return []
    known = Lookups(lookups or {})
    fields = Reading(lookups=known, unknown="strip", problems=Problems()).both(prompt, negative)
    slots = _slots(fields, known)
    return [*_of(fields.prompt, "prompt", slots), *_of(fields.negative, "negative", slots)]


def _slots(fields: Fields, lookups: Lookups) -> dict[Place, str]:
    slots: dict[Place, str] = {}
    for batch in _batches(fields):
        links = link(batch, lookups, Problems())
        names = slot_names(links.choices)
        targets = {**links.places, **links.targets}
        slots |= {place: names[token] for place, token in targets.items() if place not in slots}
    return slots


def _batches(fields: Fields) -> tuple[Batch, ...]:
    """Without the negative prompt where it does not fit."""
    for negative in (fields.negative, ()):
        try:
            return divide(fields.prompt, negative, Problems())
        except PromptError:
            continue
    return ()


def _of(nodes: Iterable[Node], field: str, slots: Mapping[Place, str]) -> Iterator[Span]:
    for node in nodes:
        if isinstance(node, Delimiter | Command):
            yield Span(field, node.pos, node.end, "delimiter" if isinstance(node, Delimiter) else "command")
        elif isinstance(node, Choice):
            yield from _choice(node, slots.get((field, node.pos), ""), depth=1)
        elif not isinstance(node, Text):
            kind: Kind = "follow" if isinstance(node, Follow) else "reference"
            yield Span(field, node.pos, node.end, kind, slots.get((field, node.pos), ""))


def _choice(token: Choice, slot: str, *, depth: int) -> Iterator[Span]:
    yield Span(token.field, token.pos, token.end, "unknown" if token.plain else "choice", slot, depth)
    for option in token.options:
        for part in option.parts:
            if isinstance(part, Choice):
                yield from _choice(part, slot, depth=depth + 1)
