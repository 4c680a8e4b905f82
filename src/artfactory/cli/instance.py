"""The running instance of a library: at most one, and where it answers."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from filelock import FileLock, Timeout

from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the library; the operating system lets go of it however we end. Raises Refused."""
    lock = FileLock(Path(settings.RUN_FOLDER) / "run.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Refused(_taken()) from error
    try:
        yield
    finally:
        forget_address()
        lock.release()


def _taken() -> str:
    address = noted_address()
    if address is None:
        return _("Art Factory is just being started on this library.")
    text = _("Art Factory already runs on this library at {address}/ (`artfactory open` opens it).")
    return text.format(address=address)


def note_address(address: str) -> None:
    """Where others find us; 0600, renamed into place so that nobody reads half of it."""
    draft = _file().with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"address": address, "pid": os.getpid()}, file)
    draft.replace(_file())


def noted_address() -> str | None:
    """The address of the instance that runs, or of one that was killed."""
    try:
        return str(json.loads(_file().read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_address() -> None:
    _file().unlink(missing_ok=True)


def running_address() -> str | None:
    """The address of the instance that answers now."""
    address = noted_address()
    return address if address and answers(address, patience=3.0) else None


def answers(address: str, *, patience: float) -> bool:
    """Whether Art Factory answers there within so many seconds. No proxy is asked."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=patience)
    try:
        connection.request("GET", "/api/v1/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _file() -> Path:
    return Path(settings.RUN_FOLDER) / "address.json"
