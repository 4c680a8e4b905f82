"""What a file is, told by its first bytes. Names and promised types count for nothing.

A match is a claim that decoding has to confirm. What is not in the table stays unknown: HTML and
SVG may carry scripts, and a playlist (#EXTM3U, ffconcat, SDP) would make a reader open other files.
"""

from __future__ import annotations

from dataclasses import dataclass

HEAD = 64  # bytes looked at


@dataclass(frozen=True)
class KnownType:
    kind: str  # image, video or audio
    media_type: str
    extension: str
    reader: str  # the one format that Pillow or FFmpeg may try, by its name there


PNG = KnownType("image", "image/png", "png", "PNG")
JPEG = KnownType("image", "image/jpeg", "jpg", "JPEG")
WEBP = KnownType("image", "image/webp", "webp", "WEBP")
GIF = KnownType("image", "image/gif", "gif", "GIF")
AVIF = KnownType("image", "image/avif", "avif", "AVIF")
MP4 = KnownType("video", "video/mp4", "mp4", "mp4")
QUICKTIME = KnownType("video", "video/quicktime", "mov", "mov")
WEBM = KnownType("video", "video/webm", "webm", "matroska")
MATROSKA = KnownType("video", "video/x-matroska", "mkv", "matroska")
MP3 = KnownType("audio", "audio/mpeg", "mp3", "mp3")
WAV = KnownType("audio", "audio/wav", "wav", "wav")
FLAC = KnownType("audio", "audio/flac", "flac", "flac")
OGG = KnownType("audio", "audio/ogg", "ogg", "ogg")
M4A = KnownType("audio", "audio/mp4", "m4a", "mp4")

KNOWN = (PNG, JPEG, WEBP, GIF, AVIF, MP4, QUICKTIME, WEBM, MATROSKA, MP3, WAV, FLAC, OGG, M4A)
BY_MEDIA_TYPE = {known.media_type: known for known in KNOWN}

# Some containers hold either; decoding tells, and these are what it may answer besides.
FILM_IN = {M4A.media_type: ("video/mp4", "mp4"), OGG.media_type: ("video/ogg", "ogv")}
SOUND_IN = {
    MP4.media_type: ("audio/mp4", "m4a"),
    QUICKTIME.media_type: ("audio/mp4", "m4a"),
    WEBM.media_type: ("audio/webm", "weba"),
    MATROSKA.media_type: ("audio/x-matroska", "mka"),
}
SHOWN = frozenset(BY_MEDIA_TYPE) | {
    "video/ogg",
    "audio/webm",
    "audio/x-matroska",
}  # all that a browser gets to see

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"fLaC", FLAC),
    (b"OggS", OGG),
    (b"ID3", MP3),
)
_RIFF = {b"WEBP": WEBP, b"WAVE": WAV}
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SOUND_BRANDS = {b"M4A ", b"M4B "}


def sniff(head: bytes) -> KnownType | None:
    """The type of a file that starts with `head`; None for everything that is not in the table."""
    head = head[:HEAD]
    for start, known in _STARTS:
        if head.startswith(start):
            return known
    if head[:4] in (b"RIFF", b"RF64"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _by_doctype(head)
    return MP3 if _starts_with_mp3_frame(head) else None


def _by_brands(head: bytes) -> KnownType | None:
    """ISO/IEC 14496-12 §4.3: the major brand, its version, then every brand it also conforms to."""
    size = int.from_bytes(head[:4], "big")
    major = head[8:12]
    brands = {major} | {head[at : at + 4] for at in range(16, min(size, len(head)), 4)}
    if brands & _AVIF_BRANDS:
        return AVIF
    if brands & _HEIF_BRANDS or len(major) < 4:
        return None
    if major == b"qt  ":
        return QUICKTIME
    return M4A if major in _SOUND_BRANDS else MP4


def _by_doctype(head: bytes) -> KnownType | None:
    if b"webm" in head:
        return WEBM
    return MATROSKA if b"matroska" in head else None


def _starts_with_mp3_frame(head: bytes) -> bool:
    """Sync, layer III, and neither a reserved version nor a forbidden bit or sampling rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] >> 4 not in (0, 15) and head[2] & 0x0C != 0x0C


_REFUSED = (
    (b"#extm3u", "playlist"),
    (b"ffconcat", "playlist"),
    (b"v=0", "playlist"),
    (b"<!doctype html", "page"),
    (b"<html", "page"),
    (b"<svg", "drawing"),
    (b"<?xml", "drawing"),
)


def refused_as(head: bytes) -> str:
    """A word for something recognised and not wanted: playlist, page, drawing, empty or unknown."""
    if not head:
        return "empty"
    start = head[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for words, name in _REFUSED:
        if start.startswith(words):
            return name
    return "unknown"
