"""The fox's head, front on, folded from flat facets."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw

from artfactory.providers.workshop.painter.colour import ramp, rgb, rgb8
from artfactory.providers.workshop.painter.fields import Picture, stretched, warped
from artfactory.providers.workshop.painter.fox import COATS
from artfactory.providers.workshop.painter.lights import LIGHTS
from artfactory.providers.workshop.painter.sheet import Composition, Sheet
from artfactory.providers.workshop.words import Brief

Point = tuple[float, float]
Facet = tuple[list[Point], int, float]  # outline, which colour of the coat, how much lighter

BACKGROUNDS = (
    ("#0d2230", "#17424f", "#2b7a78"), ("#0b1a2c", "#1d4060", "#5a90b0"), ("#5a2a14", "#b8642a", "#f0b060"),
    ("#2a1430", "#6a3060", "#c8788a"), ("#14261c", "#2f5a3c", "#8aa868"),
)  # fmt: skip

# The right half; the left one mirrors it.
FACETS: list[Facet] = [
    ([(0, -0.55), (0.32, -0.62), (0.2, -0.2)], 0, 0.15),
    ([(0, -0.55), (0.2, -0.2), (0, -0.05)], 1, 0.0),
    ([(0.32, -0.62), (0.62, -0.3), (0.2, -0.2)], 0, -0.05),
    ([(0.32, -0.62), (0.62, -1.25), (0.5, -0.44)], 0, -0.12),
    ([(0.62, -1.25), (0.78, -0.35), (0.5, -0.44)], 0, -0.25),
    ([(0.4, -0.62), (0.6, -1.05), (0.62, -0.5)], 3, 0.08),
    ([(0.5, -0.44), (0.78, -0.35), (0.62, -0.3)], 0, -0.2),
    ([(0.62, -0.3), (0.78, -0.35), (0.98, 0.12)], 2, -0.25),
    ([(0.62, -0.3), (0.98, 0.12), (0.5, 0.12)], 2, -0.1),
    ([(0.2, -0.2), (0.62, -0.3), (0.5, 0.12)], 1, 0.06),
    ([(0.5, 0.12), (0.98, 0.12), (0.52, 0.42)], 2, -0.18),
    ([(0.2, -0.2), (0.5, 0.12), (0.22, 0.42)], 2, 0.0),
    ([(0.5, 0.12), (0.52, 0.42), (0.22, 0.42)], 2, -0.08),
    ([(0, -0.05), (0.2, -0.2), (0.16, 0.5)], 1, 0.1),
    ([(0, -0.05), (0.16, 0.5), (0, 0.55)], 1, 0.02),
    ([(0.2, -0.2), (0.22, 0.42), (0.16, 0.5)], 2, 0.02),
    ([(0.22, 0.42), (0.52, 0.42), (0.12, 0.78)], 2, -0.22),
    ([(0.16, 0.5), (0.22, 0.42), (0.12, 0.78)], 2, -0.12),
    ([(0, 0.55), (0.16, 0.5), (0.1, 0.68)], 3, 0.05),
    ([(0, 0.55), (0.1, 0.68), (0, 0.78)], 3, -0.02),
    ([(0, 0.78), (0.1, 0.68), (0.12, 0.78), (0, 0.92)], 2, -0.2),
    ([(0.24, -0.08), (0.42, -0.16), (0.36, -0.02)], 3, 0.0),
]
EYE, IRIS = (0.335, -0.085), (245, 190, 90)


def portrait(sheet: Sheet, brief: Brief) -> Composition:
    coat = [rgb(name) for name in COATS[brief.coat]]
    folds = sheet.random("folds").normal(size=(2, len(FACETS))) * 0.02
    size = min(sheet.width, sheet.height) * 0.4
    middle = (sheet.width * 0.5, sheet.height * 0.54)

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for side, strays in zip((-1, 1), folds, strict=True):
            for (outline, colour, lighter), stray in zip(FACETS, strays, strict=True):
                points = [_at(middle, size, unit, (side * x, y)) for x, y in outline]
                light = lighter + stray + (0.06 if side < 0 else -0.08)
                pen.polygon(
                    points, fill=rgb8(np.clip(coat[colour] + light * (0.9 if light < 0 else 0.6), 0, 1))
                )
            x, y = _at(middle, size, unit, (side * EYE[0], EYE[1]))
            iris = size * unit * 0.022
            pen.ellipse([x - iris, y - iris, x + iris, y + iris], fill=IRIS)

    return Composition(_backdrop(sheet, brief), front=lambda picture: sheet.drawn(picture, draw))


def _at(middle: Point, size: float, unit: float, point: Point) -> Point:
    return (middle[0] + point[0] * size) * unit, (middle[1] + point[1] * size) * unit


def _backdrop(sheet: Sheet, brief: Brief) -> Picture:
    smoke = stretched(sheet.noise("smoke", 0.7))
    drift = [(sheet.noise(label, 0.4) - 0.5) * sheet.width * 0.5 for label in ("across", "down")]
    smoke = warped(smoke, drift[0], drift[1])
    choice = BACKGROUNDS[int(sheet.random("backdrop").integers(len(BACKGROUNDS)))]
    stops = LIGHTS[brief.light].sky[:3] if brief.light else choice
    return ramp(smoke * 0.8 + sheet.down * 0.2, stops)
