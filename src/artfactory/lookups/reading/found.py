"""What reading a file comes to: lists with names, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

MOST_LISTS = 5_000


class NotRead(Exception):
    """In words for people: why a file, or a part of one, is not taken."""


@dataclass(frozen=True)
class Found:
    source: str  # "animals/cats.txt", or in a file with several: "cards.yaml: animals, cats"
    name: str
    values: Sequence[str]
    notes: Sequence[str] = ()  # what is not as it was written, in sentences


@dataclass(frozen=True)
class Refused:
    source: str
    reason: str


@dataclass
class Reading:
    found: list[Found] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # of those found

    @property
    def is_full(self) -> bool:
        return max(len(self.found), len(self.refused)) >= MOST_LISTS

    def add(self, found: Found) -> None:
        notes = [_kept(note) for note in found.notes]
        self.found.append(replace(found, source=_kept(found.source), notes=notes))
        self.names.add(found.name)

    def refuse(self, source: str, reason: str) -> None:
        self.refused.append(Refused(_kept(source), reason))


def _kept(text: str) -> str:
    """Without what no database keeps: names inside of files may hold anything."""
    return text.replace("\0", "").encode(errors="replace").decode()
