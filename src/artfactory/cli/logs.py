"""Logs: one file for each kind of process, in the library, never growing without end."""

from __future__ import annotations

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path

from django.conf import settings

from artfactory.accounts.redaction import Redacting, redact

logger = logging.getLogger(__name__)

MOST = 2_000_000  # bytes of one file; four are kept


def log_to(name: str) -> None:
    """From here on this process logs to LIBRARY/logs/<name>.log instead of to the terminal."""
    root = logging.getLogger()
    for handler in [*root.handlers]:
        root.removeHandler(handler)
    root.addHandler(_handler(_file(name)))
    logging.captureWarnings(True)
    _divert_hooks()


def keep(text: str) -> Path | None:
    """Add it to the log of the command line; None where that cannot be written."""
    path = _file("cli")
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(redact(text))
    except OSError:
        return None
    return path


def _divert_hooks() -> None:
    """What escapes from a thread, or from an object's end, is not for the terminal either."""

    def from_thread(args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread else "?"
        if args.exc_value is not None:
            logger.error("Thread %s broke off.", name, exc_info=args.exc_value)

    threading.excepthook = from_thread
    sys.unraisablehook = lambda args: logger.error("%s", args.err_msg or "Ignored.", exc_info=args.exc_value)


def _file(name: str) -> Path:
    return Path(settings.LOG_FOLDER) / f"{name}.log"


def _handler(path: Path) -> logging.Handler:
    handler = RotatingFileHandler(path, maxBytes=MOST, backupCount=3, encoding="utf-8", delay=True)
    handler.addFilter(Redacting())
    handler.setFormatter(logging.Formatter("{asctime} {levelname} {name}: {message}", style="{"))
    return handler
