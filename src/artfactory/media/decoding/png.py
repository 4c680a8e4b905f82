"""PNG files reduced to their pixels, for the case that something beside the pixels is a trap."""

from __future__ import annotations

from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ESSENTIAL = frozenset({b"IHDR", b"PLTE", b"tRNS", b"acTL", b"fcTL", b"fdAT", b"IDAT", b"IEND"})


def without_extras(path: Path) -> bytes:
    """Only the chunks that make the picture: no text, no profile, no EXIF (PNG §11)."""
    parts = [SIGNATURE]
    with path.open("rb") as file:
        file.seek(len(SIGNATURE))
        while len(start := file.read(8)) == 8:
            rest = int.from_bytes(start[:4], "big") + 4  # the data and its check sum
            if start[4:] in _ESSENTIAL:
                parts += [start, file.read(rest)]
            else:
                file.seek(rest, 1)
    return b"".join(parts)
