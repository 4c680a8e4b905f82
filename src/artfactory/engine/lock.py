"""One scheduler for each library. A second one stands by until the first is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from filelock import FileLock, Timeout

ADVISORY = 0x41525446  # "ARTF": the key of the lock on PostgreSQL
LOOK_EVERY = 0.5  # seconds


class Held(Protocol):
    @property
    def is_held(self) -> bool:
        """Whether it is still ours. Asked from any thread, by one at a time."""
        ...


class Taken(Exception):
    """Another engine works on this library."""


@contextmanager
def scheduler_lock(*, wait: bool, stop: threading.Event) -> Iterator[Held | None]:
    """Hold the lock while the body runs; yields None when `stop` came before it was ours.

    Raises Taken when `wait` is False and another holds it. The system lets go of it when we die.
    """
    lock = _on_postgres() if connections["default"].vendor == "postgresql" else _on_disk()
    try:
        held = lock.take()
        while not held and wait and not stop.wait(LOOK_EVERY):
            held = lock.take()
        if not held and not wait:
            raise Taken
        yield lock if held else None
    finally:
        lock.release()


def _on_disk() -> _DiskLock:
    return _DiskLock(Path(settings.RUN_FOLDER) / "scheduler.lock")


def _on_postgres() -> _PostgresLock:
    return _PostgresLock()


class _DiskLock:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = FileLock(path, timeout=0, mode=0o600, thread_local=False)

    def take(self) -> bool:
        try:
            self._lock.acquire()
        except Timeout:
            return False
        return True

    @property
    def is_held(self) -> bool:
        return self._lock.is_locked

    def release(self) -> None:
        self._lock.release()


class _PostgresLock:
    """Bound to a connection of its own, which lives as long as the lock."""

    def __init__(self) -> None:
        self._connection = _of_its_own()
        self._connection.inc_thread_sharing()

    def take(self) -> bool:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
            return bool(cursor.fetchone()[0])

    @property
    def is_held(self) -> bool:
        """It goes when its connection breaks, and another engine may have it then."""
        if self._connection.connection is None:
            return False  # a cursor would connect anew
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return False
        return True

    def release(self) -> None:
        self._connection.close()


def _of_its_own() -> BaseDatabaseWrapper:
    """Outside of the pool: a connection that only goes back there would keep the lock."""
    connection = connections.create_connection("default")
    options = {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"}
    connection.settings_dict = {**connection.settings_dict, "OPTIONS": options}
    return connection
