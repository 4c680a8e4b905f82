"""Reads a prompt: the words that Workshop knows decide, chance does the rest.

Words of colour and time only recolour and relight a picture; so prompts that differ in these alone give
the same composition, and can be compared.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from artfactory.providers.workshop import lexicon

TIMES = frozenset({"day", "night", "dawn", "dusk", "evening"})
RELIGHTING = frozenset(lexicon.HUES) | lexicon.NEUTRALS | TIMES
LANDSCAPES = sorted(set(lexicon.PLACES.values()))
PATTERNS = sorted(set(lexicon.PATTERNS.values()) - {"abstract"})
HOMES = {  # where a subject belongs when no place is named
    "boat": ("sea", "fjord", "harbour"),
    "lighthouse": ("sea",),
    "cabin": ("meadow", "forest", "mountains", "snowfield"),
    "oak": ("meadow", "tundra", "mountains"),
    "birds": ("sea", "fjord", "mountains", "meadow"),
    "balloon": ("mountains", "meadow", "dunes", "fjord"),
}


@dataclass(frozen=True)
class Brief:
    """What a picture should be. An empty text leaves it to the place."""

    seed: int  # chance for all that no word decides
    whim: int  # 0..2**32-1; a little of everything depends on every letter of the prompt
    place: str
    subject: str = ""
    coat: str = "red"
    light: str = ""
    weather: str = ""
    season: str = ""
    close: bool = False
    colours: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        what = f"{self.coat} fox" if self.subject == "fox" else self.subject
        if self.subject == "fox" and self.close:
            return f"portrait of a {what}"
        where = f"{self.place} ({', '.join(filter(None, [self.light, self.season]))})"
        return " in ".join(filter(None, [what, where.removesuffix(" ()")]))


def read(prompt: str, *, seed: int, number: int = 0) -> Brief:
    """`number` counts the pictures of one request."""
    found = re.findall(r"[^\W\d_]+", prompt.lower())
    kept = " ".join(word for word in found if word not in RELIGHTING)
    chance = _digest(f"{seed}/{number}/{kept}")
    subject = _first(found, lexicon.SUBJECTS)
    light = _light(found)
    return Brief(
        seed=chance,
        whim=_digest(f"{number}/{prompt}") % 2**32,
        place=_place(found, subject=subject, light=light, chance=chance),
        subject=subject,
        coat=_first(_before_a_fox(found), lexicon.COATS) or "red",
        light=light,
        weather=_first(found, lexicon.WEATHER),
        season=_first(found, lexicon.SEASONS),
        close=bool(lexicon.CLOSE & set(found)),
        colours=tuple(dict.fromkeys(w for w in found if w in lexicon.HUES or w in lexicon.NEUTRALS)),
        words=tuple(dict.fromkeys(word for word in found if _known(word))),
    )


def _digest(text: str) -> int:
    """Unlike `hash`, the same in every process."""
    return int.from_bytes(hashlib.sha256(text.encode(errors="replace")).digest()[:8], "big")


def _first(found: Iterable[str], meanings: Mapping[str, str]) -> str:
    return next((meanings[word] for word in found if word in meanings), "")


def _light(found: list[str]) -> str:
    """A clear word of the time wins over what only suggests one; the aurora is the exception."""
    if _first(found, {word: light for word, light in lexicon.LIGHTS.items() if light == "aurora"}):
        return "aurora"
    plain = [word for word in found if lexicon.LIGHTS.get(word) == word]
    return _first(plain or found, lexicon.LIGHTS)


def _place(found: list[str], *, subject: str, light: str, chance: int) -> str:
    named = _first(found, lexicon.PLACES) if "birch" not in found else "birch forest"
    pattern = _first(found, lexicon.PATTERNS)
    if named or (pattern and not subject and pattern != "abstract"):
        return named or pattern
    if pattern and not subject:
        return PATTERNS[chance % len(PATTERNS)]
    if light == "aurora":
        return ("snowfield", "fjord", "mountains")[chance % 3]
    if "winter" in (lexicon.SEASONS.get(word) for word in found):
        return ("snowfield", "mountains", "forest", "birch forest")[chance % 4]
    return _by_chance(subject=subject, light=light, chance=chance)


def _by_chance(*, subject: str, light: str, chance: int) -> str:
    open_to_patterns = not (subject or light) and chance % 5 < 2
    choices = PATTERNS if open_to_patterns else HOMES.get(subject, LANDSCAPES)
    return choices[(chance >> 8) % len(choices)]


def _before_a_fox(found: list[str]) -> list[str]:
    """The words that may name its coat: the nearest one first."""
    foxes = [at for at, word in enumerate(found) if lexicon.SUBJECTS.get(word) == "fox"]
    return list(reversed(found[: foxes[0]])) + found if foxes else []


def _known(word: str) -> bool:
    tables = (
        lexicon.PLACES,
        lexicon.PATTERNS,
        lexicon.SUBJECTS,
        lexicon.LIGHTS,
        lexicon.WEATHER,
        lexicon.SEASONS,
    )
    return word in RELIGHTING or word in lexicon.CLOSE or any(word in table for table in tables)
