"""One drawing process, seen from the parent: started when needed, spoken to over its pipes.

To the child: one line of JSON for each drawing. Back: lines of JSON, `{"progress": 0.4}` any number of
times, then one with `outputs` (each with its size; their bytes follow the line) and perhaps a `problem`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

CHILD = "artfactory.providers.workshop.easel"
KEPT = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
PATIENCE = 5  # seconds for a killed process to be gone

Tell = Callable[[float], None]


class HandLost(Exception):
    """The drawing process ended, or could not be started."""


@dataclass(frozen=True)
class Outcome:
    header: dict[str, Any]
    files: tuple[bytes, ...]


class Hand:
    """Used by one thread; `interrupt` and `retire` may be called by any."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._retired = False
        self._lock = threading.Lock()

    def draw(self, model: str, *, request: Mapping[str, Any], tell: Tell) -> Outcome:
        """Raises HandLost if the process does not live to the end."""
        child = self._ready_child()
        try:
            return _converse(child, {"model": model, "request": request}, tell)
        except (OSError, EOFError, ValueError) as fault:
            self.let_go()
            raise HandLost(f"{fault} Exit code: {child.returncode}.") from fault

    def interrupt(self) -> None:
        """End the process now. The next drawing starts another."""
        with self._lock:
            if self._child is not None:
                self._child.kill()

    def retire(self) -> None:
        """End the process now, for good."""
        self._retired = True
        self.interrupt()

    def let_go(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait(PATIENCE)
            _close_quietly(child.stdin, child.stdout)

    def _ready_child(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._retired:
                raise HandLost("The workshop is closed.")
            if self._child is None:
                self._child = _start()
            return self._child


def _start() -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        return subprocess.Popen(
            [sys.executable, "-m", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**kept, **ONE_THREAD},
        )
    except OSError as fault:
        raise HandLost(f"The drawing process did not start: {fault}") from fault


def _converse(child: subprocess.Popen[bytes], work: Mapping[str, Any], tell: Tell) -> Outcome:
    assert child.stdin and child.stdout  # noqa: S101 -- both are pipes
    child.stdin.write(json.dumps(work).encode() + b"\n")
    child.stdin.flush()
    while line := child.stdout.readline():
        header = json.loads(line)
        if "outputs" in header:
            return Outcome(header, tuple(_read(child.stdout, about["size"]) for about in header["outputs"]))
        tell(header["progress"])
    raise EOFError("The drawing process ended.")


def _read(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("The drawing process ended while it handed over.")
    return data


def _close_quietly(*pipes: IO[bytes] | None) -> None:
    for pipe in pipes:
        try:
            if pipe is not None:
                pipe.close()
        except OSError:  # what was still to be written has no reader any more
            continue
