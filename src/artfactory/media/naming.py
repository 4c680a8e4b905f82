"""Names of stored files: found by people in a file manager, never changed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

SLUG_LETTERS = 60
_SLUG_BYTES = 150  # of the 255 a file name may have; some letters take four


@dataclass(frozen=True)
class Name:
    """What the name is made of. The same parts give the same name, so work done twice lands in one place."""

    made_on: date
    text: str  # usually the prompt
    id: str  # tells it from every other file: letters, digits and hyphens

    def path(self, extension: str) -> str:
        """Below the media folder: `2026/11/2026-11-22-a-red-fox-g12-0.png`."""
        stem = "-".join(part for part in (self.made_on.isoformat(), slug(self.text), plain(self.id)) if part)
        return f"{self.made_on:%Y/%m}/{stem}.{extension}"


def slug(text: str) -> str:
    """Letters and digits of any script, joined by hyphens and cut at a word where possible."""
    folded = unicodedata.normalize("NFC", text[:1000]).lower()
    words = re.sub(r"[\W_]+", "-", folded).strip("-")
    if len(words) > SLUG_LETTERS:
        words = words[: SLUG_LETTERS + 1].rpartition("-")[0] or words[:SLUG_LETTERS]
    return words.encode(errors="ignore")[:_SLUG_BYTES].decode(errors="ignore").strip("-")


def plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:60]
