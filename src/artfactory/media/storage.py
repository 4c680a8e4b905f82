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


class Part:
    """A `.part` file of our own that grows, counted and hashed on the way; its verbs wait for the disk.

    Each raises NotKept where the disk fails, and the file is gone then.
    """

    def __init__(self) -> None:
        self.path = Path(settings.TMP_FOLDER) / f"{secrets.token_hex(12)}.part"
        self._size, self._head, self._digest = 0, b"", hashlib.sha256()
        with _whole_or_nothing(self.path):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.fdopen(_private(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")

    def write(self, data: bytes) -> None:
        self.fill([data])

    def fill(self, pieces: Iterable[bytes]) -> None:
        with self._whole_or_closed():
            for piece in pieces:
                self._file.write(piece)
                self._digest.update(piece)
                self._size += len(piece)
                if len(self._head) < HEAD:
                    self._head = (self._head + piece[:HEAD])[:HEAD]

    def restart(self) -> None:
        """What came so far is worth nothing."""
        self._size, self._head, self._digest = 0, b"", hashlib.sha256()
        with self._whole_or_closed():
            self._file.seek(0)
            self._file.truncate()

    def finish(self) -> Received:
        with self._whole_or_closed():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        return Received(self.path, self._size, self._digest.hexdigest(), self._head)

    def discard(self) -> None:
        for leave in (self._file.close, self.path.unlink):
            with suppress(OSError):
                leave()

    @contextmanager
    def _whole_or_closed(self) -> Iterator[None]:
        with _whole_or_nothing(self.path):
            try:
                yield
            except BaseException:
                self.discard()
                raise


def receive(data: bytes | Iterable[bytes]) -> Received:
    """Write to a `.part` file of our own and wait for the disk. Raises NotKept."""
    part = Part()
    part.fill([data] if isinstance(data, bytes) else data)
    return part.finish()


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


def _private(path: Path, flags: int) -> int:
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
    if folder.is_dir():
        return []
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
