"""The library's folders, made ready or refused with one line."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from django.conf import settings

from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused

BLOCK = 4096  # bytes; the least that a file takes


def prepare_folders() -> None:
    """Make the library and its folders for their owner only. Raises Refused where that cannot be."""
    library = Path(settings.LIBRARY)
    try:
        for folder in (library, *_within()):
            _make(folder)
        _try_writing(Path(settings.TMP_FOLDER))
    except OSError as error:
        raise Refused(_why(library, error)) from error


def _within() -> list[Path]:
    names = ("MEDIA_FOLDER", "CACHE_FOLDER", "TMP_FOLDER", "RUN_FOLDER", "LOG_FOLDER")
    return [Path(getattr(settings, name)) for name in names]


def _make(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused(_("{file} is a file; Art Factory needs a folder there.").format(file=folder))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _try_writing(folder: Path) -> None:
    """Only writing shows a disk that is full, or a folder that is ours but mounted read-only."""
    probe = folder / f".probe-{os.getpid()}"
    try:
        with probe.open("wb") as file:
            file.write(bytes(BLOCK))
            file.flush()
            os.fsync(file.fileno())
    finally:
        probe.unlink(missing_ok=True)


def _why(library: Path, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("There is no space left for the library {folder}. Make room and try again.").format(
            folder=library
        )
    text = _("The library {folder} cannot be written ({why}). Choose another folder with ARTFACTORY_HOME.")
    return text.format(folder=library, why=error.strerror)
