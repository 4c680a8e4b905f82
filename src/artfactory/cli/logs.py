"""Logs: one file for each kind of process, in the library, never growing without end."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from django.conf import settings

MOST = 2_000_000  # bytes of one file; four are kept


def log_to(name: str) -> None:
    """From here on this process logs to LIBRARY/logs/<name>.log instead of to the terminal."""
    root = logging.getLogger()
    for handler in [*root.handlers]:
        root.removeHandler(handler)
    root.addHandler(_handler(_file(name)))


def keep(text: str) -> Path | None:
    """Add it to the log of the command line; None where that cannot be written."""
    path = _file("cli")
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return None
    return path


def _file(name: str) -> Path:
    return Path(settings.LOG_FOLDER) / f"{name}.log"


def _handler(path: Path) -> logging.Handler:
    handler = RotatingFileHandler(path, maxBytes=MOST, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("{asctime} {levelname} {name}: {message}", style="{"))
    return handler
