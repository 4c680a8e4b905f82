"""JPEG, segment by segment (ITU-T T.81 annex B; JFIF 1.02; ICC.1 annex B.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from artfactory.media.cleaning import exif
from artfactory.media.cleaning.damaged import Damaged

START, END, SCAN = 0xD8, 0xD9, 0xDA
JFIF, EXIF, PROFILE, ADOBE = b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"
APPLICATIONS = range(0xE0, 0xF0)
COMMENT = 0xFE
BARE = frozenset({*range(0xD0, 0xD8), 0x01})  # markers without a length
_JFIF_SIZE = 12  # bytes without its thumbnail


@dataclass(frozen=True)
class Segment:
    marker: int
    body: bytes = b""
    scan: bytes = b""  # the coded picture that follows a start of scan

    @property
    def bytes(self) -> bytes:
        head = bytes((0xFF, self.marker))
        if self.marker in BARE or self.marker in (START, END):
            return head
        return head + (len(self.body) + 2).to_bytes(2, "big") + self.body + self.scan


def cleaned(data: bytes) -> bytes:
    segments = list(_segments(data))
    tags = [each.body[len(EXIF) :] for each in segments if each.marker == 0xE1 and each.body.startswith(EXIF)]
    turn = exif.oriented(exif.orientation(tags[0])) if tags else b""
    kept = [part for each in segments if (part := _kept(each))]
    first = 1 if kept and kept[0].marker == 0xE0 else 0  # JFIF 1.02: its segment comes first
    if turn:
        kept.insert(first, Segment(0xE1, EXIF + turn))
    return b"".join(each.bytes for each in (Segment(START), *kept, Segment(END)))


def _kept(segment: Segment) -> Segment | None:
    marker, body = segment.marker, segment.body
    if marker == COMMENT:
        return None
    if marker not in APPLICATIONS:
        return segment
    if marker == 0xE0 and body.startswith(JFIF):
        return Segment(marker, body[:_JFIF_SIZE].ljust(_JFIF_SIZE, b"\0") + bytes(2))
    is_colour = (marker == 0xE2 and body.startswith(PROFILE)) or (marker == 0xEE and body.startswith(ADOBE))
    return segment if is_colour else None


def _segments(data: bytes) -> Iterator[Segment]:
    """Between the start and the end of the picture; what stands behind that is none of its."""
    at = 2
    while (marker := _marker(data, at)) != END:
        at = _beyond_fill(data, at) + 1
        if marker in BARE:
            yield Segment(marker)
            continue
        size = int.from_bytes(data[at : at + 2], "big")
        body = data[at + 2 : at + size]
        if size < 2 or len(body) < size - 2:
            raise Damaged
        at += size
        coded = _coded(data, at) if marker == SCAN else at
        yield Segment(marker, body, data[at:coded])
        at = coded


def _marker(data: bytes, at: int) -> int:
    if at >= len(data):
        return END  # cut off behind a segment: decoders show what there is
    if data[at] != 0xFF:
        raise Damaged
    return data[_beyond_fill(data, at)]


def _beyond_fill(data: bytes, at: int) -> int:
    """Any number of 0xFF may stand before a marker."""
    while data[at] == 0xFF:
        at += 1
    return at


def _coded(data: bytes, at: int) -> int:
    """Where the coded picture ends: at the first marker that is no stuffing and no restart."""
    while (at := data.find(b"\xff", at)) >= 0:
        following = data[at + 1 : at + 2]
        if following and following[0] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
            return at
        at += 1
    return len(data)
