"""Short films and sounds, encoded once in this process and then only marked."""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from functools import lru_cache
from typing import cast

import av
import numpy as np

RATE = 8  # pictures a second
SAMPLES = 22050  # a second
MEDIA_TYPES = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "flac": "audio/flac",
}


def film(*, form: str, width: int, height: int, mark: str) -> bytes:
    """One second. The mark follows as a box, or an element, that every reader skips."""
    data = _film(form, width - width % 2, height - height % 2)
    text = mark.encode()
    if form == "mp4":  # ISO/IEC 14496-12 §8.1.2: free space
        return data + struct.pack(">I4s", len(text) + 8, b"free") + text
    return data + b"\xec" + bytes([0x80 | len(text)]) + text  # RFC 8794 §11.3.2: an EBML Void element


def sound(*, form: str, mark: str) -> bytes:
    """One second."""
    return MARKING[form](_sound(form), mark.encode())


@lru_cache(maxsize=16)
def _film(form: str, width: int, height: int) -> bytes:
    whole = io.BytesIO()
    with av.open(whole, "w", format=form) as container:
        stream = container.add_stream("mpeg4" if form == "mp4" else "libvpx-vp9", rate=Fraction(RATE))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(RATE):
            pixels = np.full((height, width, 3), (20 * number, 90, 200 - 20 * number), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return whole.getvalue()


@lru_cache(maxsize=8)
def _sound(form: str) -> bytes:
    codec = {"mp3": "libmp3lame", "wav": "pcm_s16le", "flac": "flac"}[form]
    layout = "s16p" if form == "mp3" else "s16"
    wave = np.sin(np.arange(SAMPLES) * 2 * np.pi * 440 / SAMPLES) * 8000
    whole = io.BytesIO()
    with av.open(whole, "w", format=form) as container:
        stream = cast(av.AudioStream, container.add_stream(codec, rate=SAMPLES))
        stream.layout, stream.format = "mono", layout
        frame = av.AudioFrame.from_ndarray(wave.astype(np.int16)[None, :], format=layout, layout="mono")
        frame.sample_rate = SAMPLES
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return whole.getvalue()


def _marked_mp3(data: bytes, mark: bytes) -> bytes:
    """ID3v1: the last 128 bytes."""
    return data + b"TAG" + mark[:30].ljust(125, b"\0")


def _marked_wav(data: bytes, mark: bytes) -> bytes:
    padded = mark + b"\0" * (len(mark) % 2)
    longer = data + b"mark" + struct.pack("<I", len(mark)) + padded
    return longer[:4] + struct.pack("<I", len(longer) - 8) + longer[8:]


def _marked_flac(data: bytes, mark: bytes) -> bytes:
    """RFC 9639 §8.4: an application block after the stream's facts, which end at byte 42."""
    block = b"\x02" + struct.pack(">I", len(mark) + 4)[1:] + b"mark" + mark
    return data[:42] + block + data[42:]


MARKING = {"mp3": _marked_mp3, "wav": _marked_wav, "flac": _marked_flac}
