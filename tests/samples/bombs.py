"""Pictures that unfold, repeat or claim more than any memory holds; each is small on the disk."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image
from tests.samples import pictures
from tests.samples.traps import SIGNATURE, chunk, header, with_chunk

MILLION = 1_000_000


def jpeg_that_claims(width: int = 65_500, height: int = 65_500) -> bytes:
    """A frame header (ITU T.81 §B.2.2) that says more than follows."""
    data = bytearray(pictures.saved(pictures.picture(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_that_claims(side: int = 16_383) -> bytes:
    """Lossless: two sizes of fourteen bits behind the signature 2F."""
    data = bytearray(pictures.saved(pictures.picture(), "WEBP", lossless=True))
    at = data.index(b"VP8L") + 9
    rest = int.from_bytes(data[at : at + 4], "little") >> 28
    data[at : at + 4] = (rest << 28 | (side - 1) << 14 | side - 1).to_bytes(4, "little")
    return bytes(data)


def gif_that_claims(side: int = 65_535) -> bytes:
    data = bytearray(pictures.saved(pictures.picture(mode="L"), "GIF"))
    data[6:10] = struct.pack("<HH", side, side)
    return bytes(data)


def avif_that_claims(side: int = 60_000) -> bytes:
    data = bytearray(pictures.saved(pictures.picture(), "AVIF"))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", side, side)
    return bytes(data)


def largest_of_sixteen_bits(side: int = 8192) -> bytes:
    """Just within what is decoded, in the mode that takes most memory on the way."""
    row = b"\0" + bytes(2 * side)
    packer = zlib.compressobj(1)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    start = header(side, side, depth=16)
    return SIGNATURE + start + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pixels_that_never_end(megabytes: int = 200) -> bytes:
    """Far more rows than the header says."""
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()
    start = header(64, 64, depth=8, color=2)
    return SIGNATURE + start + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def many_text_chunks(*, count: int = 100) -> bytes:
    """Each within the limit of one, together far above it."""
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(1_000_000), 9))
    return with_chunk(text * count)


def xmp_bomb() -> bytes:
    """Entities that contain entities: 10⁹ words if anybody expanded them."""
    layers = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    xml = f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e0 'ha'>{layers}]><x:xmpmeta>&e9;</x:xmpmeta>"
    return with_chunk(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xml.encode()))


def exif_bomb() -> bytes:
    """An entry of four thousand million values, and a directory that points to itself (TIFF 6.0 §2)."""
    entry = struct.pack("<HHII", 0x0112, 3, 2**32 - 1, 8) + struct.pack("<HHII", 0x8769, 4, 1, 8)
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entry + struct.pack("<I", 8)
    return with_chunk(chunk(b"eXIf", tiff))


def exif_bomb_jpeg() -> bytes:
    entries = struct.pack("<HHII", 0x0112, 2, 2**31, 8) * 65_000
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 5_000) + entries[: 12 * 5_000]
    block = b"Exif\0\0" + tiff[:60_000]
    whole = pictures.saved(pictures.picture(), "JPEG")
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + whole[2:]


def frame_bomb_webp(*, side: int = 4000, frames: int = 1000) -> bytes:
    """Sixteen thousand million pixels over all frames (WebP container: VP8X, ANIM, ANMF)."""
    flat = pictures.saved(Image.new("RGB", (side, side), (9, 9, 9)), "WEBP", lossless=True, method=0)
    size = (side - 1).to_bytes(3, "little")
    frame = _riff(b"ANMF", bytes(6) + size * 2 + (40).to_bytes(3, "little") + b"\0" + flat[12:])
    body = _riff(b"VP8X", b"\x02\0\0\0" + size * 2) + _riff(b"ANIM", bytes(6)) + frame * frames
    return _riff(b"RIFF", b"WEBP" + body)


def frame_bomb_png(*, side: int = 8000, frames: int = 1000) -> bytes:
    """An APNG of 64 million pixels, whose frames draw one of them each."""
    row = b"\0" + bytes((side + 7) // 8)
    still = chunk(b"IDAT", zlib.compress(row * side, 9))
    dot = zlib.compress(b"\0\0")
    parts = [SIGNATURE, header(side, side), chunk(b"acTL", struct.pack(">II", frames, 0)), still]
    for number in range(frames):
        control = struct.pack(">IIIIIHHBB", 2 * number, 1, 1, 0, 0, 1, 25, 0, 0)
        parts += [chunk(b"fcTL", control), chunk(b"fdAT", struct.pack(">I", 2 * number + 1) + dot)]
    return b"".join([*parts, chunk(b"IEND", b"")])


def gif_of_blocks(*, blocks: int = 2 * MILLION) -> bytes:
    """A comment that goes on and on before the picture comes."""
    whole = pictures.saved(pictures.picture(mode="L"), "GIF")
    at = 13 + 3 * 2 ** ((whole[10] & 7) + 1)
    return whole[:at] + b"\x21\xfe" + b"\x01a" * blocks + b"\0" + whole[at:]


def many_chunks(*, count: int = 300_000) -> bytes:
    return with_chunk(chunk(b"prVt", b"") * count)


def profile_of_nonsense() -> bytes:
    """The size and signature of a colour profile, and noise where its tags should be."""
    profile = bytearray(struct.pack(">I", 4096) + bytes(4092))
    profile[36:40] = b"acsp"
    profile[128:132] = struct.pack(">I", 2**32 - 1)
    stream = io.BytesIO()
    pictures.picture().save(stream, "PNG", icc_profile=bytes(profile))
    return stream.getvalue()


def _riff(name: bytes, data: bytes) -> bytes:
    return name + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2)
