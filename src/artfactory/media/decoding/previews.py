"""Small pictures made from large ones: sRGB, upright, without metadata."""

from __future__ import annotations

import base64
import io

from PIL import Image, ImageCms

DARK = 16  # of 255: what a lossy format may leave of black
MOST_LIGHT = 0.001  # share of points that may be lighter in a picture that counts as black
LONG_SIDE = 512  # pixels of a thumbnail
_TINY_SIDE = 16  # pixels of a placeholder
_PROFILE_BYTES = 4 * 1024 * 1024
_PLAIN_MODES = frozenset({"L", "RGB", "RGBA", "CMYK"})
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def resizable(image: Image.Image) -> Image.Image:
    """The same picture in a mode whose neighbouring pixels can be averaged."""
    if image.mode in _PLAIN_MODES:
        return image
    if image.mode.startswith(("I;16", "I", "F")):
        return _eight_bits(image)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def shrink(image: Image.Image, side: int = LONG_SIDE) -> Image.Image:
    image.thumbnail((side, side), reducing_gap=2.0)
    image.load()  # a small picture was not read yet, and may be cut off
    return image


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as every screen reads them. A profile that cannot be used is left out."""
    if profile and len(profile) <= _PROFILE_BYTES:
        try:
            image = _converted(image, profile)
        except Exception:  # a broken profile costs the exact shade, not the picture
            image.info.pop("icc_profile", None)
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


def upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def is_black(image: Image.Image) -> bool:
    """Whether there is nothing to see; a picture with few lights in the dark is none of these."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
        return False
    levels = image.convert("L").histogram()
    return sum(levels[DARK:]) <= MOST_LIGHT * sum(levels)


def thumbnail(image: Image.Image) -> bytes:
    return _webp(image, quality=78)


def placeholder(image: Image.Image) -> str:
    tiny = image.copy()
    tiny.thumbnail((_TINY_SIDE, _TINY_SIDE))
    return "data:image/webp;base64," + base64.b64encode(_webp(tiny, quality=30)).decode()


def _eight_bits(image: Image.Image) -> Image.Image:
    low, high = image.getextrema()
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return image.convert("L")
    top = 65535 if image.mode.startswith("I") and high > 255 else max(high, 1)
    return image.convert("F").point(lambda value: value * (255 / top)).convert("L")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=target)
    return image if changed is None else changed


def _webp(image: Image.Image, *, quality: int) -> bytes:
    stream = io.BytesIO()
    bare = image.copy()
    bare.info = {}
    bare.save(stream, "WEBP", quality=quality, method=2)
    return stream.getvalue()
