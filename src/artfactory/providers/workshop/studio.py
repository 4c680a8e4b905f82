"""Draws one request: which model, which mishap, how many files."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Tell = Callable[[float], None]
Request = Mapping[str, Any]


@dataclass(frozen=True)
class Drawn:
    files: list[tuple[str, bytes]]  # media type and bytes
    returned: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class Refused(Exception):
    """The drawing ends without a file. `kind` is "failed" or "blocked"."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def draw(model: str, *, request: Request, tell: Tell) -> Drawn:
    """Raises Refused if the request asks for a mishap."""
    mishap = request["mishap"]
    heed = _heeding(mishap, tell)
    drawers = {"painter": _paint, "loom": _weave, "chime": _play}
    return drawers[model](request, heed)


def _heeding(mishap: str, tell: Tell) -> Tell:
    """Tells, until half of the work is done and the mishap that was asked for happens."""

    def heed(fraction: float) -> None:
        tell(min(fraction, 0.5) if mishap in _ENDINGS else fraction)
        if fraction >= 0.5 and mishap in _ENDINGS:
            _ENDINGS[mishap]()

    return heed


def _fail() -> None:
    raise Refused("failed", "The drawing failed halfway, as the parameter “mishap” asked.")


def _block() -> None:
    raise Refused("blocked", "The drawing was refused, as the parameter “mishap” asked.")


def _crash() -> None:
    os.abort()


_ENDINGS: dict[str, Callable[[], None]] = {"fail": _fail, "block": _block, "crash": _crash}


def _paint(request: Request, tell: Tell) -> Drawn:
    from artfactory.providers.workshop.painter import paint

    refuses_one = request["mishap"] == "three_of_four"
    count = 4 if refuses_one else int(request["num_outputs"])
    files = []
    for number in range(count - refuses_one):
        picture = paint(request, number=number, tell=_share(tell, number, count))
        files.append(("image/png", picture.png()))
    tell(1.0)
    problems = ["Picture 4 of 4 was refused, as the parameter “mishap” asked."] if refuses_one else []
    return Drawn(files, returned={"scene": picture.title, "words": list(picture.words)}, problems=problems)


def _share(tell: Tell, number: int, count: int) -> Tell:
    return lambda fraction: tell((number + fraction) / count)


def _weave(request: Request, tell: Tell) -> Drawn:
    from artfactory.providers.workshop.loom import weave

    film = weave(request, tell=tell)
    return Drawn([("video/webm", film.data)], returned={"scene": film.title})


def _play(request: Request, tell: Tell) -> Drawn:
    from artfactory.providers.workshop.chime import play

    tune = play(request, tell=tell)
    return Drawn([("audio/flac", tune.data)], returned={"key": tune.key, "instrument": tune.instrument})
