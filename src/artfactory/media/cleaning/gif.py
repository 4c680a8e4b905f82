"""GIF, block by block (GIF89a §12–27)."""

from __future__ import annotations

from collections.abc import Iterator

from artfactory.media.cleaning.damaged import Damaged

EXTENSION, IMAGE, END = 0x21, 0x2C, 0x3B
CONTROL, APPLICATION = 0xF9, 0xFF
_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")  # how often it is played; colour


def cleaned(data: bytes) -> bytes:
    start = 13 + _table(data[10])
    kept = (block for block in _blocks(data, start) if _is_of_the_picture(block))
    return b"".join((data[:start], *kept, bytes((END,))))


def _is_of_the_picture(block: bytes) -> bool:
    if block[0] == IMAGE or block[1] == CONTROL:
        return True
    return block[1] == APPLICATION and block[3:14] in _APPLICATIONS


def _blocks(data: bytes, at: int) -> Iterator[bytes]:
    """Up to the end of the picture; what stands behind that is none of its."""
    while data[at] != END:
        if data[at] == EXTENSION:
            end = _beyond_parts(data, at + 2)
        elif data[at] == IMAGE:
            end = _beyond_parts(data, at + 11 + _table(data[at + 9]))
        else:
            raise Damaged
        yield data[at:end]
        at = end


def _table(flags: int) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _beyond_parts(data: bytes, at: int) -> int:
    while size := data[at]:
        at += size + 1
    return at + 1
