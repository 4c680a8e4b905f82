"""The parent's end of one decoding child."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, cast

from artfactory.media.decoding.facts import Answer, from_line

# -E and -P: neither the environment nor the folder it runs in decides what is imported.
_COMMAND = (sys.executable, "-E", "-P", "-m", "artfactory.media.decoding.child")
_LONGEST_ANSWER = {"read": 8 * 1024 * 1024, "turn": 256 * 1024 * 1024}  # bytes


class Gone(Exception):
    """The child ended without an answer, or could not be started."""


class TooSlow(Exception):
    """The child was ended, because its time was up."""


class Worker:
    def __init__(self, folder: Path) -> None:
        """Raises Gone."""
        self.files = 0
        self._deadline = math.inf
        try:
            self._process = _start(folder)
        except OSError as error:
            raise Gone from error

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    @property
    def is_overdue(self) -> bool:
        return time.monotonic() > self._deadline

    def ask(self, path: Path, *, media_type: str, seconds: float, what: str = "read") -> Answer:
        """`what`: "read" it or "turn" it upright. Raises Gone or TooSlow; this worker has ended then."""
        self.files += 1
        self._deadline = time.monotonic() + seconds
        try:
            return self._answer({"what": what, "path": str(path), "media_type": media_type})
        except (OSError, ValueError, TypeError, KeyError) as error:
            self.end()
            self.close()
            raise (TooSlow if self.is_overdue or self._ran_out() else Gone) from error
        finally:
            self._deadline = math.inf

    def end(self) -> None:
        """At once, whatever it is at; who waits for its answer learns that it is gone."""
        self._process.kill()

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

    def _answer(self, job: dict[str, str]) -> Answer:
        self._stdin.write(json.dumps(job).encode() + b"\n")
        self._stdin.flush()
        return from_line(self._stdout.readline(_LONGEST_ANSWER[job["what"]]))

    def _ran_out(self) -> bool:
        """Whether the kernel ended it for its use of the processor."""
        limit = getattr(signal, "SIGXCPU", None)
        return limit is not None and self._process.returncode == -limit

    @property
    def _stdin(self) -> IO[bytes]:
        return cast(IO[bytes], self._process.stdin)

    @property
    def _stdout(self) -> IO[bytes]:
        return cast(IO[bytes], self._process.stdout)


def _start(folder: Path) -> subprocess.Popen[bytes]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return subprocess.Popen(
        _COMMAND,
        cwd=folder,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _environment() -> dict[str, str]:
    """Empty: no key of any Provider can leak. Windows cannot start a program without its own folder."""
    kept = ("SYSTEMROOT",) if os.name == "nt" else ()
    return {name: os.environ[name] for name in kept if name in os.environ}
