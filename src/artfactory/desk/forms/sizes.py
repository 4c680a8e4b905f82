"""Size as a few shapes, as large as the model's own default; or width and height as typed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from artfactory.desk.forms.fields import ParameterField

SIDES = ("width", "height")
SHAPES = ("1:1", "4:5", "2:3", "3:2", "16:9", "9:16")
OWN = "own"
USUAL_SIDE = 1024  # where a model names no default
BOX = 14.0  # the longer side of the drawing of a shape


@dataclass(frozen=True)
class Shape:
    """One segment: "3:2", drawn as a small rectangle."""

    name: str
    chosen: bool
    sides: tuple[int, int]

    @property
    def drawing(self) -> Mapping[str, str]:
        across, down = _parts(self.name)
        longest = max(across, down)
        width, height = BOX * across / longest, BOX * down / longest
        numbers = {"width": width, "height": height, "box": width + 2}
        return {name: f"{number:.1f}" for name, number in numbers.items()}


@dataclass(frozen=True)
class SizeField:
    width: ParameterField
    height: ParameterField
    answer: str  # a shape, "own", or empty: what each model does by itself

    @property
    def is_own(self) -> bool:
        typed = bool(self.width.answer or self.height.answer)
        return self.answer == OWN or (typed and self.answer not in SHAPES)

    @property
    def shapes(self) -> Iterator[Shape]:
        for name in SHAPES:
            yield Shape(name, name == self.answer, self.sides(name))

    @property
    def default(self) -> str:
        return f"{self.width.default} × {self.height.default}"

    @property
    def hint(self) -> str:
        """In pixels, so that nobody has to guess."""
        if self.is_own:
            return ""
        across, down = self.sides(self.answer) if self.answer in SHAPES else ("", "")
        return f"{across} × {down}" if across else self.default

    @property
    def note(self) -> str:
        return self.width.note if self.is_own else self._shown().note

    @property
    def values(self) -> dict[str, Any]:
        """For the request."""
        if self.is_own:
            fields = (self.width, self.height)
            return {field.name: field.value for field in fields if field.answer}
        if self.answer in SHAPES:
            across, down = self.sides(self.answer)
            return {"width": across, "height": down}
        return {}

    def sides(self, shape: str) -> tuple[int, int]:
        """As many pixels as the first model's default, in steps and within limits of that model."""
        across, down = _parts(shape)
        area = _number(self.width, "default", USUAL_SIDE) * _number(self.height, "default", USUAL_SIDE)
        wanted = math.sqrt(area * across / down)
        most = min(
            _number(self.width, "maximum", 10**6), _number(self.height, "maximum", 10**6) * across / down
        )
        fitting = min(wanted, most)
        return _stepped(self.width, fitting), _stepped(self.height, fitting * down / across)

    def _shown(self) -> ParameterField:
        """The width as if it had been typed, for the note about models without one."""
        field = self.width
        return ParameterField(field.name, field.takers, field.lacking, self.answer)


def _parts(shape: str) -> tuple[int, int]:
    across, _colon, down = shape.partition(":")
    return int(across), int(down)


def _number(field: ParameterField, name: str, otherwise: float) -> float:
    value = field.first.schema.get(name)
    return float(value) if isinstance(value, int | float) else otherwise


def _stepped(field: ParameterField, pixels: float) -> int:
    step = int(_number(field, "multipleOf", 8)) or 1
    least = _number(field, "minimum", step)
    return max(round(pixels / step) * step, math.ceil(least / step) * step)
