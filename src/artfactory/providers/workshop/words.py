"""Reads a prompt: which of its words Painter, Loom and Chime know, and chance for the rest."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from artfactory.providers.workshop.painter.places import PLACES


@dataclass(frozen=True)
class Brief:
    seed: int  # chance of everything that no word decides
    place: str
    subject: str = ""
    coat: str = "red"
    light: str = ""
    words: tuple[str, ...] = ()
    title: str = ""


def read(prompt: str, *, seed: int, number: int = 0) -> Brief:
    found = set(re.findall(r"[^\W\d_]+", prompt.lower()))
    chance = int.from_bytes(hashlib.sha256(f"{seed}/{number}/{prompt}".encode()).digest()[:8], "big")
    place = next((name for name in PLACES if found & set(name.split())), "")
    place = place or list(PLACES)[chance % len(PLACES)]
    subject = "fox" if "fox" in found else ""
    return Brief(seed=chance, place=place, subject=subject, title=f"{subject} in the {place}".strip())
