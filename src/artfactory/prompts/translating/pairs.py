"""Which closing mark belongs to which opening one, in one walk, so that no text takes long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

DEEPEST = 40  # levels of nesting that are read


def pairs(source: str, *, opening: str, closing: str) -> dict[int, int]:
    """For the place of each opening character the place of its closing one; what has none is left out."""
    ends: dict[int, int] = {}
    stack: list[int] = []
    for at, mark in enumerate(source):
        if mark == opening:
            stack.append(at)
        elif mark == closing and stack:
            ends[stack.pop()] = at
    return ends


def divided(
    source: str, start: int, end: int, ends: Mapping[int, int], *, mark: str
) -> Iterator[tuple[int, int]]:
    """The bounds of the parts between the marks, without those that stand inside a pair."""
    first = at = start
    while at < end:
        inner = ends.get(at)
        if inner is not None and inner < end:
            at = inner + 1
        elif source.startswith(mark, at) and at + len(mark) <= end:
            yield first, at
            first = at = at + len(mark)
        else:
            at += 1
    yield first, end
