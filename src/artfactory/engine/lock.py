"""One scheduler for each library. A second one stands by until the first is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections
from filelock import FileLock, Timeout

ADVISORY = 0x41525446  # "ARTF": the key of the lock on PostgreSQL
LOOK_EVERY = 0.5  # seconds


class Taken(Exception):
    """Another engine works on this library."""


@contextmanager
def scheduler_lock(*, wait: bool, stop: threading.Event) -> Iterator[bool]:
    """Hold the lock while the body runs; yields False when `stop` came before it was ours.

    Raises Taken when `wait` is False and another holds it. The system lets go of it when we die.
    """
    lock = _on_postgres() if connections["default"].vendor == "postgresql" else _on_disk()
    held = lock.take()
    while not held and wait and not stop.wait(LOOK_EVERY):
        held = lock.take()
    if not held and not wait:
        raise Taken
    try:
        yield held
    finally:
        lock.release()


def _on_disk() -> _DiskLock:
    return _DiskLock(Path(settings.RUN_FOLDER) / "scheduler.lock")


def _on_postgres() -> _PostgresLock:
    return _PostgresLock()


class _DiskLock:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = FileLock(path, timeout=0, mode=0o600)

    def take(self) -> bool:
        try:
            self._lock.acquire()
        except Timeout:
            return False
        return True

    def release(self) -> None:
        self._lock.release()


class _PostgresLock:
    """Bound to a connection of its own, which lives as long as the lock."""

    def __init__(self) -> None:
        self._connection = connections.create_connection("default")

    def take(self) -> bool:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
            return bool(cursor.fetchone()[0])

    def release(self) -> None:
        self._connection.close()
