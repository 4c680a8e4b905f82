"""Video and sound, by FFmpeg, which gets one format to try and one file to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from artfactory.media.decoding.facts import Facts
from artfactory.media.decoding.films import read_film
from artfactory.media.decoding.sounds import read_sound
from artfactory.media.decoding.unreadable import Unreadable
from artfactory.media.sniffing import KnownType


def read_streams(path: Path, *, known: KnownType) -> Facts:
    with path.open("rb") as file, _opened(file, known=known) as container:
        film = next((stream for stream in container.streams.video if _moves(stream)), None)
        if film is not None:
            return read_film(container, film, known=known)
        if container.streams.audio:
            return read_sound(container, container.streams.audio[0], known=known)
    raise Unreadable("no_streams")


def _opened(file: BinaryIO, *, known: KnownType) -> InputContainer:
    """Without `format` FFmpeg would guess, and a guess may be a playlist that names other files."""
    container: InputContainer = av.open(
        file, "r", format=known.reader, metadata_errors="replace", io_open=_refuse
    )
    return container


def _refuse(*_wanted: Any, **_options: Any) -> None:
    raise Unreadable("names_files")


def _moves(stream: VideoStream) -> bool:
    return not stream.disposition & Disposition.attached_pic  # the cover of a record is no film
