"""What decoding tells about a file, or makes of it: plain values, since they travel as JSON."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Facts:
    kind: str  # image, video or audio: the streams decide, where a container may hold either
    media_type: str
    extension: str
    width: int | None = None  # pixels, the way up it is shown
    height: int | None = None
    duration: float | None = None  # seconds
    frames: int = 1  # of an animated image
    black: bool = False  # a still that is (almost) wholly black: so come pictures that were refused
    placeholder: str = ""  # data: URI
    thumbnail: bytes = b""  # WebP


@dataclass(frozen=True)
class Undecodable:
    """`code` is a word of `decoding.words`; `details` is what the decoder said."""

    code: str
    details: str = ""


@dataclass(frozen=True)
class Turned:
    """A picture that stands upright without being told to, as a file."""

    content: bytes


Answer = Facts | Turned | Undecodable


def as_line(answer: Answer) -> bytes:
    values = asdict(answer)
    for name, value in values.items():
        if isinstance(value, bytes):
            values[name] = base64.b64encode(value).decode()
    return json.dumps(values).encode() + b"\n"


def from_line(line: bytes) -> Answer:
    """Raises ValueError or TypeError for a line that is no answer."""
    values: dict[str, Any] = json.loads(line)
    if "code" in values:
        return Undecodable(**values)
    if "content" in values:
        return Turned(base64.b64decode(values["content"]))
    return Facts(**{**values, "thumbnail": base64.b64decode(values["thumbnail"])})
