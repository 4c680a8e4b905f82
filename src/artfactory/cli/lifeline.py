"""The pipe between the supervisor and a child: "go" comes through it, and its end means the end.

It is the child's standard input, which every system hands on. A pipe is closed by the operating
system even when the supervisor is killed, so no child outlives it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings

PATIENCE = 4.0  # seconds to leave in good order


def await_go() -> dict[str, Any]:
    """What the supervisor says to begin with; leaves quietly if it is gone.

    The keys that it read from its environment come this way, and are in no environment and no argument.
    """
    said = b""
    while not said.endswith(b"\n"):
        part = os.read(0, 65536)
        if not part:
            sys.exit(0)
        said += part
    message: dict[str, Any] = json.loads(said)
    _take_keys(message.pop("secrets", {}))
    return message


def _take_keys(handed: dict[str, str]) -> None:
    settings.HANDED_KEYS.update(handed)
    settings.KNOWN_SECRETS.update(handed.values())


def leave_on_signal(leave: Callable[[], None]) -> None:
    """Ctrl-C and SIGTERM call `leave`; what has not ended soon after is ended."""

    def obey(_number: int, _frame: FrameType | None) -> None:
        end_soon()
        leave()

    on_end_signal(obey)


def on_end_signal(obey: Callable[[int, FrameType | None], None]) -> None:
    """For Ctrl-C, SIGTERM, and the end of the terminal unless we were started to outlive it."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number and not (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
            signal.signal(number, obey)


def leave_with_supervisor(leave: Callable[[], None]) -> None:
    """Call `leave` as soon as the pipe is closed."""

    def watch() -> None:
        while os.read(0, 65536):
            pass
        end_soon()
        leave()

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def end_soon() -> None:
    """Whatever still hangs in PATIENCE seconds does not keep this process alive."""
    timer = threading.Timer(PATIENCE, os._exit, args=[1])
    timer.daemon = True
    timer.start()
