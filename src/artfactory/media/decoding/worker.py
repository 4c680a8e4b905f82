"""The parent's end of one decoding child."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Timer
from typing import IO, cast

from artfactory.media.decoding.facts import Facts, Undecodable, from_line

# -E and -P: neither the environment nor the folder it runs in decides what is imported.
_COMMAND = (sys.executable, "-E", "-P", "-m", "artfactory.media.decoding.child")
_LONGEST_ANSWER = 8 * 1024 * 1024  # bytes


class Gone(Exception):
    """The child ended without an answer."""


class TooSlow(Exception):
    """The child was ended, because its time was up."""


class Worker:
    def __init__(self, folder: Path) -> None:
        self.files = 0
        self._process = subprocess.Popen(
            _COMMAND,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, path: Path, *, media_type: str, seconds: float) -> Facts | Undecodable:
        """Raises Gone or TooSlow; this worker has ended then."""
        self.files += 1
        overdue = Event()
        deadline = Timer(seconds, self._end, [overdue])
        deadline.daemon = True
        deadline.start()
        try:
            return self._answer({"path": str(path), "media_type": media_type})
        except (OSError, ValueError, TypeError, KeyError) as error:
            self._process.kill()
            self.close()
            raise (TooSlow if overdue.is_set() or self._ran_out() else Gone) from error
        finally:
            deadline.cancel()

    def close(self) -> None:
        """Ask it to leave by closing its input, and see it off."""
        for pipe in (self._stdin, self._stdout):
            try:
                pipe.close()
            except OSError:
                continue  # it is gone already
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _end(self, overdue: Event) -> None:
        overdue.set()
        self._process.kill()

    def _answer(self, job: dict[str, str]) -> Facts | Undecodable:
        self._stdin.write(json.dumps(job).encode() + b"\n")
        self._stdin.flush()
        return from_line(self._stdout.readline(_LONGEST_ANSWER))

    def _ran_out(self) -> bool:
        """Whether the kernel ended it for its use of the processor."""
        import signal

        limit = getattr(signal, "SIGXCPU", None)
        return limit is not None and self._process.returncode == -limit

    @property
    def _stdin(self) -> IO[bytes]:
        return cast(IO[bytes], self._process.stdin)

    @property
    def _stdout(self) -> IO[bytes]:
        return cast(IO[bytes], self._process.stdout)


def _environment() -> dict[str, str]:
    """Empty: no key of any Provider can leak. Windows cannot start a program without its own folder."""
    kept = ("SYSTEMROOT",) if os.name == "nt" else ()
    return {name: os.environ[name] for name in kept if name in os.environ}
