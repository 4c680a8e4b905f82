"""A few long-lived child processes that decode. One that hangs or dies is replaced."""

from __future__ import annotations

import queue
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from artfactory.media.decoding.facts import Facts, Undecodable
from artfactory.media.decoding.worker import Gone, TooSlow, Worker

SECONDS = 30.0  # a file may take, by the clock on the wall
_FILES_EACH = 2000  # before a child is replaced, so that leaks stay small


class Decoders:
    """`count` children, started when first needed. `decode` blocks and may be called by many threads.

    `threads` is where asyncio puts such calls, so that slow files never use up the loop's own threads.
    """

    def __init__(self, *, folder: Path, count: int = 1, seconds: float = SECONDS) -> None:
        self._folder = folder
        self._seconds = seconds
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        self._count = count
        for _ in range(count):
            self._idle.put(None)
        self.threads = ThreadPoolExecutor(max_workers=count + 4, thread_name_prefix="media")

    def decode(self, path: Path, *, media_type: str) -> Facts | Undecodable:
        """Read a file that was sniffed as `media_type`. Never raises over what the file holds."""
        worker = self._idle.get()
        try:
            for _ in range(2):  # a child may have been killed for reasons of its own
                worker = self._ready(worker)
                try:
                    return worker.ask(path, media_type=media_type, seconds=self._seconds)
                except Gone:
                    continue
                except TooSlow:
                    return Undecodable("too_slow")
            return Undecodable("crashed")
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """Let the children leave, once each has finished the file it is at."""
        self.threads.shutdown()
        for worker in [self._idle.get() for _ in range(self._count)]:
            if worker is not None:
                worker.close()
            self._idle.put(None)

    def _ready(self, worker: Worker | None) -> Worker:
        if worker is not None and worker.is_alive and worker.files < _FILES_EACH:
            return worker
        if worker is not None:
            worker.close()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Worker(self._folder)
