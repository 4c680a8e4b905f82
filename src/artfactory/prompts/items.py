"""Items: each one resolved set of prompt, negative prompt and parameters; one Generation.

An item knows its row and makes everything but the prompt when it is asked for.
"""

from __future__ import annotations

from functools import cached_property
from math import prod
from typing import Any

from artfactory.prompts.meaning.parameters import Pick
from artfactory.prompts.meaning.parts import SubPrompt
from artfactory.prompts.meaning.planning import Plan
from artfactory.prompts.meaning.templates import Mark, Row, Template


class Frame:
    """What all items of one sub-prompt have in common."""

    def __init__(self, plan: Plan, sub: SubPrompt, *, axes: dict[str, tuple[Any, ...]], seed: int) -> None:
        self._plan = plan
        self._parts = sub
        self.batch = plan.batch.number
        self.sub = sub.number
        self.axes = axes
        self.seed = seed
        self.width = prod(map(len, axes.values()))  # combinations of parameters

    @cached_property
    def prompt(self) -> Template:
        return self._plan.template(self._parts.prompt)

    @cached_property
    def negative(self) -> Template:
        return self._plan.template(self._parts.negative)

    @property
    def names(self) -> list[str]:
        """Of each token of the batch: the name of its slot, or "" for plain text."""
        return self._plan.names

    @cached_property
    def slots(self) -> list[tuple[str, int]]:
        """The slots that this sub-prompt uses, each with its token."""
        used = self.prompt.tokens | self.negative.tokens
        return [(name, token) for token, name in enumerate(self.names) if name and token in used]

    @cached_property
    def uses_all(self) -> bool:
        return len(self.slots) == len(self.names)


class Setting:
    """One combination of parameters in a frame. The last parameter turns fastest."""

    __slots__ = ("_fixed", "_picks", "combination", "frame")

    def __init__(self, frame: Frame, combination: int) -> None:
        self.frame = frame
        self.combination = combination
        fixed: dict[str, Any] = dict.fromkeys(frame.axes)
        for name in reversed(fixed):
            axis = frame.axes[name]
            combination, at = divmod(combination, len(axis))
            fixed[name] = axis[at]
        self._fixed = fixed
        self._picks = [name for name, value in fixed.items() if isinstance(value, Pick)]

    def params(self, row: int) -> dict[str, Any]:
        params = self._fixed.copy()
        for name in self._picks:
            frame = self.frame
            label = f"pick/{frame.batch}/{name}/{row}/{frame.sub}/{self.combination}"
            params[name] = params[name].drawn(frame.seed, label)
        return params


class Item:
    """One Generation to be."""

    __slots__ = ("_row", "_setting", "_values", "prompt")

    def __init__(self, prompt: str, values: Row, row: int, setting: Setting) -> None:
        self.prompt = prompt
        self._values = values
        self._row = row
        self._setting = setting

    @property
    def negative(self) -> str:
        return self._setting.frame.negative.text(self._values)

    @property
    def params(self) -> dict[str, Any]:
        return self._setting.params(self._row)

    @property
    def slots(self) -> dict[str, str]:
        """The value that each token took, by the name of its slot."""
        frame, values = self._setting.frame, self._values
        if frame.uses_all:
            return dict(zip(frame.names, values, strict=True))
        return {name: values[token] for name, token in frame.slots}

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Batch, row of the whole space, sub-prompt, combination of parameters; all from 0."""
        frame = self._setting.frame
        return frame.batch, self._row, frame.sub, self._setting.combination

    @property
    def marks(self) -> list[Mark]:
        """Which parts of the prompt came from which slot: (from, to, slot)."""
        frame = self._setting.frame
        return frame.prompt.marks(self._values, frame.names)

    @property
    def negative_marks(self) -> list[Mark]:
        frame = self._setting.frame
        return frame.negative.marks(self._values, frame.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash((self.place, self.prompt))

    def __repr__(self) -> str:
        return f"Item(prompt={self.prompt!r}, negative={self.negative!r}, params={self.params!r})"

    def _facts(self) -> tuple[Any, ...]:
        return self.place, self.prompt, self.negative, self.params, self.slots
