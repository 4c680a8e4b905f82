"""Texts of one value a line, as the collections of wildcards that people share are written.

A line that starts with # is a comment, and a whole value in double underscores means the list of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from artfactory.lookups import values
from artfactory.lookups.names import fitted
from artfactory.lookups.reading.found import NotRead

_SHIELDED = re.compile(r"\\+#")
_WILDCARD = re.compile(r"__([^_\s](?:.*?[^_\s])?)__")
_FOREIGN = re.compile(r"\{[^{}]*\}|__[^_\s].*?__")


def read_lines(text: str) -> tuple[list[str], list[str]]:
    """The values, and what was done to them in sentences. Raises NotRead where they are too many."""
    lines = values.read(text)
    said = [line for line in lines if line and not line.startswith("#")]
    if len(said) > values.MOST:  # before more work is done on them
        raise NotRead(values.flaw(said))
    comments = sum(line.startswith("#") for line in lines)
    blank = len(lines) - len(said) - comments
    found = [line[1:] if _SHIELDED.match(line) else line for line in said]
    notes = [
        *_note(comments, ngettext("%(n)d comment is left out.", "%(n)d comments are left out.", comments)),
        *_note(blank, ngettext("%(n)d blank line is left out.", "%(n)d blank lines are left out.", blank)),
    ]
    return found, notes


def shielded(value: str) -> str:
    """The line that reads as this value, even where it looks like a comment."""
    return f"\\{value}" if value.startswith("#") or _SHIELDED.match(value) else value


def adopt(given: Sequence[str]) -> tuple[list[str], list[str]]:
    """Values in the manner of other tools, as ours: "__colors/warm__" becomes the name "colors/warm"."""
    found = [_named(value) for value in given]
    named = sum(new != old for new, old in zip(found, given, strict=True))
    foreign = sum(bool(_FOREIGN.search(value)) for value in found)
    repeats = len([value for value in found if value]) - len(values.pool(found))
    notes = [
        *_note(named, ngettext("%(n)d value names a list now.", "%(n)d values name lists now.", named)),
        *_note(foreign, _("Values with {…} or __…__ are plain text here: %(n)d.")),
        *_note(repeats, _("Values that stand there more than once count once: %(n)d.")),
    ]
    return found, notes


def _named(value: str) -> str:
    wildcard = _WILDCARD.fullmatch(value)
    return (wildcard and fitted(wildcard[1])) or value


def _note(n: int, words: str) -> Iterable[str]:
    return [words % {"n": n}] if n else []
