"""Colours by their hex names, ramps between them, and layers over one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from artfactory.providers.workshop.painter.fields import Field, Picture

Colour: TypeAlias = NDArray[np.floating[Any]]  # three numbers, sRGB, 0..1
STEPS = 1024  # of a ramp; finer than eight bits can show


def rgb(name: str) -> Colour:
    """The colour called `#c8541e`."""
    return np.array([int(name[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


def rgb8(colour: str | Colour, *, light: float = 1.0) -> tuple[int, int, int]:
    """As Pillow draws it, `light` times as bright."""
    parts = np.clip((rgb(colour) if isinstance(colour, str) else colour) * light, 0, 1)
    red, green, blue = (round(float(part) * 255) for part in parts)
    return red, green, blue


def ramp(field: Field, stops: Sequence[str]) -> Picture:
    """0..1 becomes a colour between the stops, mixed in linear light and eased a little at each stop."""
    table = _table(stops)
    return table[(np.clip(field, 0, 1) * (STEPS - 1)).astype(np.int32)]


def mixed(first: str | Colour, second: str | Colour, share: float) -> Colour:
    one, other = (rgb(c) if isinstance(c, str) else c for c in (first, second))
    return ((one**2.2 * (1 - share) + other**2.2 * share) ** (1 / 2.2)).astype(np.float32)


def _table(stops: Sequence[str]) -> Picture:
    linear = np.stack([rgb(stop) for stop in stops]) ** 2.2
    place = np.linspace(0, len(stops) - 1, STEPS)
    lower = np.clip(place.astype(int), 0, max(0, len(stops) - 2))
    share = (place - lower)[:, None]
    share = share * share * (3 - 2 * share) * 0.5 + share * 0.5
    upper = np.minimum(lower + 1, len(stops) - 1)
    mix = linear[lower] * (1 - share) + linear[upper] * share
    result: Picture = (mix ** (1 / 2.2)).astype(np.float32)
    return result


def over(picture: Picture, layer: Picture | Colour, cover: Field) -> Picture:
    """`layer` over `picture`, where `cover` is 1 it hides all."""
    share = np.asarray(cover, np.float32)[..., None]
    return picture + (np.asarray(layer, np.float32) - picture) * share


def lit(picture: Picture, colour: Picture | Colour, light: Field) -> Picture:
    """Light added as if by a second projector: it never burns out."""
    added = np.clip(np.asarray(light, np.float32)[..., None] * np.asarray(colour, np.float32), 0, 1)
    return picture + (1 - picture) * added


def lightness(picture: Picture) -> Field:
    weights = np.array([0.2126, 0.7152, 0.0722], np.float32)
    return picture @ weights
