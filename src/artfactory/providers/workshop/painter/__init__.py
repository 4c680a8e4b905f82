"""Painter draws one picture from a prompt, a seed and a few parameters. `words.py` is all it reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artfactory.providers.workshop import words
from artfactory.providers.workshop.painter.fields import Picture
from artfactory.providers.workshop.painter.grade import Grade
from artfactory.providers.workshop.painter.landscape import landscape
from artfactory.providers.workshop.painter.patterns import PATTERNS, pattern
from artfactory.providers.workshop.painter.portrait import portrait
from artfactory.providers.workshop.painter.sheet import Composition, Sheet, detailed, framed
from artfactory.providers.workshop.painter.styles import finished
from artfactory.providers.workshop.painter.weather import Weather
from artfactory.providers.workshop.words import Brief

__all__ = ["Painted", "composed", "eight_bits", "paint"]


@dataclass(frozen=True)
class Painted:
    picture: Picture
    title: str
    words: tuple[str, ...]  # of the prompt, that were understood

    def png(self) -> bytes:
        file = io.BytesIO()
        Image.fromarray(eight_bits(self.picture)).save(file, "PNG", compress_level=4)
        return file.getvalue()


def paint(request: Mapping[str, Any], *, number: int = 0, tell: Callable[[float], None]) -> Painted:
    """`number` counts the pictures of one request; the first is 0."""
    brief = words.read(request["prompt"], seed=int(request["seed"]), number=number)
    sheet = Sheet(int(request["width"]), int(request["height"]), brief.seed, int(request["steps"]), tell)
    tell(0.02)
    composition = composed(sheet, brief)
    picture = detailed(sheet, composition.front(composition.back))
    tell(0.85)
    picture = framed(Weather(sheet, brief.weather).over(picture), 0.26)
    picture = Grade(brief, picture, palette=request["palette"])(picture)
    picture = finished(sheet, picture, request["style"])
    tell(0.95)
    return Painted(picture, brief.title, brief.words)


def composed(sheet: Sheet, brief: Brief) -> Composition:
    if brief.subject == "fox" and brief.close:
        return portrait(sheet, brief)
    if brief.place in PATTERNS:
        return Composition(pattern(sheet, brief.place))
    return landscape(sheet, brief)


def eight_bits(picture: Picture) -> NDArray[np.uint8]:
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)
