"""The values of a Lookup: one for each line, and what a person should know about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST = 10_000  # values of one Lookup
LONGEST = 1_000  # code points of one value
_END_OF_LINE = re.compile(r"\r\n|\r|\n")
_UNKEPT = re.compile("[\0\r\n\ud800-\udfff]")  # what no database keeps, or what would end the line


def read(text: str) -> list[str]:
    """One value for each line, in order. White space around a value is not part of it; the last lines of a
    text are often empty and mean nothing, blank ones between values are kept as they were typed.
    """
    lines = [line.strip() for line in _END_OF_LINE.split(text)]
    while lines and not lines[-1]:
        del lines[-1]
    return lines


def written(values: Iterable[str]) -> str:
    return "\n".join(values)


def pool(values: Iterable[str]) -> list[str]:
    """What the prompt language takes from them: neither blank ones nor repeats."""
    distinct = dict.fromkeys(values)
    distinct.pop("", None)
    return list(distinct)


def flaw(values: Sequence[str]) -> str:
    """Why they cannot be kept, in words; empty when they can."""
    if len(values) > MOST:
        words = _("A lookup holds at most %(most)s values; these are %(n)s.")
        return words % {"most": f"{MOST:,}", "n": f"{len(values):,}"}
    for number, value in enumerate(values, start=1):
        if len(value) > LONGEST:
            words = _("Line %(line)d is too long: a value has at most %(most)s characters, this one %(n)s.")
            return words % {"line": number, "most": f"{LONGEST:,}", "n": f"{len(value):,}"}
        if _UNKEPT.search(value):
            return _("Line %(line)d holds a character that cannot be kept.") % {"line": number}
    return ""


@dataclass(frozen=True)
class Review:
    """What the prompt language will pass over. Nothing of it is changed without a word of the person."""

    count: int  # distinct values
    blank: tuple[int, ...]  # numbers of lines, from 1
    repeats: tuple[str, ...]  # values that stand there more than once

    @property
    def is_tidy(self) -> bool:
        return not (self.blank or self.repeats)


def review(values: Sequence[str]) -> Review:
    times = Counter(filter(None, values))
    blank = tuple(number for number, value in enumerate(values, start=1) if not value)
    return Review(len(times), blank, tuple(value for value, n in times.items() if n > 1))
