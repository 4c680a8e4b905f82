"""Stands the subject of a prompt in its landscape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from artfactory.providers.workshop.painter import buildings, fox, plants, things
from artfactory.providers.workshop.painter.colour import rgb
from artfactory.providers.workshop.painter.fields import Picture
from artfactory.providers.workshop.painter.lights import Light
from artfactory.providers.workshop.painter.places import Place
from artfactory.providers.workshop.painter.sheet import Sheet, laid
from artfactory.providers.workshop.words import Brief


def stood(sheet: Sheet, picture: Picture, place: Place, light: Light, brief: Brief) -> Picture:
    if brief.subject not in SUBJECTS:
        return picture
    return SUBJECTS[brief.subject](_Spot(sheet, picture, place, light, brief))


@dataclass(frozen=True)
class _Spot:
    sheet: Sheet
    picture: Picture
    place: Place
    light: Light
    brief: Brief

    @property
    def side(self) -> float:
        return 0.3 + 0.4 * float(self.sheet.random("side").random())

    @property
    def foot(self) -> tuple[float, float]:
        """Where something may stand: on the ground, or at the water's far edge where there is none."""
        on_the_shore = self.place.shore is not None and self.place.top > 1
        return self.side, 0.62 if on_the_shore else min(0.9, self.place.top + 0.1)


def _fox(spot: _Spot) -> Picture:
    sheet, stream = spot.sheet, spot.sheet.random("fox")
    tall = sheet.height * 0.46 * min(1, sheet.width / sheet.height * 1.1)
    looks_right = bool(stream.integers(2))
    figure = fox.sitting(spot.brief.coat, tall=tall, looks_right=looks_right, rim=rgb(spot.light.rim))
    return placed(spot.picture, figure, at=(0.42 + stream.normal() * 0.06, 0.92))


def _boat(spot: _Spot) -> Picture:
    at = (spot.side, (spot.place.shore or 0.72) + 0.12)
    return things.boat(spot.sheet, spot.picture, spot.light, at=at)


def _birds(spot: _Spot) -> Picture:
    return things.birds(spot.sheet, spot.picture, spot.light)


def _balloon(spot: _Spot) -> Picture:
    return things.balloon(spot.sheet, spot.picture, spot.light, at=(spot.side, 0.36))


def _lighthouse(spot: _Spot) -> Picture:
    return buildings.lighthouse(spot.sheet, spot.picture, spot.light, at=spot.foot)


def _cabin(spot: _Spot) -> Picture:
    return buildings.cabin(spot.sheet, spot.picture, spot.light, at=spot.foot)


def _oak(spot: _Spot) -> Picture:
    return plants.lone_tree(spot.sheet, spot.picture, spot.light, at=spot.foot, leaves=spot.place.leaves)


SUBJECTS: dict[str, Callable[[_Spot], Picture]] = {
    "fox": _fox,
    "boat": _boat,
    "birds": _birds,
    "balloon": _balloon,
    "lighthouse": _lighthouse,
    "cabin": _cabin,
    "oak": _oak,
}


def placed(
    picture: Picture, figure: Image.Image, *, at: tuple[float, float], shadow: float = 0.47
) -> Picture:
    """`at`: where its feet stand, 0..1. `shadow`: how dark."""
    height, width = picture.shape[:2]
    x, y = at[0] * width, at[1] * height
    shade = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    wide, tall = figure.size
    box = [x - wide * 0.3, y - tall * 0.085, x + wide * 0.34, y - tall * 0.015]
    ImageDraw.Draw(shade).ellipse(box, fill=(0, 0, 0, round(shadow * 255)))
    picture = laid(picture, shade.filter(ImageFilter.GaussianBlur(tall * 0.03)))
    layer = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    layer.paste(figure, (int(x - wide / 2), int(y - tall * 0.97)))
    return np.clip(laid(picture, layer), 0, 1)
