"""What falls: snow and rain, in three depths that each fall at a speed of their own."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw

from artfactory.providers.workshop.painter.colour import over, rgb
from artfactory.providers.workshop.painter.fields import Field, Picture
from artfactory.providers.workshop.painter.sheet import Draw, Sheet

DEPTHS = 3
COLOURS = {"snowfall": "#ffffff", "rain": "#dce8f0"}
FALLS = {"snowfall": (1, 1, 2), "rain": (4, 5, 6)}  # heights, during one film


class Weather:
    def __init__(self, sheet: Sheet, kind: str) -> None:
        self._kind = kind
        draw = {"snowfall": _flakes, "rain": _drops}.get(kind)
        self._covers = [draw(sheet, depth) for depth in range(DEPTHS)] if draw else []

    def over(self, picture: Picture, *, moment: float = 0) -> Picture:
        """`moment`: 0..1 of a film, which ends as it began."""
        for depth, cover in enumerate(self._covers):
            fallen = round(moment * FALLS[self._kind][depth] * cover.shape[0])
            picture = over(picture, rgb(COLOURS[self._kind]), np.roll(cover, fallen, axis=0))
        return picture


def _flakes(sheet: Sheet, depth: int) -> Field:
    stream = sheet.random(f"flakes {depth}")
    places = stream.random((sheet.count(95), 3))
    side = min(sheet.width, sheet.height)

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for x, y, chance in places:
            size = side * (0.0012 + 0.0016 * depth + 0.0012 * chance) * unit
            left, top = x * sheet.width * unit, y * sheet.height * unit
            pen.ellipse(
                [left - size, top - size, left + size, top + size], fill=(255, 255, 255, 150 + 35 * depth)
            )

    return _cover(sheet, draw)


def _drops(sheet: Sheet, depth: int) -> Field:
    stream = sheet.random(f"drops {depth}")
    places = stream.random((sheet.count(110), 3))

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for x, y, chance in places:
            size = sheet.height * (0.015 + 0.014 * depth + 0.012 * chance) * unit
            left, top = x * sheet.width * unit, y * (sheet.height * unit - size)
            tone = (255, 255, 255, 60 + 30 * depth)
            pen.line([left, top, left - size * 0.18, top + size], fill=tone, width=max(1, round(unit)))

    return _cover(sheet, draw)


def _cover(sheet: Sheet, draw: Draw) -> Field:
    return sheet.drawn(np.zeros((sheet.height, sheet.width, 3), np.float32), draw)[..., 0]
