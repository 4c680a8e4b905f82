"""Land: ridges one behind the other, water, the ground one stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from artfactory.providers.workshop.painter.colour import Colour, mixed, over, ramp, rgb
from artfactory.providers.workshop.painter.fields import Field, Picture, blurred, smoothed, stretched
from artfactory.providers.workshop.painter.sheet import Sheet


@dataclass(frozen=True)
class Ridges:
    count: int
    top: float  # where the farthest runs, 0..1 from above
    bottom: float  # where the nearest runs
    rough: float
    far: Colour
    near: Colour
    trees: bool = False


def ridged(sheet: Sheet, picture: Picture, ridges: Ridges, *, mist: Colour, rim: Colour | None) -> Picture:
    for number in range(ridges.count):
        picture = _ridge(sheet, picture, ridges, number=number, mist=mist, rim=rim)
    return picture


def _ridge(
    sheet: Sheet, picture: Picture, ridges: Ridges, *, number: int, mist: Colour, rim: Colour | None
) -> Picture:
    near = number / max(1, ridges.count - 1)  # 0 far, 1 near
    profile = sheet.line(f"ridge {number}", 0.42 - 0.16 * near, octaves=6, gain=0.48)
    top = ridges.top + (ridges.bottom - ridges.top) * near - (profile - 0.5) * ridges.rough * (2.4 - near)
    crown = top
    if ridges.trees and number >= ridges.count - 2:
        crown = _wooded(sheet, top, number=number, size=1.0 if number == ridges.count - 1 else 0.55)
    below = sheet.down - crown
    colour = np.broadcast_to(mixed(ridges.far, ridges.near, near), picture.shape)
    colour = over(colour, mist, np.clip(below / 0.22, 0, 1) * (0.55 * (1 - near) + 0.08))
    if rim is not None:
        colour = over(colour, rim, _edge_light(sheet, profile, below) * (1 - 0.3 * near))
    return over(picture, colour, np.clip(below * sheet.height * 0.9, 0, 1))


def _edge_light(sheet: Sheet, profile: Field, below: Field) -> Field:
    rise = np.gradient(smoothed(profile, 2)) * sheet.width * 0.25
    return np.exp(-np.clip(below, 0, 1) / 0.03) * np.clip(0.4 + rise, 0, 1) * 0.5


def _wooded(sheet: Sheet, top: Field, *, number: int, size: float) -> Field:
    """The same edge with firs standing on it."""
    stream = sheet.random(f"firs {number}")
    edge = top.copy()
    aspect = sheet.height / sheet.width
    for _ in range(sheet.count(170 * size**-0.7)):
        tall = (0.05 + 0.08 * stream.random()) * size
        middle, half = stream.random() * sheet.width, max(1.5, tall * aspect * sheet.width * 0.2)
        left, right = max(0, int(middle - half)), min(sheet.width, int(middle + half) + 1)
        place = np.arange(left, right)
        slim = 1 - np.abs(place - middle) / half
        slim = np.clip(slim - 0.16 * np.mod(slim * 5, 1), 0, 1)
        foot = top[min(int(middle), sheet.width - 1)]
        edge[left:right] = np.minimum(
            edge[left:right], np.where(slim > 0, foot - tall * slim, edge[left:right])
        )
    return edge


def watered(sheet: Sheet, picture: Picture, *, shore: float, deep: Colour) -> Picture:
    """Below `shore` the picture is mirrored, softened and rippled."""
    top = int(shore * sheet.height)
    rows = sheet.height - top
    mirror = picture[:top][::-1]
    mirror = np.concatenate([mirror, np.repeat(mirror[-1:], max(0, rows - top), axis=0)])[:rows]
    mirror = blurred(mirror, sheet.height * 0.012)
    ripples = (_ripples(sheet)[top:] - 0.5) * np.linspace(0.03, 0.16, rows, dtype=np.float32)[:, None]
    water = mirror * 0.74 + ripples[..., None] + deep * 0.18
    return np.concatenate([picture[:top], np.clip(water, 0, 1)])


def _ripples(sheet: Sheet) -> Field:
    """Noise that lies flat."""
    tall = sheet.noise("ripples", 0.35, octaves=5, gain=0.6)
    height = max(2, sheet.height // 6)
    rows = np.linspace(0, sheet.height - 1, height).astype(int)
    flat = np.tile(tall[rows], (7, 1))
    return flat[: sheet.height]


def grounded(sheet: Sheet, picture: Picture, *, top: float, colours: Sequence[str | Colour]) -> Picture:
    profile = sheet.line("ground", 0.6, octaves=4)
    below = sheet.down - (top + 0.05 - (profile - 0.5) * 0.12)
    texture = stretched(sheet.noise("soil", 0.25, octaves=6, gain=0.6))
    shade = np.clip((sheet.down - top) / 0.26 * 0.8 + texture * 0.25, 0, 1)
    light, dark = (rgb(c) if isinstance(c, str) else c for c in colours)
    soil = over(np.broadcast_to(light, picture.shape), dark, shade)
    return over(picture, soil, np.clip(below * sheet.height * 0.7, 0, 1))


def grassed(sheet: Sheet, picture: Picture, *, colour: tuple[int, int, int]) -> Picture:
    stream = sheet.random("grass")
    blades = stream.random((sheet.count(320), 3))
    lean = stream.normal(size=len(blades)) * 0.4
    width, height = sheet.width, sheet.height

    def draw(pen: object, unit: float) -> None:
        thick = max(1, round(width / 450 * unit))
        for (across, tall, _), bend in zip(blades, lean, strict=True):
            size = height * (0.02 + 0.06 * tall)
            x, bow = across * width, bend * size
            points = [(x, height), (x + bow * 0.4, height - size * 0.6), (x + bow, height - size)]
            pen.line([(a * unit, b * unit) for a, b in points], fill=(*colour, 255), width=thick)  # type: ignore[attr-defined]

    return sheet.drawn(picture, draw)


__all__ = ["Ridges", "grassed", "grounded", "ramp", "ridged", "watered"]
