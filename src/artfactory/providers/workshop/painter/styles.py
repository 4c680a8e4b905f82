"""How a picture is finished, after all else is drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from artfactory.providers.workshop.painter.cells import shattered
from artfactory.providers.workshop.painter.colour import lightness, lit, rgb
from artfactory.providers.workshop.painter.fields import Field, Picture, blurred, stretched
from artfactory.providers.workshop.painter.sheet import Sheet

PAPER, INK = "#f3eee2", "#1a1f2b"


def finished(sheet: Sheet, picture: Picture, style: str) -> Picture:
    return STYLES[style](sheet, picture)


def _soft(sheet: Sheet, picture: Picture) -> Picture:
    """Light spills over the edges."""
    haze = blurred(picture, min(sheet.width, sheet.height) * 0.02)
    return lit(picture * 0.75 + haze * 0.25, haze, np.full(picture.shape[:2], 0.22, np.float32))


def _poster(sheet: Sheet, picture: Picture) -> Picture:
    """A screen print: few steps of lightness, clean edges, stronger colours."""
    image = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))
    size = 5 if sheet.width > 400 else 3
    calm = np.asarray(image.filter(ImageFilter.MedianFilter(size)), np.float32) / 255
    tone = lightness(calm)[..., None]
    tint = np.round((calm - tone) * 14) / 14 * 1.2
    return np.clip((np.round(tone * 6.5) + 0.25) / 7 + tint, 0, 1)


def _ink(sheet: Sheet, picture: Picture) -> Picture:
    """Hatched on paper: the darker a place, the more layers of strokes; a wash of colour under it."""
    tone = stretched(blurred(lightness(picture), sheet.width / 400), 2, 98)
    drawn = np.ones_like(tone)
    for layer, (limit, angle) in enumerate(((0.72, 0.75), (0.5, -0.8), (0.3, 0.05), (0.14, 1.5))):
        drawn *= 1 - _strokes(sheet, angle, layer) * np.clip((limit - tone) * 5, 0, 1) * 0.8
    edges = np.clip(np.hypot(*np.gradient(tone)) * sheet.width * 0.035 - 0.25, 0, 0.85)
    drawn = (drawn * (1 - edges))[..., None]
    wash = rgb(PAPER) * (0.82 + 0.18 * picture)
    result: Picture = wash * drawn + rgb(INK) * (1 - drawn)
    return result


def _strokes(sheet: Sheet, angle: float, layer: int) -> Picture:
    side = min(sheet.width, sheet.height)
    wobble = (sheet.noise(f"hand {layer}", 0.15, octaves=3) - 0.5) * side * 0.02
    across = sheet.across * sheet.width * np.cos(angle) + sheet.down * sheet.height * np.sin(angle) + wobble
    period = max(4.0, side / 95)
    result: Picture = np.clip(np.cos(across / period * 2 * np.pi) * 1.6 - 0.15, 0, 1)
    return result


def _halftone(sheet: Sheet, picture: Picture) -> Picture:
    """Dots of four inks, each on a grid of its own angle."""
    period = max(4.0, min(sheet.width, sheet.height) / 130)
    inks = 1 - np.clip(blurred(picture, period * 0.3), 0, 1)
    black = inks.min(axis=-1) * 0.7
    paper = np.broadcast_to(rgb(PAPER), picture.shape)
    for channel, angle in enumerate((0.26, 1.31, 0.0)):
        dots = _dots(sheet, inks[..., channel] - black, period, angle)
        stain = np.ones(3, np.float32)
        stain[channel] = 0.06
        paper = paper * (1 - dots[..., None] * (1 - stain))
    return paper * (1 - 0.88 * _dots(sheet, black, period, 0.785)[..., None])


def _dots(sheet: Sheet, amount: Field, period: float, angle: float) -> Field:
    x, y = sheet.across * sheet.width, sheet.down * sheet.height
    along = (x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period
    beside = (y * np.cos(angle) - x * np.sin(angle)) * 2 * np.pi / period
    screen = (np.cos(along) + np.cos(beside)) / 4 + 0.5
    result: Field = np.clip((np.clip(amount, 0, 1) - 1 + screen) * period * 0.5 + 0.5 * (amount > 0.03), 0, 1)
    return result


def _mosaic(sheet: Sheet, picture: Picture) -> Picture:
    """Stained glass: every pane takes the colour that lies under it."""
    return shattered(sheet, picture, panes=sheet.count(900), lead=0.12)


STYLES: dict[str, Callable[[Sheet, Picture], Picture]] = {
    "natural": lambda sheet, picture: picture,
    "soft": _soft,
    "poster": _poster,
    "ink": _ink,
    "halftone": _halftone,
    "mosaic": _mosaic,
}
