"""Files of the library: received into `tmp`, kept below `media`, and never half there.

A file is complete and on the disk before it gets its name, so whatever has a name is whole.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from artfactory.media.naming import Name
from artfactory.media.sniffing import HEAD

_LEFTOVER_AGE = 24 * 3600  # seconds after which no receiver can still be writing
_PART = 1024 * 1024


class NotKept(Exception):
    """A file could not be written; nothing of it is left behind. What asked for it may ask again."""


class NoSpace(NotKept):
    """The disk, or this person's share of it, is full."""


@dataclass(frozen=True)
class Received:
    """Bytes safe on the disk, not yet in their place."""

    path: Path
    size: int
    sha256: str
    head: bytes  # the first bytes, for the sniff


def receive(data: bytes | Iterable[bytes]) -> Received:
    """Write to a `.part` file of our own and wait for the disk. Raises NotKept."""
    path = Path(settings.TMP_FOLDER) / f"{secrets.token_hex(12)}.part"
    with _whole_or_nothing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _written(path, [data] if isinstance(data, bytes) else data)


def keep(received: Received, *, name: Name, extension: str) -> str:
    """Give the file its name; the path below the media folder. Raises NotKept.

    The same bytes under the same name again are one file; other bytes never replace what is kept.
    """
    folder = Path(settings.MEDIA_FOLDER)
    with _whole_or_nothing(received.path):
        place = _free_place(folder / name.path(extension), received)
        new = _make_folders(place.parent, below=folder)
        os.replace(received.path, place)
        for changed in {place.parent, *new}:
            _sync(changed)
    return place.relative_to(folder).as_posix()


def discard(received: Received) -> None:
    received.path.unlink(missing_ok=True)


def remove_leftovers(*, at: float | None = None) -> int:
    """Delete what an unclean end left in `tmp` more than a day before `at`; how many files."""
    oldest = (time.time() if at is None else at) - _LEFTOVER_AGE
    removed = 0
    for path in Path(settings.TMP_FOLDER).glob("*.part"):
        with suppress(OSError):
            if path.lstat().st_mtime < oldest:
                path.unlink()
                removed += 1
    return removed


def _written(path: Path, parts: Iterable[bytes]) -> Received:
    digest = hashlib.sha256()
    size, head = 0, b""
    with open(path, "xb", opener=_private) as file:
        for part in parts:
            file.write(part)
            digest.update(part)
            size += len(part)
            head = (head + part[:HEAD])[:HEAD] if len(head) < HEAD else head
        file.flush()
        os.fsync(file.fileno())
    return Received(path, size, digest.hexdigest(), head)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def _whole_or_nothing(part: Path) -> Iterator[None]:
    """Whatever goes wrong, the `.part` file leaves; a full disk is told from other troubles."""
    try:
        yield
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _in_words(error) from error
        raise


def _in_words(error: OSError) -> NotKept:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoSpace(f"There is no space left for files in {settings.LIBRARY}.")
    return NotKept(f"A file could not be written in {settings.LIBRARY}: {error.strerror}.")


def _free_place(place: Path, received: Received) -> Path:
    candidate, number = place, 1
    while candidate.exists() and not _is_same(candidate, received):
        number += 1
        candidate = place.with_stem(f"{place.stem}-{number}")
    return candidate


def _is_same(path: Path, received: Received) -> bool:
    if path.stat().st_size != received.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == received.sha256


def _make_folders(folder: Path, *, below: Path) -> list[Path]:
    """Create what is missing, for this account only; the folders that got a new entry by it."""
    missing = [
        here for here in (folder, *folder.parents) if below in (here, *here.parents) and not here.exists()
    ]
    for here in reversed(missing):
        here.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [here.parent for here in missing]


def _sync(folder: Path) -> None:
    """Make a rename last. Windows cannot open folders, and does without."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
