"""Pieces: a text with the words of each slot apart, so that a page can show them in the hue of their slot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artfactory.orders.hues import hues_of, spans_of

if TYPE_CHECKING:
    from artfactory.orders.models import Generation, Order

Mark = tuple[int, int, str]  # from, to, and the slot that the words come from


@dataclass(frozen=True)
class Piece:
    text: str
    hue: int = 0  # of a slot


def pieces(text: str, marks: Iterable[Mark], hues: Mapping[str, int]) -> list[Piece]:
    found, at = [], 0
    for start, end, slot in marks:
        found += [Piece(text[at:start]), Piece(text[start:end], hues.get(slot, 0))]
        at = end
    found.append(Piece(text[at:]))
    return [piece for piece in found if piece.text]


def hues_in(order: Order) -> dict[str, int]:
    """The hue of each slot, as the editor showed it."""
    return hues_of(spans_of(order.prompt, order.negative, order.lookups))


def as_typed(order: Order) -> list[Piece]:
    """Its prompt with every token in its hue."""
    spans = spans_of(order.prompt, order.negative, order.lookups)
    outer = [span for span in spans if span.field == "prompt" and span.depth == 1 and span.slot]
    return pieces(order.prompt, [(span.start, span.end, span.slot) for span in outer], hues_of(spans))


def values_of(generation: Generation, hues: Mapping[str, int]) -> list[Piece]:
    """What each slot became, in the order in which the slots stand in the prompt."""
    slots = generation.slots
    return [Piece(slots[slot], hue) for slot, hue in hues.items() if slots.get(slot, "").strip()]
