"""Small pictures of every kind, drawn when a test needs them."""

from __future__ import annotations

import io
from random import Random
from typing import Any

from PIL import Image, ImageCms

ORIENTATION = 274  # the EXIF tag


def picture(width: int = 64, height: int = 48, *, mode: str = "RGB") -> Image.Image:
    """Red to the left, blue to the right, so that a turned one can be told."""
    drawn = Image.new("RGB", (width, height), (200, 30, 30))
    drawn.paste((30, 30, 200), (width // 2, 0, width, height))
    return drawn.convert(mode)


def saved(drawn: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    drawn.save(stream, form, **options)
    return stream.getvalue()


def png(width: int = 64, height: int = 48) -> bytes:
    return saved(picture(width, height))


def noisy_png(side: int, *, seed: int = 0) -> bytes:
    """Barely compressible, and different for every seed."""
    pixels = Random(seed).randbytes(side * side * 3)
    return saved(Image.frombytes("RGB", (side, side), pixels), compress_level=0)


def turned_jpeg(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return saved(picture(), "JPEG", exif=exif)


def animated(form: str, *, frames: int = 3) -> bytes:
    drawn = [picture(20 + number, 20).resize((20, 20)) for number in range(frames)]
    for number, frame in enumerate(drawn):
        frame.putpixel((number % 20, 0), (255, 255, 255))  # no two alike, or the encoder joins them
    return saved(drawn[0], form, save_all=True, append_images=drawn[1:], duration=40)


def with_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(picture(), "PNG", icc_profile=profile)
