"""Land: ridges one behind the other, water, the ground one stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from artfactory.providers.workshop.painter.colour import Colour, mixed, over, rgb
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
    trees: float = 0  # how tall the firs on the nearest are; 0: none
    snow: Colour | None = None  # on the highest parts


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
        crown = _wooded(
            sheet, top, number=number, size=ridges.trees * (1.0 if number == ridges.count - 1 else 0.55)
        )
    first = min(
        sheet.height - 1, max(0, int(crown.min() * sheet.height) - 1)
    )  # the rows above stay as they are
    below = sheet.down[first:] - crown
    colour = np.broadcast_to(mixed(ridges.far, ridges.near, near), (*below.shape, 3))
    if ridges.snow is not None and number < ridges.count - 2:
        colour = over(colour, ridges.snow, _snow_line(sheet, top, below, number))
    colour = over(colour, mist, np.clip(below / 0.22, 0, 1) * (0.55 * (1 - near) + 0.08))
    if rim is not None:
        colour = over(colour, rim, _edge_light(sheet, profile, below) * (1 - 0.3 * near))
    land = over(picture[first:], colour, np.clip(below * sheet.height * 0.9, 0, 1))
    return np.concatenate([picture[:first], land])


def _edge_light(sheet: Sheet, profile: Field, below: Field) -> Field:
    rise = np.gradient(smoothed(profile, sheet.width / 110)) * sheet.width * 0.25
    result: Field = np.exp(-np.clip(below, 0, 1) / 0.03) * np.clip(0.4 + rise, 0, 1) * 0.5
    return result


def _snow_line(sheet: Sheet, top: Field, below: Field, number: int) -> Field:
    """Ragged, and only where the ridge is high."""
    ragged = (sheet.noise(f"snow {number}", 0.12, octaves=4, gain=0.65) - 0.5) * 0.22
    depth = (top.mean() - top) * 0.75 + 0.05 + ragged[-len(below) :]
    result: Field = np.clip((depth - below) * 40, 0, 1) * 0.92
    return result


def _wooded(sheet: Sheet, top: Field, *, number: int, size: float) -> Field:
    """The same edge with firs standing on it."""
    stream = sheet.random(f"firs {number}")
    edge = top.copy()
    aspect = sheet.height / sheet.width
    for _ in range(sheet.count(170 * size**-0.7)):
        tall = (0.05 + 0.08 * stream.random()) * size
        middle, half = stream.random() * sheet.width, max(1.5, tall * aspect * sheet.width * 0.17)
        left, right = max(0, int(middle - half)), min(sheet.width, int(middle + half) + 1)
        place = np.arange(left, right)
        slim = 1 - np.abs(place - middle) / half
        slim = np.clip(slim, 0, 1) ** 1.35 - 0.07 * np.mod(slim * 6, 1)
        foot = top[min(int(middle), sheet.width - 1)]
        edge[left:right] = np.minimum(
            edge[left:right], np.where(slim > 0, foot - tall * slim, edge[left:right])
        )
    return edge


def watered(sheet: Sheet, picture: Picture, *, shore: float, deep: Colour, shine: Colour) -> Picture:
    """Below `shore` the picture is mirrored, broken by the waves, and glitters where they are steep."""
    top = int(shore * sheet.height)
    rows = sheet.height - top
    mirror = picture[:top][::-1]
    mirror = np.concatenate([mirror, np.repeat(mirror[-1:], max(0, rows - top), axis=0)])[:rows]
    mirror = blurred(mirror, sheet.height * 0.01)
    near = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    waves = sheet.noise("waves", 0.3, octaves=5, gain=0.6, flat=9)[top:] - 0.5
    columns = np.arange(sheet.width) + waves * sheet.width * (0.02 + 0.14 * near)
    mirror = np.take_along_axis(mirror, np.clip(columns, 0, sheet.width - 1).astype(int)[..., None], axis=1)
    water = over(mirror, deep, 0.22 + 0.4 * near + waves * 0.5)
    glitter = np.clip((waves - 0.09) * 9, 0, 1) * (0.1 + 0.3 * near)
    return np.concatenate([picture[:top], np.clip(over(water, shine, glitter), 0, 1)])


def grounded(sheet: Sheet, picture: Picture, *, top: float, colours: Sequence[str | Colour]) -> Picture:
    profile = sheet.line("ground", 0.6, octaves=4)
    below = sheet.down - (top + 0.05 - (profile - 0.5) * 0.12)
    texture = stretched(sheet.noise("soil", 0.25, octaves=6, gain=0.6))
    shade = np.clip((sheet.down - top) / 0.26 * 0.8 + texture * 0.25, 0, 1)
    light, dark = (rgb(c) if isinstance(c, str) else c for c in colours)
    soil = over(np.broadcast_to(light, picture.shape), dark, shade)
    return over(picture, soil, np.clip(below * sheet.height * 0.7, 0, 1))


def dunes(sheet: Sheet, picture: Picture, *, shades: Sequence[str | Colour]) -> Picture:
    """`shades`: from the side away from the light to the side that faces it."""
    table = [rgb(shade) if isinstance(shade, str) else shade for shade in shades]
    for number in range(6):
        near = number / 5
        profile = smoothed(sheet.line(f"dune {number}", 0.6, octaves=2), sheet.width / 60)
        below = sheet.down - (0.46 + 0.46 * near - (profile - 0.5) * 0.34)
        facing = np.clip(0.5 - np.gradient(profile) * sheet.width * 0.35, 0, 1)
        light = facing * np.exp(-np.clip(below, 0, 1) / 0.3)
        colour = _between(light, table) * (1 - 0.22 * near)
        ripple = np.sin(below * sheet.height / sheet.width * 420 + profile * 60) * 0.012 * near
        picture = over(picture, colour + ripple[..., None], np.clip(below * sheet.height, 0, 1))
    return picture


def _between(light: Field, table: Sequence[Colour]) -> Picture:
    place = np.clip(light, 0, 1) * (len(table) - 1)
    parts = [np.interp(place, range(len(table)), [shade[part] for shade in table]) for part in range(3)]
    return np.stack(parts, axis=-1).astype(np.float32)
