"""Expansion: every Generation that a prompt and its parameters stand for, by index.

    param = item , { "," , item }

An escape (`\\,`) keeps a comma. Values that are not text pass unchanged and count once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from artfactory.prompts.problems import Diagnostic, PromptError

FIELD_LIMIT = 20_000  # code points
ITEM_LIMIT = 1_000  # items of one expansion, unless the caller says otherwise
ESCAPABLE = frozenset("[],:=@#|&.\\ ")


@dataclass(frozen=True)
class Item:
    """One fully resolved set: what one Generation asks for."""

    prompt: str
    negative: str
    params: Mapping[str, Any]
    slots: Mapping[str, str]
    place: tuple[int, int, int, int]  # batch, row, sub-prompt, parameter combination


class Expansion:
    """The whole space of items, and the ordered selection of it. Nothing is enumerated."""

    def __init__(
        self, prompt: str, negative: str, axes: Mapping[str, tuple[Any, ...]], *, max_items: int
    ) -> None:
        self._prompt, self._negative, self.axes = prompt.strip(), negative.strip(), dict(axes)
        self.count = prod(len(axis) for axis in self.axes.values())
        self.rows = [1]
        self.selected = min(self.count, max_items)
        self.diagnostics: list[Diagnostic] = []

    def __iter__(self) -> Iterator[Item]:
        return (self[index] for index in range(self.selected))

    def __getitem__(self, index: int) -> Item:
        """Item `index` of the whole space; the last parameter turns fastest."""
        if not 0 <= index < self.count:
            raise IndexError(f"There are {self.count} items; {index} is none of them.")
        params, rest = {}, index
        for name, axis in reversed(self.axes.items()):
            rest, at = divmod(rest, len(axis))
            params[name] = axis[at]
        ordered = {name: params[name] for name in self.axes}
        return Item(self._prompt, self._negative, ordered, {}, (0, 0, 0, index))


def expand(
    prompt: str,
    *,
    negative: str = "",
    params: Mapping[str, Any] | None = None,
    literal_params: Sequence[str] = (),
    max_items: int = ITEM_LIMIT,
) -> Expansion:
    """Raises PromptError when a field is too long or a list has an empty item."""
    for field, text in (("prompt", prompt), ("negative", negative)):
        _refuse_long(field, text)
    diagnostics: list[Diagnostic] = []
    axes = {
        name: (value,) if name in literal_params else _axis(name, value, diagnostics)
        for name, value in (params or {}).items()
    }
    expansion = Expansion(prompt, negative, axes, max_items=max_items)
    expansion.diagnostics = diagnostics
    _say_when_cut(expansion)
    return expansion


def _refuse_long(field: str, text: str) -> None:
    if len(text) > FIELD_LIMIT:
        message = f"This text has {len(text):,} characters; at most {FIELD_LIMIT:,} can be ordered."
        raise PromptError("E_TOO_LONG", field=field, pos=FIELD_LIMIT, end=len(text), message=message)


def _axis(name: str, value: Any, diagnostics: list[Diagnostic]) -> tuple[Any, ...]:
    if not isinstance(value, str):
        return (value,)
    field = f"param:{name}"
    _refuse_long(field, value)
    seen: dict[str, None] = {}
    for pos, end, text in _items(value):
        if not text and value.strip():
            message = f"One value of {name} is empty. Remove a comma or write a value."
            raise PromptError("E_EMPTY_ITEM", field=field, pos=pos, end=end, message=message)
        if text in seen:
            message = f"{text} stands twice in {name}; it is ordered once."
            diagnostics.append(Diagnostic("warning", "W_DUPLICATE", field, pos, end, message))
        seen[text] = None
    return tuple(seen)


def _items(source: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and text of each item; an escape yields its second character."""
    begin, at, text = 0, 0, ""
    while at < len(source):
        if source[at] == "\\" and source[at + 1 : at + 2] in ESCAPABLE and source[at + 1 : at + 2]:
            text += source[at + 1]
            at += 2
            continue
        if source[at] == ",":
            yield begin, at, text.strip()
            begin, text = at + 1, ""
        else:
            text += source[at]
        at += 1
    yield begin, at, text.strip()


def _say_when_cut(expansion: Expansion) -> None:
    if expansion.selected < expansion.count:
        message = f"{expansion.count:,} are meant; only the first {expansion.selected:,} would be ordered."
        expansion.diagnostics.append(Diagnostic("warning", "W_ORDER_LIMIT", "prompt", 0, 0, message))
