"""Pictures made of lines: a field of strokes, a snowflake."""

from __future__ import annotations

import math

import numpy as np
from PIL import ImageDraw

from artfactory.providers.workshop.painter.colour import lit, ramp, rgb, rgb8
from artfactory.providers.workshop.painter.fields import Field, Picture, blurred, stretched
from artfactory.providers.workshop.painter.sheet import Sheet

STROKE = 60  # dots in one line
ARM = ((0.35, 0.42), (0.6, 0.36), (0.82, 0.26))  # where on an arm the next ones grow, and how long
Segment = tuple[float, float, float, float, int]


def flow(sheet: Sheet, stops: tuple[str, ...]) -> Picture:
    """Hair in the wind: every line follows the same field."""
    dark = bool(sheet.random("paper").integers(2))
    paper, inks = ("#15120f", stops[::-1][:4]) if dark else ("#f0eee6", stops[:4])
    lines = _followed(sheet, sheet.noise("wind", 0.55, octaves=3) * math.tau * 2.2)
    stream = sheet.random("inks")
    tones = ramp(np.clip(lines[:, 0, 1] / sheet.height * 0.7 + stream.random(len(lines)) * 0.3, 0, 1), inks)
    thick = 1 + stream.random(len(lines))
    side = min(sheet.width, sheet.height)

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for line, tone, weight in zip(lines * unit, tones, thick, strict=True):
            width = max(1, round(side / 420 * unit * weight))
            pen.line([*map(tuple, line.tolist())], fill=(*rgb8(tone), 165), width=width, joint="curve")

    sheet.tell(0.4)
    return sheet.drawn(np.broadcast_to(rgb(paper), (sheet.height, sheet.width, 3)), draw)


def _followed(sheet: Sheet, angles: Field) -> Field:
    """(lines, dots, 2): all lines take each step together."""
    count, step = sheet.count(1100), min(sheet.width, sheet.height) / 170
    dots = sheet.random("starts").random((count, 2)) * (sheet.width * 1.1, sheet.height * 1.1)
    dots = dots - (0.05 * sheet.width, 0.05 * sheet.height)
    path = [dots]
    for _ in range(STROKE):
        columns = np.clip(dots[:, 0], 0, sheet.width - 1).astype(int)
        rows = np.clip(dots[:, 1], 0, sheet.height - 1).astype(int)
        angle = angles[rows, columns]
        dots = dots + np.stack([np.cos(angle), np.sin(angle)], axis=-1) * step
        path.append(dots)
    return np.stack(path, axis=1)


def crystal(sheet: Sheet, stops: tuple[str, ...]) -> Picture:
    arms: list[Segment] = []
    size = min(sheet.width, sheet.height) * 0.42
    _arm(arms, (0.0, 0.0, -math.pi / 2, size), growth=_growth(sheet), order=4)
    night = ramp(
        stretched(sheet.down * 0.6 + sheet.noise("depth", 0.9, octaves=2)), ("#081420", stops[0], "#2b5a78")
    )

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for sixth in range(6):
            cos, sin = math.cos(sixth * math.pi / 3), math.sin(sixth * math.pi / 3)
            for x, y, to_x, to_y, order in arms:
                ends = [
                    (x * cos - y * sin, x * sin + y * cos),
                    (to_x * cos - to_y * sin, to_x * sin + to_y * cos),
                ]
                line = [((sheet.width / 2 + a) * unit, (sheet.height / 2 + b) * unit) for a, b in ends]
                pen.line(
                    line,
                    fill=(255, 255, 255, 90 + 40 * order),
                    width=max(1, round(order * size * unit / 240)),
                )

    shape = sheet.drawn(np.zeros_like(night), draw)[..., 0]
    picture = lit(night, rgb("#6ab8e8"), blurred(shape, size / 24) * 0.8)
    return lit(picture, rgb("#e8f6ff"), shape * 0.92)


def _growth(sheet: Sheet) -> tuple[tuple[float, float], ...]:
    """No two flakes are alike."""
    stray = sheet.random("growth").normal(size=(3, 2)) * (0.07, 0.09)
    return tuple(
        (at + float(a), max(0.12, size + float(b))) for (at, size), (a, b) in zip(ARM, stray, strict=True)
    )


def _arm(
    arms: list[Segment],
    start: tuple[float, float, float, float],
    *,
    growth: tuple[tuple[float, float], ...],
    order: int,
) -> None:
    x, y, angle, size = start
    if order == 0 or size < 2:
        return
    to_x, to_y = x + math.cos(angle) * size, y + math.sin(angle) * size
    arms.append((x, y, to_x, to_y, order))
    for at, share in growth:
        for side in (-1, 1):
            turned = (x + (to_x - x) * at, y + (to_y - y) * at, angle + side * math.pi / 3, size * share)
            _arm(arms, turned, growth=growth, order=order - 1)
