"""The fox: sitting, seen from the side."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from artfactory.providers.workshop.painter.colour import Colour, rgb8

Point = tuple[float, float]
Curve = tuple[Point, Point, Point]  # two handles and the end

COATS = {  # coat, its light side, white, dark
    "red": ("#c8541e", "#e9843a", "#f6e7d2", "#2b1a18"),
    "arctic": ("#dfe6ea", "#ffffff", "#ffffff", "#8b98a5"),
    "silver": ("#4a5160", "#8a93a4", "#d9dee6", "#15171d"),
    "dark": ("#2a221e", "#4e3c32", "#8b7360", "#120e0d"),
    "gold": ("#b8862a", "#e8be58", "#fbf0d4", "#3a2814"),
    "blue": ("#2f5f9a", "#5f97d0", "#e4eef8", "#142238"),
    "green": ("#2f7a4a", "#62b078", "#e6f4e4", "#122a1c"),
    "purple": ("#6a3f96", "#9c74c8", "#f0e6f8", "#24142f"),
    "pink": ("#c8587e", "#ef93ae", "#fdeaf0", "#3a1624"),
}
FIELD = 100  # the outlines below lie on a field of 100 × 100
MARGIN = 3  # around it, in the same units

# Each part: which of the four colours, then its outline.
PARTS: list[tuple[int, list[Point | Curve]]] = [
    (0, [(60, 93), ((84, 99), (106, 86), (100, 60)), ((99, 52), (95, 46), (90, 42)),
         ((92, 54), (88, 66), (80, 72)), ((72, 78), (64, 80), (60, 84))]),
    (2, [(100, 60), ((99, 52), (95, 46), (90, 42)), ((91, 50), (90, 57), (87, 62)), (92, 63), (95, 60),
         (97, 64)]),
    (0, [(40, 36), ((54, 44), (66, 58), (69, 74)), ((72, 86), (68, 95), (62, 95)), (30, 95),
         ((29, 92), (31, 90), (34, 90)), ((33, 76), (27, 66), (27, 52)), ((27, 44), (32, 38), (40, 36))]),
    (1, [(44, 74), ((48, 64), (62, 66), (66, 80)), ((68, 90), (66, 95), (60, 95)), (44, 95),
         ((43, 92), (45, 90), (50, 90)), ((46, 86), (42, 80), (44, 74))]),
    (2, [(28, 48), ((32, 56), (38, 60), (36, 70)), ((35, 76), (34, 80), (34, 84)),
         ((32, 72), (27, 64), (27, 52))]),
    (3, [(33, 82), (38, 82), ((38, 88), (38, 92), (40, 95)), (30, 95), ((29, 92), (31, 90), (34, 90))]),
    (3, [(37, 22), ((40, 14), (43, 9), (44, 6)), ((48, 12), (49, 20), (47, 28))]),
    (1, [(24, 24), ((24, 15), (26, 9), (28, 5)), ((34, 10), (38, 17), (39, 24)),
         ((46, 28), (48, 34), (46, 40)),
         ((42, 47), (34, 50), (28, 48)), ((20, 47), (12, 45), (7, 43)), ((6, 41), (7, 39), (9, 39)),
         ((14, 36), (18, 30), (24, 24))]),
    (3, [(27, 20), ((27, 15), (28, 11), (29, 9)), ((32, 13), (34, 17), (35, 21))]),
    (2, [(7, 43), ((14, 42), (20, 40), (25, 38)), ((32, 38), (38, 42), (45, 41)),
         ((42, 47), (34, 50), (28, 48)),
         ((20, 47), (12, 45), (7, 43))]),
]  # fmt: skip
NOSE, EYE = (5.3, 38.6, 9.4, 42.0), (20.5, 32.0, 23.5, 34.6)


def sitting(coat: str, *, tall: float, looks_right: bool, rim: Colour) -> Image.Image:
    """An RGBA cut-out, `tall` pixels high, lit along one side by `rim`."""
    scale = min(6.0, max(1.0, tall / FIELD * 2))  # drawn at twice the size, for smooth edges
    image = _lit_along_its_side(_cut_out(coat, scale), rim, scale)
    if looks_right:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    ratio = tall / (FIELD * scale)
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _cut_out(coat: str, scale: float) -> Image.Image:
    colours = [rgb8(name) for name in COATS[coat]]
    size = (round((FIELD + 6 * MARGIN) * scale), round((FIELD + MARGIN) * scale))
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for colour, outline in PARTS:
        pen.polygon([((x + MARGIN) * scale, y * scale) for x, y in _outlined(outline)], fill=colours[colour])
    for left, top, right, bottom in (NOSE, EYE):
        box = [(left + MARGIN) * scale, top * scale, (right + MARGIN) * scale, bottom * scale]
        pen.ellipse(box, fill=colours[3])
    return image


def _outlined(outline: list[Point | Curve], *, dots: int = 24) -> list[Point]:
    ends: list[Point] = [part[-1] if len(part) == 3 else part for part in outline]
    points = [ends[0]]
    for (start, end), part in zip(pairwise(ends), outline[1:], strict=True):
        points += _curve(start, part, dots) if len(part) == 3 else [end]
    return points


def _curve(start: Point, curve: Curve, dots: int) -> list[Point]:
    t = np.linspace(0, 1, dots)[1:, None]
    a, b, c, d = (np.array(point) for point in (start, *curve))
    path = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d
    return [(float(x), float(y)) for x, y in path]


def _lit_along_its_side(image: Image.Image, rim: Colour, scale: float) -> Image.Image:
    alpha = image.getchannel("A")
    behind = np.asarray(alpha.filter(ImageFilter.GaussianBlur(1.5 * scale)), np.float32) / 255
    shape = np.asarray(alpha, np.float32) / 255
    behind = np.roll(behind, (round(scale), round(-1.7 * scale)), (0, 1))
    edge = (np.clip(shape - behind, 0, 1) * shape * 0.9)[..., None]
    parts = np.asarray(image, np.float32).copy()
    parts[..., :3] = parts[..., :3] * (1 - edge) + rim * 255 * edge
    return Image.fromarray(parts.astype(np.uint8))
