"""Sound: its length, and its loudness over time as a picture."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from PIL import Image, ImageDraw

from artfactory.media.decoding.facts import Facts
from artfactory.media.decoding.lengths import length_of
from artfactory.media.decoding.previews import thumbnail
from artfactory.media.decoding.unreadable import Unreadable
from artfactory.media.sniffing import SOUND_IN, KnownType

_RATE = 8000  # samples a second: enough to see a beat
_BLOCK = 80  # samples: a hundredth of a second, one peak
_SECONDS = 900  # listened to; a longer recording shows its beginning

_SIZE = (512, 192)
_BARS = 96
_GREY = (128, 136, 148, 255)  # is seen on light and on dark


def read_sound(container: InputContainer, stream: AudioStream, *, known: KnownType) -> Facts:
    peaks = list(_peaks(container, stream))
    if not peaks:
        raise Unreadable("no_sound")
    media_type, extension = SOUND_IN.get(known.media_type, (known.media_type, known.extension))
    return Facts(
        kind="audio",
        media_type=media_type,
        extension=extension,
        duration=length_of(container, stream) or round(len(peaks) * _BLOCK / _RATE, 3),
        thumbnail=thumbnail(_drawn(peaks)),
    )


def _peaks(container: InputContainer, stream: AudioStream) -> Iterator[int]:
    """The largest amplitude of each block, 0 to 32768. Ends early where the data is broken."""
    stream.codec_context.thread_count = 1
    resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
    rest = array("h")
    blocks = 0
    for samples in _samples(container, stream, resampler):
        rest.extend(samples)
        whole = len(rest) // _BLOCK * _BLOCK
        for start in range(0, whole, _BLOCK):
            block = rest[start : start + _BLOCK]
            yield _loudest(block)
            blocks += 1
        del rest[:whole]
        if blocks * _BLOCK >= _SECONDS * _RATE:
            return
    if rest:
        yield _loudest(rest)


def _loudest(samples: array[int]) -> int:
    highest, lowest = max(samples), min(samples)
    return max(highest, -lowest)


def _samples(
    container: InputContainer, stream: AudioStream, resampler: av.AudioResampler
) -> Iterator[array[int]]:
    try:
        for frame in container.decode(stream):
            for part in resampler.resample(frame):
                yield array("h", bytes(part.planes[0])[: part.samples * 2])
    except av.FFmpegError:
        return  # what was heard so far is kept


def _drawn(peaks: list[int]) -> Image.Image:
    """Bars around a middle line, on nothing, so that any background shows through."""
    picture = Image.new("RGBA", _SIZE, (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    width, height = _SIZE
    step = width / _BARS
    for number, level in enumerate(_levels(peaks)):
        half = max(1.0, level * (height / 2 - 8))
        left = number * step + 1
        draw.rounded_rectangle(
            (left, height / 2 - half, left + step - 2, height / 2 + half), radius=1, fill=_GREY
        )
    return picture


def _levels(peaks: list[int]) -> list[float]:
    """One value from 0 to 1 for each bar, the loudest being 1."""
    loudest = max(*peaks, 1)
    edges = [number * len(peaks) // _BARS for number in range(_BARS + 1)]
    groups = (peaks[start : max(end, start + 1)] for start, end in pairwise(edges))
    return [max(group) / loudest for group in groups]
