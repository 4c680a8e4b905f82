"""Hues: the colour of each slot, the same wherever the slot appears."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from artfactory.prompts import Span, spans

HUES = 6


def hues_of(found: Iterable[Span]) -> dict[str, int]:
    """Slot → 1..6, in the order in which the slots first stand in the prompt, then in the negative one."""
    slots = dict.fromkeys(span.slot for span in found if span.slot)
    return {slot: place % HUES + 1 for place, slot in enumerate(slots)}


def word_of(slot: str) -> str:
    """A token without a name of its own is only counted: "choice 2"."""
    return _("choice %(n)s") % {"n": slot.removeprefix("choice_")} if is_unnamed(slot) else slot


def is_unnamed(slot: str) -> bool:
    return slot.startswith("choice_") and slot.removeprefix("choice_").isdecimal()


def spans_of(prompt: str, negative: str, names: Iterable[str]) -> list[Span]:
    """`names` are those of the Lookups that there are; what they hold makes no difference here."""
    return spans(prompt, negative, {name: (name,) for name in names})
