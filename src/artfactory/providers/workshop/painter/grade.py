"""The last look at the colours: words of colour, palettes, and how dark a night is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import ImageFilter

from artfactory.providers.workshop import lexicon
from artfactory.providers.workshop.painter.colour import lightness, ramp
from artfactory.providers.workshop.painter.fields import Field, Picture
from artfactory.providers.workshop.words import Brief

PALETTES = {  # from dark to light
    "warm": ("#2a0f14", "#7a2a20", "#d8692e", "#f6bd6a", "#fff3d8"),
    "cool": ("#081421", "#1c4263", "#4c8bab", "#a8d2dc", "#f3f9f7"),
    "dusk": ("#17132c", "#5a3160", "#c0587a", "#f4a27c", "#ffe8c4"),
    "forest": ("#0c1a14", "#274a34", "#5f8454", "#b6bf7c", "#f2f0d6"),
    "ocean": ("#04141f", "#0b4a5e", "#2a9490", "#9cdcc4", "#f4fbee"),
    "ember": ("#100a0c", "#4a1414", "#b8321c", "#f5862a", "#ffe6a0"),
    "pastel": ("#6f6a92", "#a891b8", "#e6b0b8", "#f8d8c0", "#fdf7e8"),
    "mono": ("#0d0e10", "#3f4246", "#85888a", "#c6c8c6", "#f7f6f2"),
}
BRIGHTEST_NIGHT, DARKEST_DAY = 0.2, 0.56  # mean lightness, 0..1: a night has less than half of a day's
ROOM = (  # up to this hue: degrees that others may keep below and above it, before it becomes another colour
    (15, (8, 15)),
    (40, (14, 14)),
    (75, (16, 6)),
    (325, (22, 22)),
    (360, (10, 18)),
)


class Grade:
    """What is done to every colour alike; how dark or light in all, a first picture decides."""

    def __init__(self, brief: Brief, sample: Picture, *, palette: str = "natural") -> None:
        self._brief = brief
        self._palette = palette
        self._gamma = 1.0
        self._gamma = _gamma(self(sample[::4, ::4]), brief.light)

    def __call__(self, picture: Picture) -> Picture:
        if self._palette != "natural":
            picture = _in_palette(picture, PALETTES[self._palette])
        picture = _whimsical(picture, self._brief.whim)
        hues = [lexicon.HUES[name] for name in self._brief.colours if name in lexicon.HUES]
        picture = _towards(picture, hues) if hues else picture
        for name in self._brief.colours:
            picture = _toned(picture, name)
        return np.clip(picture, 0, 1) ** np.float32(self._gamma)

    def table(self, size: int = 33) -> ImageFilter.Color3DLUT:
        """The same for Pillow, which is quicker where eight bits are enough."""
        steps = np.linspace(0, 1, size, dtype=np.float32)
        blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
        colours = self(np.stack([red, green, blue], axis=-1).reshape(1, -1, 3))
        return ImageFilter.Color3DLUT(size, colours.ravel().tolist())


def _in_palette(picture: Picture, stops: Sequence[str]) -> Picture:
    """Mostly the palette's colour of that lightness, with a breath of the colour that was there."""
    return ramp(lightness(picture) ** 0.9, stops) * 0.85 + picture * 0.15


def _whimsical(picture: Picture, whim: int) -> Picture:
    """So slight that nobody sees it alone: two prompts that mean the same still differ."""
    shifts = [((whim >> bits) % 256) / 255 - 0.5 for bits in (0, 8, 16)]
    return np.clip(picture, 0, 1) ** (1 + 0.06 * np.array(shifts, np.float32))


def _towards(picture: Picture, targets: Sequence[float]) -> Picture:
    """Every hue moves close to the targets that are near it; what was far from them also pales."""
    hue, saturation, value = _wheel(picture)
    away = [_around(hue - target) for target in targets]
    hue, purity = _between([_near(*pair) for pair in zip(targets, away, strict=True)], away)
    far = np.abs(away).min(axis=0) / 180
    saturation = (saturation**0.7 * (1 - 0.3 * far) * 0.86 + 0.14) * purity
    return _picture(hue, saturation, value * (1 - 0.1 * saturation))


def _between(hues: Sequence[Field], away: Sequence[Field]) -> tuple[Field, Field | float]:
    """Each dot belongs to the target that it is nearest to; half-way between two it is a pale mixture."""
    if len(hues) == 1:
        return np.mod(hues[0], 360), 1.0
    pull = np.exp(-np.abs(np.stack(away)) / 16)
    pull = pull / pull.sum(axis=0)
    angles = np.radians(np.stack(hues), dtype=np.float32)
    x, y = (pull * np.cos(angles)).sum(axis=0), (pull * np.sin(angles)).sum(axis=0)
    return np.mod(np.degrees(np.arctan2(y, x)), 360), np.hypot(x, y)


def _near(target: float, away: Field) -> Field:
    """A little to the side that it came from, but not for what lay opposite."""
    below, above = next(room for last, room in ROOM if target <= last)
    room = (
        np.where(away < 0, np.float32(below), np.float32(above))
        * np.tanh(np.abs(away) / 32)
        * (1 - (away / 180) ** 2)
    )
    result: Field = target + np.sign(away) * room
    return result


def _toned(picture: Picture, name: str) -> Picture:
    faded = 0.25 if name in lexicon.NEUTRALS else 0.6 if name in lexicon.DULL else 1
    grey = lightness(picture)[..., None]
    picture = np.clip(grey + (picture - grey) * faded, 0, 1) if faded < 1 else picture
    if name in lexicon.WHITES:
        picture = picture**0.5
    if name in lexicon.PALE:
        picture = picture * 0.72 + 0.26
    if name in lexicon.DEEP:
        picture = np.clip(picture, 0, 1) ** 1.45
    return picture


def _gamma(sample: Picture, light: str) -> float:
    """Brings the mean lightness of a night or a day to its limit: black stays black and white white."""
    goal = {"night": BRIGHTEST_NIGHT, "aurora": BRIGHTEST_NIGHT, "day": DARKEST_DAY}.get(light)
    mean = lightness(sample).mean()
    if goal is None or (mean <= goal and light != "day") or (mean >= goal and light == "day"):
        return 1.0
    low, high = 0.2, 5.0
    for _ in range(16):
        gamma = (low * high) ** 0.5
        is_brighter = lightness(np.clip(sample, 1e-4, 1) ** gamma).mean() > goal
        low, high = (gamma, high) if is_brighter else (low, gamma)
    result: float = gamma
    return result


def _around(degrees: Field) -> Field:
    return np.mod(degrees + 180, 360) - 180


def _wheel(picture: Picture) -> tuple[Field, Field, Field]:
    """Hue in degrees, saturation and value."""
    picture = np.clip(picture, 0, 1)
    red, green, blue = picture[..., 0], picture[..., 1], picture[..., 2]
    value, least = picture.max(axis=-1), picture.min(axis=-1)
    chroma = value - least + 1e-6
    hue = np.where(
        value == red,
        (green - blue) / chroma,
        np.where(value == green, 2 + (blue - red) / chroma, 4 + (red - green) / chroma),
    )
    return np.mod(hue * 60, 360), chroma / (value + 1e-6), value


def _picture(hue: Field, saturation: Field, value: Field) -> Picture:
    sector = np.stack([np.mod(start + hue / 60, 6) for start in (5, 3, 1)], axis=-1)
    dip = np.clip(np.minimum(sector, 4 - sector), 0, 1)
    result: Picture = (value[..., None] * (1 - saturation[..., None] * dip)).astype(np.float32)
    return result
