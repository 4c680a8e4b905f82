"""Skies: a gradient, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from artfactory.providers.workshop.painter.colour import lit, over, ramp, rgb
from artfactory.providers.workshop.painter.fields import Picture, blurred, smoothed, stretched, warped
from artfactory.providers.workshop.painter.sheet import Sheet

HORIZON = 0.62


def gradient(sheet: Sheet, stops: Sequence[str]) -> Picture:
    drift = sheet.noise("air", 0.5) - 0.5
    return ramp(np.clip(sheet.down / HORIZON + drift * 0.22, 0, 1), stops)


def clouded(sheet: Sheet, picture: Picture, *, colour: str, amount: float) -> Picture:
    billows = sheet.noise("clouds", 0.5)
    wind = (sheet.noise("wind", 0.3, octaves=3) - 0.5) * sheet.width * 0.3
    cover = stretched(warped(billows, wind, wind * 0)) - 0.55
    cover = np.clip(cover, 0, 1) * 1.6 * np.clip(1 - sheet.down / 0.5, 0, 1)
    return over(picture, rgb(colour), cover * amount)


def starred(sheet: Sheet, picture: Picture, *, lowest: float = HORIZON) -> Picture:
    stream = sheet.random("stars")
    count = sheet.count(sheet.width * sheet.height / 900)
    rows = (stream.random(count) ** 1.3 * lowest * sheet.height).astype(int)
    columns = (stream.random(count) * sheet.width).astype(int)
    points = sheet.blank
    points[rows, columns] = stream.random(count) ** 3 * 1.6 + 0.2
    glow = points * 0.75 + blurred(points, 0.9) * 1.4
    result: Picture = np.clip(
        picture + np.clip(glow, 0, 1)[..., None] * np.array([1, 0.96, 0.9], np.float32), 0, 1
    )
    return result


def sun(
    sheet: Sheet, picture: Picture, *, at: tuple[float, float], radius: float, colour: str, glow: float
) -> Picture:
    """A disc with a glow around it; the moon is a paler one."""
    side = min(sheet.width, sheet.height)
    across = (sheet.across - at[0]) * sheet.width
    down = (sheet.down - at[1]) * sheet.height
    distance = np.hypot(across, down) / side
    picture = lit(picture, rgb(colour), np.exp(-distance / (radius * 3.2)) * glow)
    disc = np.clip((radius - distance) * side * 0.8, 0, 1)
    return over(picture, rgb(colour) * 0.35 + 0.65, disc)


def aurora(sheet: Sheet, picture: Picture, *, colours: Sequence[str], curtains: int = 3) -> Picture:
    for number in range(curtains):
        picture = _curtain(sheet, picture, number=number, colours=colours)
    return picture


def _curtain(sheet: Sheet, picture: Picture, *, number: int, colours: Sequence[str]) -> Picture:
    fold = smoothed(sheet.line(f"fold {number}", 0.45), sheet.width * 0.02)
    rays = smoothed(stretched(sheet.line(f"rays {number}", 0.05, octaves=4)) * 0.7 + 0.3, sheet.width / 320)
    presence = stretched(sheet.line(f"presence {number}", 0.5))
    above = (0.42 - 0.07 * number + (fold - 0.5) * 0.5) - sheet.down
    shine = np.where(above > 0, np.exp(-above / (0.10 + 0.16 * rays)), np.exp(np.minimum(above, 0) / 0.018))
    light = shine * rays * (0.25 + 0.75 * presence) * 0.9 * (1 - 0.22 * number)
    return lit(picture, ramp(np.clip(above * 3.2, 0, 1), colours), light.astype(np.float32))
