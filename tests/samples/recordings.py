"""Short films and sounds, encoded when a test needs them."""

from __future__ import annotations

import io
from typing import Any

import av
import numpy as np

RATE = 48_000  # the only one of these that every codec takes


def film(container: str = "mp4", codec: str = "libx264", *, seconds: float = 1, rotation: int = 0) -> bytes:
    """160 × 120, its upper half red, its lower half blue."""
    stream_of_bytes = io.BytesIO()
    with av.open(stream_of_bytes, "w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=12)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        if rotation:
            stream.set_display_rotation(rotation)
        pixels = np.zeros((120, 160, 3), np.uint8)
        pixels[:60, :, 0] = pixels[60:, :, 2] = 220
        for _ in range(int(12 * seconds)):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        output.mux(stream.encode())
    return stream_of_bytes.getvalue()


def sound(container: str = "wav", codec: str = "pcm_s16le", *, seconds: float = 1) -> bytes:
    """A tone that fades."""
    stream_of_bytes = io.BytesIO()
    with av.open(stream_of_bytes, "w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=RATE)
        stream.layout = "mono"
        for frame in _frames(stream, seconds=seconds):
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return stream_of_bytes.getvalue()


def _frames(stream: Any, *, seconds: float) -> list[av.AudioFrame]:
    at = np.arange(int(RATE * seconds)) / RATE
    samples = (np.sin(at * 2 * np.pi * 440) * np.exp(-2 * at) * 20_000).astype(np.int16)
    whole = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
    whole.sample_rate = RATE
    resampler = av.AudioResampler(
        format=stream.format, layout="mono", rate=RATE, frame_size=stream.codec_context.frame_size or None
    )
    return [*resampler.resample(whole), *resampler.resample(None)]
