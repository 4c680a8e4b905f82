"""Still and animated images, by Pillow."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import IO

from PIL import AvifImagePlugin, Image

from artfactory.media.decoding import png
from artfactory.media.decoding.facts import Facts
from artfactory.media.decoding.frames import count_frames
from artfactory.media.decoding.previews import (
    in_srgb,
    is_black,
    placeholder,
    resizable,
    shrink,
    thumbnail,
    upright,
)
from artfactory.media.decoding.unreadable import Unreadable
from artfactory.media.sniffing import PNG, KnownType

PIXELS = 64 * 1024 * 1024  # 8192 × 8192, or 256 MB in memory
_TURNED = range(5, 9)  # EXIF orientations that exchange width and height

Image.MAX_IMAGE_PIXELS = PIXELS
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # one for each core would exceed the address space on a large machine
warnings.simplefilter("error", Image.DecompressionBombWarning)


def read_picture(path: Path, *, known: KnownType) -> Facts:
    try:
        with path.open("rb") as file:
            return _read(file, known=known)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unreadable("too_large", str(error)) from error
    except ValueError:
        if known is not PNG:
            raise
        return _read(io.BytesIO(png.without_extras(path)), known=known)  # a text chunk was the bomb


def _read(file: IO[bytes], *, known: KnownType) -> Facts:
    with Image.open(file, formats=[known.reader]) as image:
        size, orientation = image.size, orientation_of(image)
        frames = count_frames(image, file)
        small = upright(in_srgb(shrink(resizable(image)), image.info.get("icc_profile")), orientation)
    width, height = reversed(size) if orientation in _TURNED else size
    return Facts(
        kind="image",
        media_type=known.media_type,
        extension=known.extension,
        width=width,
        height=height,
        frames=frames,
        black=frames == 1 and is_black(small),
        placeholder=placeholder(small),
        thumbnail=thumbnail(small),
    )


def orientation_of(image: Image.Image) -> int:
    """EXIF 2.32 §4.6.4, tag 274. A broken block of metadata costs the turn, not the picture."""
    try:
        return int(image.getexif().get(274, 1))
    except Exception:
        return 1
