"""Things that move: boats, birds, a balloon."""

from __future__ import annotations

import math

import numpy as np
from PIL import ImageDraw

from artfactory.providers.workshop.painter.colour import mixed, rgb8
from artfactory.providers.workshop.painter.fields import Picture
from artfactory.providers.workshop.painter.lights import Light
from artfactory.providers.workshop.painter.sheet import Sheet

Point = tuple[float, float]


def boat(sheet: Sheet, picture: Picture, light: Light, *, at: Point) -> Picture:
    """Under sail."""
    side = min(sheet.width, sheet.height) * 0.3
    hull, sail, jib = (rgb8(light.on(name)) for name in ("#7a4630", "#f6ecd8", "#d8643c"))
    shapes = [
        (hull, [(-0.5, -0.08), (0.52, -0.1), (0.36, 0.1), (-0.34, 0.1)]),
        (hull, [(-0.01, -0.08), (-0.01, -0.98), (0.015, -0.98), (0.015, -0.08)]),
        (sail, [(0.04, -0.94), (0.46, -0.18), (0.04, -0.18)]),
        (jib, [(-0.03, -0.86), (-0.03, -0.18), (-0.4, -0.18)]),
    ]
    return _cut_out(sheet, picture, shapes, at=at, side=side)


def balloon(sheet: Sheet, picture: Picture, light: Light, *, at: Point) -> Picture:
    side = min(sheet.width, sheet.height) * 0.3
    colours = [rgb8(mixed(light.on(name), name, 0.3)) for name in ("#d8503a", "#f2b04a", "#f6ead0")]
    arc = np.linspace(-math.pi * 0.82, math.pi * 0.82, 40) - math.pi / 2
    shapes = []
    for number, share in enumerate((1.0, 0.72, 0.4)):
        around = [(0.42 * share * math.cos(a), -0.5 + 0.45 * math.sin(a)) for a in arc]
        shapes.append((colours[number], [*around, (0.07 * share, 0.05), (-0.07 * share, 0.05)]))
    rope, basket = rgb8(light.on("#5a4030")), [(-0.08, 0.2), (0.08, 0.2), (0.06, 0.32), (-0.06, 0.32)]
    shapes += [(rope, [(side_x, 0.05), (side_x * 1.1, 0.2), (side_x * 0.9, 0.2)]) for side_x in (-0.07, 0.07)]
    return _cut_out(sheet, picture, [*shapes, (rope, basket)], at=at, side=side)


def birds(sheet: Sheet, picture: Picture, light: Light) -> Picture:
    """A loose flock."""
    stream = sheet.random("birds")
    ink = rgb8(light.on("#3a3c48"), light=0.8)
    middle = (0.25 + 0.5 * stream.random(), 0.16 + 0.16 * stream.random())
    flock = [(middle + stream.normal(size=2) * (0.13, 0.055), stream.random()) for _ in range(sheet.count(9))]
    side = min(sheet.width, sheet.height)

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for (x, y), chance in flock:
            span = side * (0.018 + 0.022 * chance)
            lift = span * (0.42 + 0.22 * math.sin(chance * math.tau))
            left, top = x * sheet.width, y * sheet.height
            rise, tip = -lift, -lift * 0.7
            wing = [(-span, tip), (-span * 0.5, rise), (0, 0), (span * 0.5, rise), (span, tip)]
            line = [((left + a) * unit, (top + b) * unit) for a, b in wing]
            pen.line(line, fill=ink, width=max(1, round(side / 240 * unit)), joint="curve")

    return sheet.drawn(picture, draw)


def _cut_out(
    sheet: Sheet,
    picture: Picture,
    shapes: list[tuple[tuple[int, int, int], list[Point]]],
    *,
    at: Point,
    side: float,
    turn: float = 0,
) -> Picture:
    x, y = at[0] * sheet.width, at[1] * sheet.height
    cos, sin = math.cos(turn) * side, math.sin(turn) * side

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for colour, outline in shapes:
            turned = [((x + a * cos - b * sin) * unit, (y + a * sin + b * cos) * unit) for a, b in outline]
            pen.polygon(turned, fill=colour)

    return sheet.drawn(picture, draw)
