"""Lists in a tree: each leaf of a mapping, named by the way to it; a bare list is named by its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from artfactory.lookups.reading.found import NotRead
from artfactory.lookups.reading.trees import Tree

Leaf = tuple[str, list[str], list[str]]  # the way to it, its values, notes
_WEIGHTED = re.compile(r"\d+(?:\.\d+)?::(.*)", re.S)


def leaves(tree: Tree, *, file_name: str) -> Iterator[Leaf]:
    """Raises NotRead where there are none."""
    if isinstance(tree, dict) and tree:
        yield from _below(tree, above=())
    elif isinstance(tree, list) and tree:
        yield _leaf(file_name, tree)
    else:
        raise NotRead(_("There is no list in this file."))


def _below(tree: dict[str, Any], *, above: tuple[str, ...]) -> Iterator[Leaf]:
    for name, inner in tree.items():
        way = (*above, name)
        if isinstance(inner, dict):
            yield from _below(inner, above=way)
        else:
            yield _leaf("/".join(way), inner if isinstance(inner, list) else [inner])


def _leaf(way: str, items: list[Any]) -> Leaf:
    found, weights, strange = [], 0, 0
    for item in items:
        text, weighted = _value(item)
        weights += weighted
        strange += text is None
        if text:
            found.append(" ".join(text.split()) if "\n" in text or "\r" in text else text.strip())
    return way, found, list(_notes(weights, strange))


def _value(item: Any) -> tuple[str | None, bool]:
    """Its text, and whether a weight was taken from it; None for what is no value."""
    if isinstance(item, dict):
        text = item.get("text") or item.get("content")
        return (text, "weight" in item) if isinstance(text, str) else (None, False)
    if not isinstance(item, str):
        return None, False
    weighted = _WEIGHTED.fullmatch(item)
    return (weighted[1], True) if weighted else (item, False)


def _notes(weights: int, strange: int) -> Iterator[str]:
    if weights:
        words = ngettext("%(n)d weight is left out.", "%(n)d weights are left out.", weights)
        yield words % {"n": weights}
    if strange:
        words = ngettext("%(n)d entry is no text.", "%(n)d entries are no texts.", strange)
        yield words % {"n": strange}
