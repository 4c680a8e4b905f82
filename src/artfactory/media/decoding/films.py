"""Video: its size, its length and its first picture."""

from __future__ import annotations

import av
from av.container import InputContainer
from av.video.stream import VideoStream
from PIL import Image

from artfactory.media.decoding.facts import Facts
from artfactory.media.decoding.lengths import length_of
from artfactory.media.decoding.pictures import PIXELS
from artfactory.media.decoding.previews import LONG_SIDE, placeholder, thumbnail
from artfactory.media.decoding.unreadable import Unreadable
from artfactory.media.sniffing import FILM_IN, KnownType

_TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


def read_film(container: InputContainer, stream: VideoStream, *, known: KnownType) -> Facts:
    """Raises Unreadable; the header of the container is believed in nothing but the length."""
    frame = _first_frame(container, stream)
    poster = _poster(frame, stream)
    width, height = _shown_size(frame, stream)
    media_type, extension = FILM_IN.get(known.media_type, (known.media_type, known.extension))
    return Facts(
        kind="video",
        media_type=media_type,
        extension=extension,
        width=width,
        height=height,
        duration=length_of(container, stream),
        placeholder=placeholder(poster),
        thumbnail=thumbnail(poster),
    )


def _first_frame(container: InputContainer, stream: VideoStream) -> av.VideoFrame:
    stream.codec_context.thread_count = 1  # each thread would take address space of its own
    stream.codec_context.skip_frame = "NONKEY"
    _check_size(stream.codec_context.width, stream.codec_context.height)
    for frame in container.decode(stream):
        _check_size(frame.width, frame.height)
        return frame
    raise Unreadable("no_picture")


def _check_size(width: int, height: int) -> None:
    if width * height > PIXELS:
        raise Unreadable("too_large", f"{width} × {height}")


def _shown_size(frame: av.VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Pixels as they are shown: not all are square, and phones film sideways."""
    stretch = stream.sample_aspect_ratio or 1
    wide = frame.width
    if 0.1 < stretch < 10:
        wide = max(1, round(frame.width * stretch))
    return (frame.height, wide) if frame.rotation % 180 else (wide, frame.height)


def _poster(frame: av.VideoFrame, stream: VideoStream) -> Image.Image:
    width, height = _shown_size(frame, stream)
    scale = min(1.0, LONG_SIDE / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if frame.rotation % 180:
        size = size[1], size[0]
    picture: Image.Image = frame.to_image(width=size[0], height=size[1])  # type: ignore[no-untyped-call]
    turn = _TURNS.get(frame.rotation % 360)
    return picture if turn is None else picture.transpose(turn)
