"""A child process of `artfactory run`: started, told to go, started again when it dies."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from artfactory.cli.language import _
from artfactory.cli.mishaps import one_line

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before it is started again; doubles each time
SETTLED = 60.0  # seconds of life after which an earlier death is forgotten
REFUSED = 2  # exit code of a child that has already said why


class Child:
    """`artfactory web` or `artfactory worker`. Its standard input is the lifeline."""

    def __init__(self, name: str, *options: str, hand_down: tuple[int, ...] = ()) -> None:
        self.name = name
        self.options = options
        self.hand_down = hand_down
        self.go_ahead: dict[str, Any] | None = None
        self._pause = FIRST_PAUSE
        self._start_at: float | None = None
        self.start()

    def start(self) -> None:
        """At once: it loads what it needs and then waits for "go"."""
        self._start_at = None
        self._started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "artfactory", self.name, "--supervised", *self.options],
            stdin=subprocess.PIPE,
            bufsize=0,
            pass_fds=self.hand_down,
            **_apart(),
        )
        if self.go_ahead is not None:
            self._tell(self.go_ahead)

    def go(self, first: dict[str, Any], *, again: dict[str, Any] | None = None) -> None:
        """Begin; `again` is what it hears after a restart."""
        self._tell(first)
        self.go_ahead = first if again is None else again

    def tend(self) -> None:
        """Start it again when it died, the longer after the more often that happened."""
        if self._start_at is not None:
            if time.monotonic() >= self._start_at:
                self.start()
        elif self.process.poll() is not None:
            self._plan_restart()

    @property
    def refused(self) -> bool:
        return self.process.poll() == REFUSED

    def ask_to_end(self) -> None:
        if self.process.stdin and not self.process.stdin.closed:
            _quietly(self.process.stdin.close)
        if os.name == "posix":
            self.process.terminate()

    def end(self, *, until: float) -> None:
        """Wait until then, in seconds of the monotonic clock; afterwards it is killed."""
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _plan_restart(self) -> None:
        now = time.monotonic()
        if now - self._started_at > SETTLED:
            self._pause = FIRST_PAUSE
        text = _("The {name} process ended ({how}); it is started again in {pause:g} s.")
        line = text.format(name=self.name, how=_how(self.process.returncode), pause=self._pause)
        print(f"artfactory: {one_line(line)}", file=sys.stderr, flush=True)
        self._start_at = now + self._pause
        self._pause = min(LONGEST_PAUSE, self._pause * 2)

    def _tell(self, message: dict[str, Any]) -> None:
        line = json.dumps(message).encode() + b"\n"
        if self.process.stdin:
            _quietly(partial(self.process.stdin.write, line))


def _quietly(act: Callable[[], object]) -> None:
    """A pipe to a child that has just died is noticed by its end, not here."""
    with contextlib.suppress(OSError):
        act()


def _apart() -> dict[str, Any]:
    """In a group of its own: Ctrl-C is for the supervisor, which ends the children in order."""
    if os.name == "posix":
        return {"process_group": 0}
    return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}


def _how(code: int) -> str:
    if code >= 0:
        return _("exit code {code}").format(code=code)
    return signal.Signals(-code).name if -code in set(signal.Signals) else str(code)
