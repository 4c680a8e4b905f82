"""The engine's only way to the database: one thread, one connection, many changes in one commit.

Production is async, the ORM is not: this is the one place where they meet. Changes that are asked
for while a commit is under way share the next one, so fifty Generations that move at once cost one
durable write and not fifty.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import Error, OperationalError, close_old_connections, connection, transaction

from artfactory.engine.news import News

logger = logging.getLogger(__name__)

T = TypeVar("T")
Change = Callable[[News], T]

MOST_AT_ONCE = 200  # changes of one commit: keeps the write lock short
LINGER, LINGER_BUSY = 0.002, 0.012  # seconds that a change waits for company; the longer while much changes
CACHE = 8_192  # kilobytes of the database file that this thread keeps in memory
BUSY_PAUSE = 1.0  # seconds before a full disk or a locked database is tried again


@dataclass
class _Asked:
    change: Change[Any] | None  # None: only whether anybody else has written
    answer: asyncio.Future[Any]  # belongs to the loop; this side only looks whether it was canceled


class Rows:
    """Start it, ask it for changes, close it. A change is a plain function that uses the ORM."""

    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._busy = False  # the last commit held several changes
        self._version: int | None = None  # of the database file, at the last look
        self._thread = threading.Thread(target=self._work, name="rows", daemon=True)

    def start(self) -> None:
        self._thread.start()

    async def do(self, change: Change[T]) -> T:
        """Carry out the change; returns once it is committed, durably."""
        self._loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = self._loop.create_future()
        self._asked.put(_Asked(change, answer))
        return await answer

    async def stirred(self) -> bool:
        """Whether anybody else has written since this was asked last; True where nobody can tell."""
        self._loop = asyncio.get_running_loop()
        answer: asyncio.Future[bool] = self._loop.create_future()
        self._asked.put(_Asked(None, answer))
        return await answer

    async def close(self) -> None:
        """Commit what was asked for, then let go of the connection."""
        self._closing.set()
        self._asked.put(None)
        await asyncio.to_thread(self._thread.join)

    def _work(self) -> None:
        _write_durably()
        while (first := self._asked.get()) is not None:
            if first.change is None:
                self._tell(first)
                continue
            group, last = self._gather(first)
            self._carry_out(group)
            self._busy = len(group) > 1
            if last:
                break
        connection.close()

    def _gather(self, first: _Asked) -> tuple[list[_Asked], bool]:
        time.sleep(LINGER_BUSY if self._busy else LINGER)
        group = [first]
        while len(group) < MOST_AT_ONCE:
            try:
                following = self._asked.get_nowait()
            except queue.Empty:
                return group, False
            if following is None:
                return group, True
            if following.change is None:
                self._tell(following)
            else:
                group.append(following)
        return group, False

    def _tell(self, asked: _Asked) -> None:
        """Outside of any transaction, and without a lock."""
        version = _version()
        stirred = version is None or version != self._version
        self._version = version
        self._loop.call_soon_threadsafe(_answer, [asked], [stirred])

    def _carry_out(self, group: list[_Asked]) -> None:
        group = [asked for asked in group if not asked.answer.cancelled()]
        try:
            results = self._commit(group)
        except Exception as error:
            self._one_by_one(group, error)
        else:
            self._loop.call_soon_threadsafe(_answer, group, results)

    def _one_by_one(self, group: list[_Asked], error: Exception) -> None:
        """One bad change must not take the others with it."""
        if len(group) == 1:
            self._loop.call_soon_threadsafe(_refuse, group[0], error)
            return
        for asked in group:
            self._carry_out([asked])

    def _commit(self, group: list[_Asked]) -> list[Any]:
        while True:
            try:
                with transaction.atomic():
                    news = News()
                    results = [asked.change(news) for asked in group if asked.change]
                    news.publish()
                return results
            except OperationalError as error:
                if self._closing.is_set():
                    raise
                logger.warning("The database cannot be written now, trying again: %s", error)
                time.sleep(BUSY_PAUSE)
                close_old_connections()
                _write_durably()


def _answer(group: list[_Asked], results: list[Any]) -> None:
    """In the loop: all of a commit at once. Who was canceled meanwhile hears nothing."""
    for asked, result in zip(group, results, strict=True):
        if not asked.answer.done():
            asked.answer.set_result(result)


def _refuse(asked: _Asked, error: Exception) -> None:
    if not asked.answer.done():
        asked.answer.set_exception(error)


def _version() -> int | None:
    """Another number after each commit of another connection; None where nobody can tell."""
    if connection.vendor != "sqlite":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return int(cursor.fetchone()[0])
    except Error:  # whatever it is: this thread must go on, and the next change meets it too
        return None


def _write_durably() -> None:
    """A committed row must survive a power cut: paid requests are told from unpaid ones by it.

    Production moves few rows at a time, so it needs no large part of the file in memory.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("synchronous=FULL", "mmap_size=0", f"cache_size=-{CACHE}"):
                cursor.execute(f"PRAGMA {pragma}")
