"""Films and sounds whose headers promise what no file holds."""

from __future__ import annotations

import struct
import zlib

from tests.samples import recordings


def box(name: bytes, data: bytes) -> bytes:
    """ISO/IEC 14496-12 §4.2."""
    return struct.pack(">I", 8 + len(data)) + name + data


def huge_frame(side: int = 65_535) -> bytes:
    """A film that says in its header that it is much larger."""
    data = bytearray(recordings.film())
    for entry, place in ((b"avc1", 28), (b"tkhd", 80)):
        at = data.index(entry) + place
        size = (
            struct.pack(">HH", side, side) if entry == b"avc1" else struct.pack(">II", side << 16, side << 16)
        )
        data[at : at + len(size)] = size
    return bytes(data)


def nested_boxes(depth: int = 20_000) -> bytes:
    """Boxes in boxes, each eight bytes shorter than the one around it."""
    inner = b"".join(struct.pack(">I", 8 * (depth - n)) + b"moov" for n in range(depth))
    return box(b"ftyp", b"isom\0\0\2\0isom") + inner


def box_of_no_size() -> bytes:
    return box(b"ftyp", b"isom\0\0\2\0isom") + struct.pack(">I", 1) + b"moov" + struct.pack(">Q", 2**63 - 1)


def huge_tables() -> bytes:
    """Two thousand million samples by the count alone."""
    data = bytearray(recordings.film())
    for name, place in ((b"stsz", 12), (b"stts", 8), (b"stco", 8)):
        at = data.index(name) + place
        data[at : at + 4] = struct.pack(">I", 2**31 - 1)
    return bytes(data)


def packed_header(megabytes: int = 300) -> bytes:
    """QuickTime lets a header come packed; this one unfolds to much more than it says."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()
    inner = box(b"dcom", b"zlib") + box(b"cmvd", struct.pack(">I", 2**31 - 1) + data)
    return box(b"ftyp", b"qt  \0\0\2\0qt  ") + box(b"moov", box(b"cmov", inner))


def packed_tag(megabytes: int = 100) -> bytes:
    """An ID3 frame that is packed (ID3v2.4 §4.1.2), before a sound."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()
    body = _synchsafe(megabytes * 1024 * 1024) + data
    frame = b"TXXX" + _synchsafe(len(body)) + b"\0\x09" + body
    return b"ID3\x04\0\0" + _synchsafe(len(frame)) + frame + recordings.sound("mp3", "libmp3lame")


def wave_that_claims() -> bytes:
    data = bytearray(recordings.sound())
    at = data.index(b"data") + 4
    data[at : at + 4] = b"\xff\xff\xff\xff"
    return bytes(data)


def wave_of_many_channels() -> bytes:
    data = bytearray(recordings.sound())
    at = data.index(b"fmt ") + 10
    data[at : at + 2] = b"\xff\xff"
    return bytes(data)


def flac_with_a_huge_cover() -> bytes:
    """A picture block (RFC 9639 §8.8) that says it has four thousand million bytes."""
    whole = recordings.sound("flac", "flac")
    block = struct.pack(">III", 3, 9, 0) + struct.pack(">IIIII", 0, 60_000, 60_000, 24, 0) + b"\xff" * 4
    first = 4 + 4 + int.from_bytes(whole[5:8], "big")
    return whole[:first] + b"\x06" + len(block).to_bytes(3, "big") + block + whole[first:]


def nested_elements(depth: int = 20_000) -> bytes:
    """Matroska masters of unknown size, one in the other (RFC 8794 §6.2)."""
    start = b"\x1a\x45\xdf\xa3\x88\x42\x82\x85webm\0\x18\x53\x80\x67\x01" + b"\xff" * 7
    return start + (b"\x16\x54\xae\x6b\x01" + b"\xff" * 7) * depth


def ogg_of_noise() -> bytes:
    whole = bytearray(recordings.sound("ogg", "libopus"))
    whole[60:] = bytes((n * 37) % 256 for n in range(len(whole) - 60))
    return bytes(whole)


def _synchsafe(number: int) -> bytes:
    """Seven bits in each of four bytes (ID3v2.4 §6.2)."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
