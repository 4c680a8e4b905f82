"""Stands a cut-out figure in a picture, with its shadow."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from artfactory.providers.workshop.painter.fields import Picture
from artfactory.providers.workshop.painter.sheet import laid


def placed(
    picture: Picture, figure: Image.Image, *, at: tuple[float, float], shadow: float = 0.47
) -> Picture:
    """`at`: where its feet stand, 0..1. `shadow`: how dark."""
    height, width = picture.shape[:2]
    x, y = at[0] * width, at[1] * height
    layer = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    if shadow:
        pen = ImageDraw.Draw(layer)
        box = [
            x - figure.width * 0.3,
            y - figure.height * 0.085,
            x + figure.width * 0.34,
            y - figure.height * 0.015,
        ]
        pen.ellipse(box, fill=(0, 0, 0, round(shadow * 255)))
        layer = layer.filter(ImageFilter.GaussianBlur(figure.height * 0.03))
    picture = laid(picture, layer)
    layer = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    layer.paste(figure, (int(x - figure.width / 2), int(y - figure.height * 0.97)))
    return np.clip(laid(picture, layer), 0, 1)
