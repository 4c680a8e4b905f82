"""A few long-lived child processes that decode. One that hangs or dies is replaced."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import cast

from artfactory.media.decoding.facts import Answer, Facts, Turned, Undecodable
from artfactory.media.decoding.worker import Gone, TooSlow, Worker

SECONDS = 30.0  # a file may take, by the clock on the wall
FILES_EACH = 2000  # before a child is replaced, so that leaks stay small


class Closed(Exception):
    """The decoders are leaving, because their process does."""


class Decoders:
    """`count` children, started when first needed. What they do blocks, and may be asked for by many threads.

    `threads` is where asyncio puts such calls, so that slow files never use up the loop's own threads.
    """

    def __init__(
        self, *, folder: Path, count: int = 1, seconds: float = SECONDS, files_each: int = FILES_EACH
    ) -> None:
        self._folder = folder
        self._seconds = seconds
        self._files_each = files_each
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(count):
            self._idle.put(None)
        self._started: set[Worker] = set()
        self._is_closed = threading.Event()
        self._watch: threading.Thread | None = None
        self.threads = ThreadPoolExecutor(max_workers=count + 8, thread_name_prefix="media")

    def decode(self, path: Path, *, media_type: str) -> Facts | Undecodable:
        """Read a file that was sniffed as `media_type`. Never raises over what the file holds.

        Raises Closed while we leave: then nothing was learned about the file.
        """
        return cast(Facts | Undecodable, self._ask(path, media_type=media_type, what="read"))

    def turn(self, path: Path, *, media_type: str) -> Turned | Undecodable:
        """A still JPEG, PNG or WebP written anew, upright. Raises as `decode` does."""
        return cast(Turned | Undecodable, self._ask(path, media_type=media_type, what="turn"))

    def _ask(self, path: Path, *, media_type: str, what: str) -> Answer:
        worker = self._idle.get()
        try:
            for _ in range(2):  # a child may have been killed for reasons of its own
                with suppress(Gone):
                    worker = self._ready(worker)
                    return worker.ask(path, media_type=media_type, seconds=self._seconds, what=what)
            if self._is_closed.is_set():
                raise Closed
            return Undecodable("crashed")
        except TooSlow:
            return Undecodable("too_slow")
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """Let the children leave. What they are at is given up; it is done again another time."""
        self._is_closed.set()
        self.threads.shutdown(wait=False, cancel_futures=True)
        for worker in tuple(self._started):
            worker.end()
        self.threads.shutdown()
        for worker in tuple(self._started):
            worker.close()

    def _ready(self, worker: Worker | None) -> Worker:
        if self._is_closed.is_set():
            raise Closed
        if worker is not None and worker.is_alive and worker.files < self._files_each:
            return worker
        if worker is not None:
            self._started.discard(worker)
            worker.close()
        worker = Worker(self._folder)
        self._started.add(worker)
        self._have_watched()
        return worker

    def _have_watched(self) -> None:
        if self._watch is None:
            self._watch = threading.Thread(target=self._end_overdue, daemon=True, name="media-watch")
            self._watch.start()

    def _end_overdue(self) -> None:
        while not self._is_closed.wait(min(0.5, self._seconds)):
            for worker in tuple(self._started):
                if worker.is_overdue:
                    worker.end()
