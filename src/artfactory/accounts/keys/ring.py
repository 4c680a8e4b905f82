"""The keyring of the operating system. It may be missing, slow or waiting for a password that nobody types.

So it is loaded late, asked in a thread with a deadline, and any trouble with it means: not here.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

logger = logging.getLogger(__name__)

T = TypeVar("T")

SERVICE = "artfactory"
GOOD_ENOUGH = 1  # priority of a back-end; those below keep keys in the open, or nowhere
PATIENCE = 5.0  # seconds
TURNED_OFF = ("keyring.backends.fail.Keyring", "keyring.backends.null.Keyring")


_hung: set[threading.Thread] = set()  # that wait for an answer; while one does, nobody else asks


def read(name: str, *, within: float = PATIENCE) -> str | None:
    return _asked(lambda ring: ring.get_password(SERVICE, name), within)


def write(name: str, value: str) -> bool:
    """Whether it is kept there now."""

    def written(ring: KeyringBackend) -> bool:
        ring.set_password(SERVICE, name, value)
        return ring.get_password(SERVICE, name) == value

    return bool(_asked(written))


def discard(name: str) -> bool:
    """Whether there was one."""

    def discarded(ring: KeyringBackend) -> bool:
        if ring.get_password(SERVICE, name) is None:
            return False
        ring.delete_password(SERVICE, name)
        return True

    return bool(_asked(discarded))


def _asked(question: Callable[[KeyringBackend], T], within: float = PATIENCE) -> T | None:
    """None where there is no good keyring, or it does not answer well and in time."""
    _hung.difference_update([asking for asking in _hung if not asking.is_alive()])
    if _hung or not _imaginable():
        return None
    answers: list[T] = []
    asking = threading.Thread(target=_ask, args=[question, answers], name="keyring", daemon=True)
    asking.start()
    asking.join(within)
    if asking.is_alive():
        _hung.add(asking)
    return answers[0] if answers else None


def _imaginable() -> bool:
    """On Linux they are reached by the session bus; without one, looking for them is half a second lost."""
    if wanted := os.environ.get("PYTHON_KEYRING_BACKEND"):
        return wanted not in TURNED_OFF
    if not sys.platform.startswith("linux"):
        return True
    bus = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "bus"
    return "DBUS_SESSION_BUS_ADDRESS" in os.environ or bus.exists()


def _ask(question: Callable[[KeyringBackend], T], answers: list[T]) -> None:
    try:
        import keyring

        ring = keyring.get_keyring()
        if ring.priority >= GOOD_ENOUGH:
            answers.append(question(ring))
    except Exception as error:  # back-ends raise what their system raises; the sealed file is there instead
        logger.warning("The keyring cannot be used (%s).", type(error).__name__)
