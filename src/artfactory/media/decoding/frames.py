"""How many frames an animated image has, without decoding them."""

from __future__ import annotations

import io
from typing import IO

from PIL import Image

MOST = 500  # frames counted; what has more, or claims it, has this many
_STEPS = 1_000_000  # blocks of a GIF looked at


def count_frames(image: Image.Image, file: IO[bytes]) -> int:
    """1 for a still. WebP, APNG and AVIF say it in a header; a GIF has to be walked."""
    if image.format != "GIF":
        return max(1, min(int(getattr(image, "n_frames", 1)), MOST))
    here = file.tell()
    try:
        file.seek(0)
        return max(1, _gif_frames(file))
    finally:
        file.seek(here)


def _gif_frames(file: IO[bytes]) -> int:
    """GIF89a appendix B: introducers 2C (picture), 21 (extension), 3B (end)."""
    header = file.read(13)
    file.seek(_table_size(header[10]), io.SEEK_CUR)
    frames, steps = 0, _STEPS
    while frames < MOST and steps > 0 and (introducer := file.read(1)) in (b"\x2c", b"\x21"):
        if introducer == b"\x2c":
            frames += 1
            descriptor = file.read(9)
            file.seek(_table_size(descriptor[8] if len(descriptor) == 9 else 0), io.SEEK_CUR)
        file.seek(1, io.SEEK_CUR)  # the code size of a picture, the label of an extension
        steps = _skip_blocks(file, steps=steps)
    return frames


def _table_size(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_blocks(file: IO[bytes], *, steps: int) -> int:
    """Past the sub-blocks to their empty last one; the steps that remain."""
    while steps > 0 and (length := file.read(1)) not in (b"", b"\0"):
        file.seek(length[0], io.SEEK_CUR)
        steps -= 1
    return steps - 1
