"""`artfactory worker` that dies of SIGKILL at its n-th write: `python dying.py N`.

It counts what could leave a library half written: each commit that wrote something, each file opened to be
written, moved or removed, each connection made. It dies just before that happens.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
from typing import Any

CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
FILES = {"os.rename", "os.remove"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Moments:
    """Counts down to the end of this process."""

    def __init__(self, number: int) -> None:
        self._left = number
        self._turn = threading.Lock()
        self._folder = os.environ["ARTFACTORY_HOME"]

    def pass_one(self, what: str) -> None:
        with self._turn:
            self._left -= 1
            if self._left == 0:
                os.write(2, f"{what}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, event: str, words: tuple[Any, ...]) -> None:
        if event == "socket.connect" or (event in FILES and self._is_ours(words[0])):
            self.pass_one(event)
        elif event == "open" and isinstance(words[2], int) and words[2] & WRITES and self._is_ours(words[0]):
            self.pass_one("open")

    def watch(self, sender: object, connection: Any, **_facts: object) -> None:
        """A connection to the database, as soon as Django has made it."""
        raw: sqlite3.Connection = connection.connection
        raw.set_trace_callback(Commits(self).heard)

    def _is_ours(self, path: object) -> bool:
        """A file of the library's media or of what is on its way there; logs and locks say nothing."""
        name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        return name.startswith((f"{self._folder}/media", f"{self._folder}/tmp"))


class Commits:
    """Of one connection. One that only read is none."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments
        self._wrote = False

    def heard(self, statement: str) -> None:
        word = statement.lstrip().partition(" ")[0].upper()
        if word in CHANGES:
            self._wrote = True
        elif word == "COMMIT" and self._wrote:
            self._wrote = False
            self._moments.pass_one("commit")


def main() -> int:
    from django.db.backends.signals import connection_created

    from artfactory.__main__ import main as artfactory

    moments = Moments(int(sys.argv[1]))
    connection_created.connect(moments.watch)
    sys.addaudithook(moments.audit)
    sys.argv[1:] = ["worker"]
    return artfactory()


if __name__ == "__main__":
    sys.exit(main())
