"""A picture turned until it stands upright by itself: not every reader heeds what EXIF says of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image

from artfactory.media.decoding.facts import Turned
from artfactory.media.decoding.pictures import orientation_of
from artfactory.media.decoding.previews import upright
from artfactory.media.decoding.unreadable import Unreadable
from artfactory.media.sniffing import KnownType

# As little as can be is lost: JPEG and WebP cannot be turned without being written anew.
_WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "PNG": {"compress_level": 3},
    "WEBP": {"quality": 95, "method": 2},
}


def turn_upright(path: Path, *, known: KnownType) -> Turned:
    """The same picture in the same format, with its colour profile and no other metadata.

    Raises Unreadable for one that moves, of which only the first frame would be left.
    """
    with Image.open(path, formats=[known.reader]) as image:
        if getattr(image, "is_animated", False):
            raise Unreadable("moves")
        image.load()
        kept = {name: image.info[name] for name in ("icc_profile", "transparency") if name in image.info}
        turned = upright(image, orientation_of(image))
        turned.info = {}
        return Turned(_written(turned, known.reader, **kept))


def _written(image: Image.Image, form: str, **kept: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **_WRITTEN[form], **kept)
    return stream.getvalue()
