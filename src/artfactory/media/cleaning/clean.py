"""A picture as it may leave this machine: without what it says about people and places.

Kept is what decides how it looks: pixels, colour profile, orientation. Gone are EXIF with its places, names
and serial numbers, XMP, IPTC, comments, texts, thumbnails and whatever follows the picture. Nothing is
decoded: the container is taken apart and put together again, and what cannot be taken apart does not leave.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from artfactory.media.cleaning import exif, gif, jpeg, png, webp
from artfactory.media.cleaning.damaged import Damaged
from artfactory.media.sniffing import GIF, JPEG, PNG, WEBP

_WAYS: dict[str, Callable[[bytes], bytes]] = {
    PNG.media_type: png.cleaned,
    JPEG.media_type: jpeg.cleaned,
    WEBP.media_type: webp.cleaned,
    GIF.media_type: gif.cleaned,
}
CLEANABLE = frozenset(_WAYS)


def cleaned(data: bytes, *, media_type: str) -> bytes:
    """For a type of CLEANABLE. Raises Damaged."""
    try:
        return _WAYS[media_type](data)
    except (IndexError, struct.error) as error:
        raise Damaged from error


def is_turned(data: bytes) -> bool:
    """Whether a picture that was cleaned here lies another way than it is shown: only its EXIF tells."""
    return any(exif.oriented(turn) in data for turn in exif.TURNS)
