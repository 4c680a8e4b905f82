"""A key as a value that does not show itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

LONGEST = 2000  # characters; the longest in use are signed tokens of about a thousand
SHORTEST_TO_SHOW = 8  # of a shorter one, four characters would give half of it away


class BadKey(ValueError):
    """It cannot be a key; its text is the one line to show, and never repeats what was typed."""


class Source(StrEnum):
    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    FILE = "file"


@dataclass(frozen=True)
class Key:
    value: str = field(repr=False)
    source: Source

    @property
    def ends(self) -> str:
        """Its last four characters, for a person who has several."""
        return self.value[-4:] if len(self.value) >= SHORTEST_TO_SHOW else ""


def cleaned(text: str) -> str:
    """The key in what a person pasted. Raises BadKey."""
    value = text.strip()
    if not value:
        raise BadKey(_("The key is empty; nothing was changed."))
    if len(value) > LONGEST:
        raise BadKey(_("A key has at most %(most)d characters; nothing was changed.") % {"most": LONGEST})
    if not re.fullmatch(r"[\x21-\x7e]+", value):
        raise BadKey(_("A key consists of letters, digits and signs without spaces; nothing was changed."))
    return value
