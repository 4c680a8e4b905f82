"""Pictures of nothing: marble, contours, light in water."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from artfactory.providers.workshop.painter import strokes
from artfactory.providers.workshop.painter.cells import stained
from artfactory.providers.workshop.painter.colour import Colour, lit, over, ramp, rgb
from artfactory.providers.workshop.painter.fields import (
    Field,
    Picture,
    blurred,
    resized,
    slope,
    stretched,
    warped,
)
from artfactory.providers.workshop.painter.sheet import Sheet
from artfactory.providers.workshop.painter.sky import sun

Stops = tuple[str, ...]
HARMONIES: tuple[Stops, ...] = (
    ("#0e2a33", "#1d5a60", "#d8c8a0", "#c8622e", "#3a1410"),
    ("#0a1a2e", "#2b5f8a", "#a8d0e0", "#f4f6f4", "#e0a070"),
    ("#1d2440", "#7a3f5e", "#e8703a", "#ffc878", "#fbf0d8"),
    ("#12303a", "#1f5a58", "#6a9a6a", "#d8c078", "#e8793a", "#7a2418"),
    ("#123048", "#1f7088", "#f0c060", "#e0582e", "#5a1430"),
    ("#1a1030", "#4a2a7a", "#b0508a", "#f0a088", "#ffeccc"),
    ("#0c2018", "#2a5a3c", "#8ab060", "#f0e0a0", "#e8a050"),
    ("#10131c", "#34405c", "#8896b0", "#dde0e4", "#c8a878"),
)
WATER = ("#04222e", "#0a5a6a", "#2fa8a0", "#bff5df", "#ffffff")


def pattern(sheet: Sheet, name: str) -> Picture:
    harmony = HARMONIES[int(sheet.random("harmony").integers(len(HARMONIES)))]
    sheet.tell(0.1)
    return PATTERNS[name](sheet, harmony)


def marble(sheet: Sheet, stops: Stops) -> Picture:
    first = sheet.noise("first", 0.5)
    fold = [(sheet.noise(label, 0.5) - 0.5) * sheet.width * 0.9 for label in ("across", "down")]
    second = warped(first, fold[0], fold[1])
    sheet.tell(0.4)
    veins = warped(second, (second - 0.5) * sheet.width * 0.9, (0.5 - first) * sheet.width * 0.9)
    across, down = slope(blurred(veins, sheet.width / 300))
    relief = np.clip((across - down) * sheet.width * 0.18, -1, 1)
    return np.clip(ramp(stretched(veins), stops) + relief[..., None] * 0.16, 0, 1)


def contour(sheet: Sheet, stops: Stops) -> Picture:
    height = stretched(sheet.noise("height", 0.5, octaves=4))
    level = height * 22
    picture = ramp(np.floor(level) / 22, stops)
    across, down = slope(blurred(height, sheet.width / 250))
    picture = picture * (1 + np.clip((across + down) * sheet.width * 0.12, -0.3, 0.3))[..., None]
    shade = np.clip(1 - np.mod(level, 1) * 4, 0, 1) * 0.35
    result: Picture = np.clip(picture * (1 - shade)[..., None], 0, 1)
    return result


def gradient(sheet: Sheet, stops: Stops) -> Picture:
    wide, narrow = sheet.noise("wide", 1.1, octaves=2), sheet.noise("narrow", 0.9, octaves=2)
    swell = sheet.down * 0.9 + (wide - 0.5) * 1.4 + (narrow - 0.5) * 0.5 * np.sin(wide * 9)
    return ramp(stretched(swell), stops)


def caustic(sheet: Sheet, stops: Stops) -> Picture:
    """Light on the ground of a pool."""
    swell = sheet.noise("swell", 0.22, octaves=3) - 0.5
    total = sheet.blank
    for number in range(3):
        web = sheet.noise(f"web {number}", 0.16, octaves=2)
        total = total + np.abs(
            stretched(warped(web, swell * sheet.width / 8, swell * sheet.width / 10)) - 0.5
        )
        sheet.tell(0.2 + 0.2 * number)
    light = np.exp(-stretched(total) * 3.4)
    return ramp(np.clip(0.15 + sheet.down * 0.35 + light * 0.7, 0, 1), WATER)


def ink(sheet: Sheet, stops: Stops) -> Picture:
    """A drop that has run on paper, and a seal beside it."""
    drift = [(sheet.noise(label, 0.3, octaves=6) - 0.5) * sheet.width * 0.55 for label in ("across", "down")]
    middle = np.hypot((sheet.across * 2 - 1) * 0.9, (sheet.down * 2 - 1) * 0.8 + 0.1).astype(np.float32)
    radius = warped(middle, drift[0], drift[1])
    tone = stretched(warped(sheet.noise("tone", 0.5, octaves=6), drift[0] * 1.5, drift[1] * 1.5))
    pool = np.clip((0.62 - radius) * 3, 0, 1) ** 0.7
    edge = np.exp(-(((radius - 0.6) / 0.05) ** 2))
    picture = over(_paper(sheet), rgb("#1a1f2b"), np.clip(pool * (0.35 + 0.75 * tone) + edge * 0.35, 0, 1))
    ratio = sheet.height / sheet.width
    away = np.hypot(sheet.across * 2 - 1.32, (sheet.down * 2 - 0.5) * ratio) / 0.17
    away = away + (sheet.noise("seal", 0.06) - 0.5) * 0.3
    return over(picture, rgb(stops[-2]) * 0.6 + rgb("#b5412c") * 0.4, np.clip((1 - away) * 18, 0, 1) * 0.92)


def _paper(sheet: Sheet) -> Picture:
    return rgb("#efe9dd") * (1 + (sheet.noise("fibre", 0.008, octaves=1) - 0.5) * 0.05)[..., None]


def inkwash(sheet: Sheet, stops: Stops) -> Picture:
    """Mountains, brushed wet on wet."""
    picture = ramp(
        np.broadcast_to(sheet.down, (sheet.height, sheet.width)), ("#e9e4d8", "#f4efe4", "#dcd6c8")
    )
    at = (0.2 + 0.6 * float(sheet.random("sun").random()), 0.2)
    picture = sun(sheet, picture, at=at, radius=0.09, colour="#c8452e", glow=0.12)
    for number in range(6):
        picture = over(picture, *_brushed(sheet, number))
        sheet.tell(0.2 + 0.1 * number)
    return picture


def _brushed(sheet: Sheet, number: int) -> tuple[Picture, Field]:
    near = number / 5
    profile = sheet.line(f"peak {number}", 0.5 - 0.2 * near, octaves=6, gain=0.52)
    below = sheet.down - (0.34 + 0.5 * near - (profile - 0.5) * 0.5 * (1 - 0.3 * near))
    body = (
        np.clip(below * sheet.height * 0.7, 0, 1) * np.clip(1 - below / (0.22 + 0.05 * number), 0, 1) ** 1.3
    )
    grain = 0.8 + 0.8 * (sheet.noise(f"brush {number}", 0.1) - 0.5)
    colour = ramp(np.array([near], np.float32), ("#a9b4b8", "#4a5660", "#14181e"))[0]
    return colour, np.clip(body * (0.45 + 0.5 * near) * grain, 0, 1)


def orbit(sheet: Sheet, stops: Stops) -> Picture:
    """A Julia set, coloured by how close each orbit comes to an axis."""
    places = (-0.745 + 0.113j, -0.8 + 0.156j, -0.4 + 0.6j, 0.285 + 0.01j, -0.7269 + 0.1889j, -0.835 - 0.2321j)
    constant = places[int(sheet.random("constant").integers(len(places)))]
    trap, count = _orbits(sheet, constant + complex(*sheet.random("stray").normal(size=2) * 0.004))
    night = ("#06080f", *stops[:2], stops[-2], "#fff4dc")
    picture = ramp(np.clip(1 - np.sqrt(trap) * 0.9, 0, 1) ** 1.2, night)
    return picture * (0.35 + 0.75 * np.clip(count / 50, 0, 1) ** 0.5)[..., None]


def _orbits(sheet: Sheet, constant: complex) -> tuple[Field, Field]:
    scale = 1.0 if sheet.width * sheet.height > 300_000 else 1.4  # small sheets need smoother edges
    width, height = int(sheet.width * scale), int(sheet.height * scale)
    across = np.linspace(-1.35, 1.35, width, dtype=np.float32)
    tall = 1.35 * height / width
    point = (
        (across + 1j * np.linspace(-tall, tall, height, dtype=np.float32)[:, None])
        .astype(np.complex64)
        .ravel()
    )
    trap, count = np.full(point.size, 9, np.float32), np.zeros(point.size, np.float32)
    alive = np.arange(point.size)
    for turn in range(70):
        point = point * point + np.complex64(constant)
        trap[alive] = np.minimum(trap[alive], np.abs(point.real))
        inside = np.abs(point) < 8
        point, alive = point[inside], alive[inside]
        count[alive] += 1
        if turn % 14 == 0:
            sheet.tell(0.1 + turn / 100)
    fields = (field.reshape(height, width) for field in (trap, count))
    first, second = (resized(field, sheet.width, sheet.height) for field in fields)
    return np.clip(first, 0, 9), second


def bokeh(sheet: Sheet, stops: Stops) -> Picture:
    """Lights at night, far out of focus."""
    picture = ramp(
        np.broadcast_to(sheet.down, (sheet.height, sheet.width)), ("#0a0d18", "#141a2c", "#241a22")
    )
    stream = sheet.random("lights")
    for _ in range(sheet.count(46)):
        at = (stream.random() * sheet.width, sheet.height * (0.25 + 0.65 * stream.random()))
        radius = min(sheet.width, sheet.height) * (0.014 + 0.06 * stream.random() ** 2)
        colour = ramp(np.array([stream.random()], np.float32), (*stops[2:], "#ffd890"))[0]
        _lamp(picture, at, radius, colour * (0.25 + 0.45 * stream.random()))
    return picture


def _lamp(picture: Picture, at: tuple[float, float], radius: float, colour: Colour) -> None:
    """A disc with a brighter edge, added in place."""
    height, width = picture.shape[:2]
    left, top = max(0, int(at[0] - radius)), max(0, int(at[1] - radius))
    right, bottom = min(width, int(at[0] + radius) + 2), min(height, int(at[1] + radius) + 2)
    down = np.arange(top, bottom, dtype=np.float32)[:, None] - at[1]
    away = np.hypot(np.arange(left, right, dtype=np.float32) - at[0], down) / radius
    disc = np.clip((1 - away) * radius / 2.2, 0, 1) * (0.7 + 0.5 * np.clip(away, 0, 1) ** 6)
    picture[top:bottom, left:right] = lit(picture[top:bottom, left:right], colour, disc)


PATTERNS: dict[str, Callable[[Sheet, Stops], Picture]] = {
    "marble": marble,
    "contour": contour,
    "gradient": gradient,
    "caustic": caustic,
    "flow": strokes.flow,
    "glass": stained,
    "orbit": orbit,
    "bokeh": bokeh,
    "crystal": strokes.crystal,
    "ink": ink,
    "inkwash": inkwash,
}
