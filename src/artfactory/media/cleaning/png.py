"""PNG, chunk by chunk (PNG §5.3, §11)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from artfactory.media.cleaning import exif
from artfactory.media.cleaning.damaged import Damaged
from artfactory.media.decoding.png import SIGNATURE

_KEPT = frozenset(
    {
        *(b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"),
        *(b"acTL", b"fcTL", b"fdAT"),  # moving pictures
        *(b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"cICP", b"mDCV", b"cLLI", b"sBIT"),  # colour
        *(b"bKGD", b"pHYs"),
    }
)


def cleaned(data: bytes) -> bytes:
    parts, turn = [SIGNATURE], b""
    for kind, body in _chunks(data):
        if kind == b"eXIf" and not turn:
            turn = exif.oriented(exif.orientation(body))
        if kind == b"IEND" and turn:
            parts.append(_chunk(b"eXIf", turn))
        if kind in _KEPT:
            parts.append(_chunk(kind, body))
    return b"".join(parts)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Up to the end of the picture; what stands behind that is none of its."""
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if len(kind) < 4 or len(body) < size:
            raise Damaged
        yield kind, body
        at += size + 12


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + kind + body + check
