"""What arrived of a file so far: in memory while it is small, in a `.part` file from then on."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from artfactory.media.fetching.errors import TooLarge
from artfactory.media.fetching.limits import Limits
from artfactory.media.sniffing import HEAD
from artfactory.media.storage import NoSpace, Part, Received

_PIECE = 1024 * 1024  # bytes written at a time
_Result = TypeVar("_Result")


class Body:
    """Raises NotKept, NoSpace or TooLarge while it grows. Disks are waited for in `threads`."""

    def __init__(self, *, limits: Limits, threads: Executor) -> None:
        self.size = 0
        self.head = b""
        self._expected = 0
        self._limits = limits
        self._threads = threads
        self._waiting = bytearray()
        self._part: Part | None = None

    async def add(self, data: bytes) -> None:
        self.size += len(data)
        if len(self.head) < HEAD:
            self.head = (self.head + data[:HEAD])[:HEAD]
        self._check_size(max(self.size, self._expected))
        self._waiting += data
        if len(self._waiting) > (_PIECE if self._part else self._limits.in_memory):
            await self._write()

    def expect(self, size: int) -> None:
        """Refuse at once what is going to be too large. It is only what a host says, so all is counted."""
        self._expected = size
        self._check_size(size)
        self._check_room(size - self.size)

    def _check_size(self, size: int) -> None:
        most = self._limits.bytes_for(self.head) if self.head else self._limits.video
        if size > most:
            message = _("The file is larger than the %(most)d MB that are taken in of its kind.")
            raise TooLarge(message % {"most": most // 1_000_000}, details=f"{size} bytes")

    def _check_room(self, size: int) -> None:
        """Whether so many bytes more fit on the disk. What is small enough for memory is not asked about."""
        if size > self._limits.in_memory and size > _free() - self._limits.reserve:
            raise NoSpace(_("There is no space left for files in %(folder)s.") % {"folder": settings.LIBRARY})

    async def restart(self) -> None:
        self.size, self.head, self._expected = 0, b"", 0
        self._waiting.clear()
        if self._part is not None:
            await self._do(self._part.restart)

    async def finish(self) -> bytes | Received:
        if self._part is None:
            return bytes(self._waiting)
        await self._write()
        return await self._do(self._part.finish)

    async def discard(self) -> None:
        """Leave nothing behind, even when whoever waits for it does not wait any more."""
        if self._part is not None:
            await asyncio.shield(self._do(self._part.discard))

    async def _write(self) -> None:
        data = bytes(self._waiting)
        self._waiting.clear()
        self._check_room(_PIECE + len(data))
        self._part = self._part or Part()
        await self._do(partial(self._part.write, data))

    def _do(self, work: Callable[[], _Result]) -> asyncio.Future[_Result]:
        return asyncio.get_running_loop().run_in_executor(self._threads, work)


def _free() -> int:
    """Bytes; the folder need not be there yet."""
    folder = Path(settings.TMP_FOLDER)
    return shutil.disk_usage(next(here for here in (folder, *folder.parents) if here.exists())).free
