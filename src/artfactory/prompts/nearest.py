"""The known names that were probably meant."""

from __future__ import annotations

from collections.abc import Iterable

MOST = 3


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Equal but for case, or at most two edits away; the nearest first."""
    if not name or len(name) > 64:
        return []
    folded = name.casefold()
    found = []
    for each in known:
        if abs(len(each) - len(name)) > 2 and each.casefold() != folded:
            continue
        away = 0 if each.casefold() == folded else _edits(name, each)
        if away <= min(2, len(name) - 1):
            found.append((away, each))
    return [each for _away, each in sorted(found)[:MOST]]


def _edits(one: str, other: str) -> int:
    """Characters to insert, remove or change; more than 2 is told as 3."""
    if len(set(one) ^ set(other)) > 4:
        return 3
    row = list(range(len(other) + 1))
    for count, mine in enumerate(one, 1):
        above, row = row, [count]
        for at, theirs in enumerate(other, 1):
            row.append(min(row[-1] + 1, above[at] + 1, above[at - 1] + (mine != theirs)))
        if min(row) > 2:
            return 3
    return row[-1]
