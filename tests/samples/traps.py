"""Files made to harm whoever opens them. Each is small; what it claims or unfolds to is not."""

from __future__ import annotations

import struct
import zlib

from tests.samples.pictures import picture, png, saved

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def header(width: int, height: int, *, depth: int = 1, color: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))


def pixel_bomb(width: int = 13_000, height: int = 13_000) -> bytes:
    """169 million pixels of one bit, in some 20 kB."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return SIGNATURE + header(width, height) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def claimed_size(width: int = 2_000_000_000, height: int = 2_000_000_000) -> bytes:
    return SIGNATURE + header(width, height) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def with_chunk(extra: bytes) -> bytes:
    """A good picture with one chunk more, right after its header."""
    good = png()
    at = len(SIGNATURE) + 25
    return good[:at] + extra + good[at:]


def text_bomb() -> bytes:
    return with_chunk(chunk(b"zTXt", b"Comment\0\0" + _unfolding(100)))


def profile_bomb() -> bytes:
    return with_chunk(chunk(b"iCCP", b"icc\0\0" + _unfolding(100)))


def claimed_frames() -> bytes:
    return with_chunk(chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)))


def thousand_frames(*, frames: int = 1000, side: int = 8000) -> bytes:
    """A GIF of 64 million pixels a frame, of which each frame draws one."""
    screen = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    control = b"\x21\xf9\x04\x08\x04\x00\x00\x00"
    dot = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return screen + (control + dot) * frames + b"\x3b"


def cut_jpeg() -> bytes:
    whole = saved(picture(400, 300).effect_spread(40), "JPEG")
    return whole[: len(whole) * 2 // 3]


def page_named_png() -> bytes:
    return SIGNATURE + b"<html><script>alert(1)</script></html>"


def picture_and_page() -> bytes:
    """A true PNG that is an HTML page as well, to anybody who guesses."""
    return (
        with_chunk(chunk(b"tEXt", b"x\0<html><script>alert(1)</script></html>"))
        + b"<script>alert(1)</script>"
    )


def _unfolding(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()
