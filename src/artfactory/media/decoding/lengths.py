"""How long a recording is, where its container tells."""

from __future__ import annotations

import math

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

_LONGEST = 100 * 3600  # seconds; more is a lie of the header


def length_of(container: InputContainer, stream: VideoStream | AudioStream) -> float | None:
    """In seconds; None where nothing credible is written."""
    if stream.duration and stream.time_base:
        length = float(stream.duration * stream.time_base)
    elif container.duration:
        length = container.duration / av.time_base
    else:
        return None
    return round(length, 3) if math.isfinite(length) and 0 < length < _LONGEST else None
