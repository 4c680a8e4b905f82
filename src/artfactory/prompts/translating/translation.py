"""What a translation comes to, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "turned",  # means the same
    "changed",  # means something else here
    "refused",  # stands there as text, as it was
]


@dataclass(frozen=True)
class Note:
    kind: Kind
    source: str  # the part of the original that this is about
    text: str  # what stands for it now; empty where nothing does
    message: str = ""  # why, or what is different; for people


@dataclass(frozen=True)
class Translation:
    prompt: str
    negative: str = ""
    params: Mapping[str, str] = field(default_factory=dict)  # lists, as parameters are typed
    copies: int | None = None  # None: as many as before
    lookups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values that Lookups of these names need for it: language in them became plain values."""
    missing: tuple[str, ...] = ()  # Lookups that it names and that are not there yet
    notes: tuple[Note, ...] = ()


class Refused(Exception):
    """This part has no meaning in our language; the message says why."""


class Notes:
    """Each thing is said once, in the order in which it was found."""

    def __init__(self) -> None:
        self._found: dict[Note, None] = {}

    def add(self, kind: Kind, source: str, text: str, message: str = "") -> None:
        self._found[Note(kind, source, text, message)] = None

    @property
    def all(self) -> tuple[Note, ...]:
        return tuple(self._found)
