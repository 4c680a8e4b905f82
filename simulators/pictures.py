"""Pictures that cost little: one of each size, colour and format is drawn, and then only marked."""

from __future__ import annotations

import io
import random
import struct
import zlib
from functools import lru_cache

from PIL import Image, ImageOps

HUES = 12
FORMATS = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}


def picture(*, width: int, height: int, form: str, hue: int, mark: str) -> bytes:
    """A picture whose bytes are like no other's. Hue `-1` is black."""
    return MARKING[form](_drawn(width, height, form, hue % HUES if hue >= 0 else -1), mark.encode())


@lru_cache(maxsize=128)
def _drawn(width: int, height: int, form: str, hue: int) -> bytes:
    whole = io.BytesIO()
    _canvas(width, height, hue).save(whole, format=form.upper())
    return whole.getvalue()


def _canvas(width: int, height: int, hue: int) -> Image.Image:
    if hue < 0:
        return Image.new("RGB", (width, height))
    colour = Image.new("HSV", (1, 1), (hue * 255 // HUES, 150, 235)).convert("RGB").getpixel((0, 0))
    light = Image.radial_gradient("L").resize((width, height))
    return ImageOps.colorize(light, black="white", white="black", mid=colour)  # type: ignore[arg-type]  # RGB


def _marked_png(data: bytes, mark: bytes) -> bytes:
    """PNG §11.3.3: a tEXt chunk before the last chunk, which is 12 bytes long."""
    body = b"tEXtComment\0" + mark
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:-12] + chunk + data[-12:]


def _marked_jpeg(data: bytes, mark: bytes) -> bytes:
    """ITU-T T.81 §B.2.4.5: a comment segment after the start of the image."""
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(mark) + 2) + mark + data[2:]


def _marked_webp(data: bytes, mark: bytes) -> bytes:
    """RFC 9649 §2.7.1.6: unknown chunks come last; the length in the RIFF header grows by it."""
    padded = mark + b"\0" * (len(mark) % 2)
    longer = data + b"MARK" + struct.pack("<I", len(mark)) + padded
    return longer[:4] + struct.pack("<I", len(longer) - 8) + longer[8:]


MARKING = {"png": _marked_png, "jpeg": _marked_jpeg, "webp": _marked_webp}


def noise(width: int, height: int, *, chance: random.Random) -> bytes:
    """A PNG that cannot be packed: about three bytes for each pixel."""
    whole = io.BytesIO()
    pixels = chance.randbytes(width * height * 3)
    Image.frombytes("RGB", (width, height), pixels).save(whole, format="PNG", compress_level=0)
    return whole.getvalue()
