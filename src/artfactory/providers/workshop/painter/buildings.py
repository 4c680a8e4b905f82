"""What people have built: huts by the water, a skyline, a cabin, a lighthouse."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw

from artfactory.providers.workshop.painter.colour import lit, mixed, rgb, rgb8
from artfactory.providers.workshop.painter.fields import Picture
from artfactory.providers.workshop.painter.lights import Light
from artfactory.providers.workshop.painter.sheet import Sheet

WALLS = ("#b0483c", "#c8743c", "#8a4a5e", "#d8a060", "#5e5a72", "#e0d4c0")
LAMP = (255, 208, 120)
PANE = (70, 78, 92)


def hutted(sheet: Sheet, picture: Picture, light: Light, *, foot: float) -> Picture:
    stream = sheet.random("huts")

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        x = -0.02
        while x < 1:
            wide, tall = 0.07 + stream.random() * 0.08, 0.1 + stream.random() * 0.14
            colour = rgb8(light.on(str(stream.choice(WALLS))), light=0.75 + 0.4 * stream.random())
            _hut(pen, sheet, unit, box=(x, foot, wide, tall), colour=colour)
            for number in range(int(stream.integers(1, 4))):
                at = (x + wide * (0.2 + 0.25 * number), foot - tall * (0.3 + 0.5 * stream.random()))
                _window(pen, sheet, unit, at, is_lit=light.lamps)
            x += wide + stream.random() * 0.01

    return sheet.drawn(picture, draw)


def _hut(
    pen: ImageDraw.ImageDraw,
    sheet: Sheet,
    unit: float,
    *,
    box: tuple[float, float, float, float],
    colour: tuple[int, int, int],
) -> None:
    x, foot, wide, tall = box
    eaves = foot - tall
    corners = [(x, foot), (x, eaves), (x + wide / 2, eaves - 0.06), (x + wide, eaves), (x + wide, foot)]
    pen.polygon([(a * sheet.width * unit, b * sheet.height * unit) for a, b in corners], fill=colour)


def _window(
    pen: ImageDraw.ImageDraw, sheet: Sheet, unit: float, at: tuple[float, float], *, is_lit: bool
) -> None:
    left, top = at[0] * sheet.width * unit, at[1] * sheet.height * unit
    box = [left, top, left + 0.014 * sheet.width * unit, top + 0.022 * sheet.height * unit]
    pen.rectangle(box, fill=LAMP if is_lit else PANE)


def towered(sheet: Sheet, picture: Picture, light: Light) -> Picture:
    """A skyline in three rows, the nearest darkest."""
    for row in range(3):
        picture = _towers(sheet, picture, light, row=row)
    if light.lamps:
        glow = np.exp(-(((sheet.down - 0.72) / 0.2) ** 2)) * 0.22 * np.ones((1, sheet.width), np.float32)
        picture = lit(picture, rgb("#ff9a4a"), glow)
    return picture


def _towers(sheet: Sheet, picture: Picture, light: Light, *, row: int) -> Picture:
    stream = sheet.random(f"towers {row}")
    wall = mixed(light.on(("#a8b4c4", "#6f7c92", "#3e4658")[row]), light.haze, (0.6, 0.35, 0.08)[row])
    profile = sheet.line(f"skyline {row}", 0.5, octaves=3)

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        x = -0.03
        while x < 1:
            wide = 0.03 + 0.05 * stream.random()
            rise = profile[min(sheet.width - 1, max(0, int(x * sheet.width)))]
            top = 0.74 - (0.5 - 0.11 * row) * (0.25 + rise * stream.random() * 1.1)
            _tower(
                pen, stream, (x, top, x + wide), (sheet.width * unit, sheet.height * unit), wall, light, row
            )
            x += wide + 0.008 * stream.random()

    return sheet.drawn(picture, draw)


def _tower(  # noqa: PLR0913, PLR0917 -- one shape, drawn in one place
    pen: ImageDraw.ImageDraw,
    stream: np.random.Generator,
    edges: tuple[float, float, float],
    scale: tuple[float, float],
    wall: Picture,
    light: Light,
    row: int,
) -> None:
    (left, top, right), (wide, tall) = edges, scale
    pen.rectangle([left * wide, top * tall, right * wide, tall], fill=rgb8(wall))
    if stream.random() < 0.3:
        middle = (left + right) / 2 * wide
        pen.line(
            [middle, (top - 0.05) * tall, middle, top * tall], fill=rgb8(wall), width=max(1, int(wide / 400))
        )
    share = 0.45 if light.lamps else 0.8
    lamps = [LAMP, (255, 232, 180), (150, 210, 255)] if light.lamps else [rgb8(wall, light=0.86)]
    step = 0.0085
    for y in np.arange(top + 0.012, 0.86, step * 1.7):
        for x in np.arange(left + 0.005, right - 0.006, step):
            if stream.random() < share * (0.45 + 0.27 * row):
                box = [x * wide, y * tall, (x + step * 0.5) * wide, (y + step * 0.8) * tall]
                pen.rectangle(box, fill=lamps[int(stream.integers(len(lamps)))])


def cabin(sheet: Sheet, picture: Picture, light: Light, *, at: tuple[float, float]) -> Picture:
    side = min(sheet.width, sheet.height) * 0.26
    wall, roof = rgb8(light.on("#9a4a36")), rgb8(light.on("#4a3a3c"))
    x, y = at[0] * sheet.width, at[1] * sheet.height

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        def points(*corners: tuple[float, float]) -> list[tuple[float, float]]:
            return [((x + a * side) * unit, (y + b * side) * unit) for a, b in corners]

        pen.polygon(points((0.28, -0.62), (0.28, -0.95), (0.4, -0.95), (0.4, -0.62)), fill=roof)
        pen.polygon(points((-0.5, 0), (-0.5, -0.42), (0.5, -0.42), (0.5, 0)), fill=wall)
        pen.polygon(points((-0.62, -0.4), (-0.42, -0.8), (0.42, -0.8), (0.62, -0.4)), fill=roof)
        pen.polygon(points((-0.1, 0), (-0.1, -0.28), (0.1, -0.28), (0.1, 0)), fill=roof)
        for left in (-0.38, 0.2):
            pane = points((left, -0.13), (left, -0.31), (left + 0.18, -0.31), (left + 0.18, -0.13))
            pen.polygon(pane, fill=LAMP if light.lamps else PANE)

    return sheet.drawn(picture, draw)


def lighthouse(sheet: Sheet, picture: Picture, light: Light, *, at: tuple[float, float]) -> Picture:
    tall = sheet.height * 0.46
    x, y = at[0] * sheet.width, at[1] * sheet.height
    white, red, dark = (rgb8(light.on(name)) for name in ("#f4efe4", "#c03a30", "#2c2f38"))
    if light.lamps:
        picture = _beam(sheet, picture, (x, y - tall * 0.93))

    def draw(pen: ImageDraw.ImageDraw, unit: float) -> None:
        def band(low: float, high: float, colour: tuple[int, int, int]) -> None:
            near, far = (0.13 - 0.055 * low) * tall, (0.13 - 0.055 * high) * tall
            corners = [(x - near, y - low * tall), (x - far, y - high * tall)]
            corners += [(x + far, y - high * tall), (x + near, y - low * tall)]
            pen.polygon([(a * unit, b * unit) for a, b in corners], fill=colour)

        for number in range(5):
            band(number * 0.17, (number + 1) * 0.17, red if number % 2 else white)
        band(0.85, 0.88, dark)
        lamp = [x - tall * 0.05, y - tall * 0.97, x + tall * 0.05, y - tall * 0.88]
        pen.rectangle([part * unit for part in lamp], fill=(255, 232, 160))
        roof = [(x - tall * 0.07, y - tall * 0.97), (x, y - tall * 1.06), (x + tall * 0.07, y - tall * 0.97)]
        pen.polygon([(a * unit, b * unit) for a, b in roof], fill=red)

    return sheet.drawn(picture, draw)


def _beam(sheet: Sheet, picture: Picture, at: tuple[float, float]) -> Picture:
    across = sheet.across * sheet.width - at[0]
    down = sheet.down * sheet.height - at[1]
    steep = np.abs(down + 0.06 * np.abs(across)) / (np.abs(across) * 0.09 + 2)
    reach = np.exp(-np.abs(across) / (sheet.width * 0.45))
    return lit(picture, rgb("#ffeec0"), np.clip(1 - steep, 0, 1) * reach * 0.55)
