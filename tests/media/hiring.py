"""A hostile host, and Fetchers that trust it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from artfactory.media.fetching.fetcher import Fetcher
from artfactory.media.fetching.limits import Limits

Hire = Callable[[Limits], Fetcher]

QUICK = Limits(connect=1, read=1, reserve=0)


class Rest:
    """Pauses that take no time; `seconds` are those that were asked for."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def parts(library: Path) -> list[Path]:
    return list((library / "tmp").glob("*")) if (library / "tmp").exists() else []
