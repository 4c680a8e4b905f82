"""Plants: birches, a lone tree, grass, flowers."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from artfactory.providers.workshop.painter.colour import Colour, mixed, over, rgb8
from artfactory.providers.workshop.painter.fields import Picture
from artfactory.providers.workshop.painter.lights import Light
from artfactory.providers.workshop.painter.sheet import Sheet, laid

BARK = ("#f0be78", "#ecd6b4", "#f4ecde")  # far, middle, near
PETALS = ("#e8504a", "#f2b83c", "#f6f0e0", "#c86ab0", "#6a86e0")


def birched(sheet: Sheet, picture: Picture, light: Light) -> Picture:
    for depth, (count, opacity) in enumerate(((16, 100), (9, 180), (5, 255))):
        layer = _birches(sheet, light, depth=depth, count=count, opacity=opacity)
        picture = laid(
            picture, layer.filter(ImageFilter.GaussianBlur((1.6 - 0.7 * depth) * sheet.width / 480))
        )
    glow = np.exp(-(((sheet.down - 0.5) / 0.3) ** 2)) * 0.26 * np.ones((1, sheet.width), np.float32)
    return over(picture, np.array(mixed(light.haze, light.rim, 0.4)), glow)


def _birches(sheet: Sheet, light: Light, *, depth: int, count: int, opacity: int) -> Image.Image:
    width, height = sheet.width, sheet.height
    layer = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen, stream = ImageDraw.Draw(layer), sheet.random(f"birches {depth}")
    bark, dark = rgb8(mixed(light.on(BARK[depth]), BARK[depth], 0.35)), rgb8(light.on("#3c2822"))
    for _ in range(count):
        x, thick = stream.random() * width, width * (0.008 + 0.01 * depth) * (0.8 + 0.5 * stream.random())
        foot, lean = height * (0.74 + 0.07 * depth + 0.02 * stream.random()), stream.normal() * width * 0.015
        _trunk(pen, x=x, foot=foot, lean=lean, thick=thick, colours=((*bark, opacity), (*dark, opacity // 2)))
        for at in stream.random((10 + 6 * depth, 2)):
            row = at[0] * foot
            middle = x + lean * (1 - row / foot) + (at[1] - 0.5) * thick * 0.3
            box = [middle - thick * 0.3, row - thick * 0.1, middle + thick * 0.2, row + thick * 0.1]
            pen.ellipse(box, fill=(*dark, opacity))
    return layer


def _trunk(
    pen: ImageDraw.ImageDraw,
    *,
    x: float,
    foot: float,
    lean: float,
    thick: float,
    colours: tuple[tuple[int, ...], ...],
) -> None:
    top = x + lean
    pen.polygon(
        [(top - thick * 0.4, 0), (top + thick * 0.4, 0), (x + thick / 2, foot), (x - thick / 2, foot)],
        fill=colours[0],
    )
    pen.polygon(
        [(top + thick * 0.1, 0), (top + thick * 0.4, 0), (x + thick / 2, foot), (x + thick * 0.1, foot)],
        fill=colours[1],
    )


def grassed(sheet: Sheet, picture: Picture, *, colour: Colour) -> Picture:
    stream = sheet.random("grass")
    width, height = sheet.width, sheet.height
    blades = stream.random((sheet.count(320), 2))
    bends = stream.normal(size=len(blades)) * 0.4

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for (across, tall), bend in zip(blades, bends, strict=True):
            size = height * (0.02 + 0.06 * tall)
            x, bow = across * width, bend * size
            points = [(x, height), (x + bow * 0.4, height - size * 0.6), (x + bow, height - size)]
            pen.line([(a * unit, b * unit) for a, b in points], fill=rgb8(colour), width=_thin(width, unit))

    return sheet.drawn(picture, draw)


def flowered(sheet: Sheet, picture: Picture, light: Light, *, top: float) -> Picture:
    stream = sheet.random("flowers")
    kinds = [rgb8(light.on(name)) for name in stream.permutation(PETALS)[:3]]
    places = sorted(
        (stream.random((sheet.count(420), 3)) ** (1, 0.8, 1)).tolist(), key=lambda place: place[1]
    )

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for x, y, kind in places:
            size = sheet.height * (0.002 + 0.009 * y**1.5) * unit
            middle = (x * sheet.width * unit, (top + 0.06 + (0.96 - top) * y) * sheet.height * unit)
            _petals(pen, middle, size, kinds[int(kind * len(kinds))])

    return sheet.drawn(picture, draw)


def _petals(
    pen: ImageDraw.ImageDraw, middle: tuple[float, float], size: float, colour: tuple[int, int, int]
) -> None:
    x, y = middle
    pen.line([(x, y), (x, y + size * 3)], fill=(40, 70, 36, 150), width=max(1, int(size / 3)))
    pen.ellipse([x - size, y - size * 0.75, x + size, y + size * 0.75], fill=colour)
    pen.ellipse([x - size * 0.3, y - size * 0.3, x + size * 0.3, y + size * 0.2], fill=(255, 236, 170))


def lone_tree(
    sheet: Sheet, picture: Picture, light: Light, *, at: tuple[float, float], leaves: str
) -> Picture:
    """A broad crown on a forked trunk."""
    stream = sheet.random("tree")
    tall = min(sheet.height, sheet.width) * 0.5
    foot = (at[0] * sheet.width, at[1] * sheet.height)
    twigs: list[tuple[float, float, float, float, float]] = []
    _grow(twigs, stream, foot, angle=-math.pi / 2, size=tall * 0.34, order=6)
    bark = rgb8(light.on("#5a4234"))
    tones = [rgb8(light.on(leaves), light=0.75 + 0.12 * step) for step in range(5)]

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        for x, y, to_x, to_y, thick in twigs:
            pen.line(
                [x * unit, y * unit, to_x * unit, to_y * unit], fill=bark, width=max(1, int(thick * unit))
            )
        for _, _, x, y, thick in twigs:
            if thick < tall * 0.012:
                _leaf(pen, stream, (x * unit, y * unit), tall * 0.045 * unit, tones)

    return sheet.drawn(picture, draw)


def _leaf(
    pen: ImageDraw.ImageDraw,
    stream: np.random.Generator,
    middle: tuple[float, float],
    size: float,
    tones: list[tuple[int, int, int]],
) -> None:
    for tone in tones:
        x, y = middle + stream.normal(size=2) * size * 0.6
        reach = size * (0.3 + 0.4 * stream.random())
        pen.ellipse([x - reach, y - reach * 0.8, x + reach, y + reach * 0.8], fill=(*tone, 215))


def _grow(
    twigs: list[tuple[float, float, float, float, float]],
    stream: np.random.Generator,
    start: tuple[float, float],
    *,
    angle: float,
    size: float,
    order: int,
) -> None:
    end = (start[0] + math.cos(angle) * size, start[1] + math.sin(angle) * size)
    twigs.append((*start, *end, size * 0.16 * order / 5))
    if order == 0:
        return
    for side in (-1, 1):
        turn = side * (0.32 + 0.3 * stream.random())
        _grow(
            twigs,
            stream,
            end,
            angle=angle + turn,
            size=size * (0.66 + 0.14 * stream.random()),
            order=order - 1,
        )


def _thin(width: int, unit: float) -> int:
    return max(1, round(width / 450 * unit))
