"""The sheet a picture is drawn on: its size, its chance, its detail, and who asks how far it is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from artfactory.providers.workshop.painter import fields
from artfactory.providers.workshop.painter.fields import Field, Grain, Picture

USUAL_STEPS = 12
Tell = Callable[[float], None]
Draw = Callable[[ImageDraw.ImageDraw, float], None]  # draws in units of pixels times the second argument


@dataclass(frozen=True)
class Sheet:
    width: int
    height: int
    seed: int
    steps: int = USUAL_STEPS
    tell: Tell = lambda fraction: None

    @property
    def across(self) -> Field:
        """0..1 from left to right, one row."""
        return np.linspace(0, 1, self.width, dtype=np.float32)

    @property
    def down(self) -> Field:
        """0..1 from top to bottom, one column."""
        return np.linspace(0, 1, self.height, dtype=np.float32)[:, None]

    @property
    def blank(self) -> Field:
        return np.zeros((self.height, self.width), np.float32)

    def random(self, label: str) -> np.random.Generator:
        return fields.random(self.seed, label)

    def count(self, usual: float) -> int:
        """How many of something, for this many steps."""
        return max(1, round(usual * math.sqrt(self.steps / USUAL_STEPS)))

    def noise(
        self, label: str, scale: float, *, octaves: int = 5, gain: float = 0.5, flat: float = 1
    ) -> Field:
        grain = Grain(scale, octaves=self._octaves(octaves), gain=gain, flat=flat)
        return fields.noise(self.width, self.height, grain=grain, seed=self._seed(label))

    def line(self, label: str, scale: float, *, octaves: int = 5, gain: float = 0.5) -> Field:
        """Noise in one dimension: a horizon, a ridge."""
        grain = Grain(scale, octaves=self._octaves(octaves), gain=gain)
        result: Field = fields.noise(self.width, 1, grain=grain, seed=self._seed(label))[0]
        return result

    def drawn(self, picture: Picture, draw: Draw, *, soft: float = 0) -> Picture:
        """`draw` with smooth edges over `picture`; `soft` blurs it, in pixels."""
        layer = Image.new("RGBA", (self.width * 2, self.height * 2), (0, 0, 0, 0))
        draw(ImageDraw.Draw(layer, "RGBA"), 2.0)
        small = layer.resize((self.width, self.height), Image.Resampling.BOX)
        return laid(picture, small, soft=soft)

    def _seed(self, label: str) -> int:
        return int(self.random(label).integers(2**63))

    def _octaves(self, most: int) -> int:
        return max(1, min(most, 1 + self.steps // 2))


@dataclass(frozen=True)
class Composition:
    """What lies behind, and how to draw what stands before it: apart, so that a film can move them."""

    back: Picture
    front: Callable[[Picture], Picture] = lambda picture: picture


def laid(picture: Picture, layer: Image.Image, *, soft: float = 0) -> Picture:
    """An RGBA image of the same size over the picture."""
    parts = np.asarray(layer, np.float32) / 255
    cover, colour = parts[..., 3:], parts[..., :3]
    if soft:
        thick = fields.blurred(np.concatenate([colour * cover, cover], axis=-1), soft)
        return picture * (1 - thick[..., 3:]) + thick[..., :3]
    return picture * (1 - cover) + colour * cover


def detailed(sheet: Sheet, picture: Picture) -> Picture:
    """Fewer steps than usual leave it soft, more make it crisper; each step is a little nearer to the end."""
    side = min(sheet.width, sheet.height)
    short = max(0.0, 1 - sheet.steps / USUAL_STEPS)
    if short:
        share = min(1.0, 0.25 + short)
        return picture * (1 - share) + fields.blurred(picture, max(0.8, side * 0.012 * short)) * share
    crisp = 0.9 * math.sqrt((sheet.steps - USUAL_STEPS) / 38)
    if not crisp:
        return picture
    return np.clip(picture + (picture - fields.blurred(picture, max(0.8, side * 0.004))) * crisp, 0, 1)


def framed(picture: Picture, darkness: float = 0.3) -> Picture:
    """A little darker towards the corners."""
    height, width = picture.shape[:2]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, width, dtype=np.float32)
    return picture * (1 - darkness * (down**2 + across**2) / 2)[..., None]
