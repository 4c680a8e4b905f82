"""Opening the browser: beside us, silently, and only where there is a screen."""

from __future__ import annotations

import os
import subprocess
import sys

_OPEN = "import sys, webbrowser; webbrowser.open(sys.stdin.read())"


def can_show() -> bool:
    """A terminal without a screen would start a text browser in the background, which nobody sees."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(name) for name in screens)


def show(address: str) -> None:
    """The address goes by a pipe: the command lines of processes are readable by everybody."""
    opener = subprocess.Popen(
        [sys.executable, "-P", "-c", _OPEN],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    if opener.stdin:
        opener.stdin.write(address.encode())
        opener.stdin.close()
