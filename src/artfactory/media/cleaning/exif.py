"""EXIF, of which only the orientation is of use to others (EXIF 2.32 §4.6.4; TIFF 6.0 §2)."""

from __future__ import annotations

import struct

ORIENTATION, SHORT = 274, 3
UPRIGHT = 1
TURNS = range(2, 9)


def orientation(block: bytes) -> int:
    """Which way up, of a TIFF block; upright where it does not say."""
    try:
        return _read(block)
    except (struct.error, KeyError):
        return UPRIGHT


def oriented(turn: int) -> bytes:
    """A TIFF block that says nothing but this; empty for an upright picture."""
    if turn not in TURNS:
        return b""
    entry = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, turn, 0)
    return struct.pack(">2sHIH", b"MM", 42, 8, 1) + entry + bytes(4)


def _read(block: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}[block[:2]]
    (start,) = struct.unpack_from(f"{order}I", block, 4)
    (entries,) = struct.unpack_from(f"{order}H", block, start)
    for at in range(start + 2, start + 2 + 12 * entries, 12):
        tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", block, at)
        if (tag, kind) == (ORIENTATION, SHORT):
            return int(value)
    return UPRIGHT
