"""Numbers in addresses and forms, which anybody can write."""

from __future__ import annotations

LONGEST = 18  # digits that fit into an id of the database


def whole_number(text: str | None) -> int | None:
    """0, 1, 2 …; None for anything else."""
    readable = text is not None and text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return int(text) if text and readable else None


def whole_numbers(text: str, *, most: int) -> list[int]:
    """Those in "1,2,3" that are numbers."""
    found = (whole_number(part) for part in text.split(",")[:most])
    return [number for number in found if number is not None]
