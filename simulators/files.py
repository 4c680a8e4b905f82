"""The files of the media host: what jobs made and what people uploaded."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    media_type: str
    make: Callable[[], bytes]  # the same bytes each time; made when somebody asks, so that many cost little
    gone_at: float | None = None  # seconds since the epoch


class Files:
    """Addresses are `BASE/files/ID/NAME`; `base` is known once the media host listens."""

    def __init__(self) -> None:
        self.base = ""
        self._files: dict[str, File] = {}

    def keep(self, file: File, *, name: str, key: str = "") -> str:
        """The address where it lies from now on."""
        path = f"/files/{key or secrets.token_hex(8)}/{name}"
        self.put(path, file)
        return self.base + path

    def put(self, path: str, file: File) -> None:
        self._files[path] = file

    def find(self, path: str, *, at: float) -> File | None:
        file = self._files.get(path)
        gone = file is not None and file.gone_at is not None and at >= file.gone_at
        return None if gone else file

    def misses(self, address: str, *, at: float) -> bool:
        """Whether it is an address of ours under which nothing lies."""
        ours = bool(self.base) and address.startswith(self.base + "/")
        return ours and self.find(address.removeprefix(self.base), at=at) is None

    def clear(self) -> None:
        self._files.clear()
