"""WebP, chunk by chunk (RFC 9649 §2)."""

from __future__ import annotations

from collections.abc import Iterator

from artfactory.media.cleaning import exif
from artfactory.media.cleaning.damaged import Damaged

_KEPT = frozenset({b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"})
_IN_A_FRAME = frozenset({b"ALPH", b"VP8 ", b"VP8L"})
_FRAME_HEAD = 16  # bytes of ANMF before its own chunks
_HAS_EXIF, _HAS_XMP = 0x08, 0x04  # of the first byte of VP8X


def cleaned(data: bytes) -> bytes:
    chunks = list(_chunks(data[12 : 8 + int.from_bytes(data[4:8], "little")]))
    turn = next(
        (exif.oriented(exif.orientation(_bare(body))) for kind, body in chunks if kind == b"EXIF"), b""
    )
    parts = [_chunk(kind, _kept(kind, body, turned=bool(turn))) for kind, body in chunks if kind in _KEPT]
    if turn and chunks[0][0] == b"VP8X":
        parts.append(_chunk(b"EXIF", turn))
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _kept(kind: bytes, body: bytes, *, turned: bool) -> bytes:
    if kind == b"VP8X":
        flags = body[0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned else 0)
        return bytes((flags,)) + body[1:]
    if kind == b"ANMF":
        within = (_chunk(name, part) for name, part in _chunks(body[_FRAME_HEAD:]) if name in _IN_A_FRAME)
        return body[:_FRAME_HEAD] + b"".join(within)
    return body


def _bare(block: bytes) -> bytes:
    """Some writers put JPEG's name of the block before it."""
    return block.removeprefix(b"Exif\0\0")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if len(kind) < 4 or len(body) < size:
            raise Damaged
        yield kind, body
        at += 8 + size + size % 2


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)
