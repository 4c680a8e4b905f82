"""What decoding tells about a file. Plain values: they travel between two processes as JSON."""

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


def as_line(answer: Facts | Undecodable) -> bytes:
    values = asdict(answer)
    if isinstance(answer, Facts):
        values["thumbnail"] = base64.b64encode(answer.thumbnail).decode()
    return json.dumps(values).encode() + b"\n"


def from_line(line: bytes) -> Facts | Undecodable:
    """Raises ValueError or TypeError for a line that is no answer."""
    values: dict[str, Any] = json.loads(line)
    if "code" in values:
        return Undecodable(**values)
    return Facts(**{**values, "thumbnail": base64.b64decode(values["thumbnail"])})
