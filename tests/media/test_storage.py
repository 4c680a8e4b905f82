from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from artfactory.media.naming import Name
from artfactory.media.storage import NotKept, keep, receive, remove_leftovers


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def test_what_is_received_is_counted_and_hashed(library: Path) -> None:
    received = receive(iter([b"a red", b" ", b"fox"]))
    assert received.path.read_bytes() == b"a red fox"
    assert (received.size, received.head) == (9, b"a red fox")
    assert received.sha256 == hashlib.sha256(b"a red fox").hexdigest()


def test_a_kept_file_lies_in_the_folder_of_its_month(library: Path, fox: Name) -> None:
    path = keep(receive(b"fox"), name=fox, extension="png")
    assert path == "2026/11/2026-11-22-a-red-fox-at-night-g12-0.png"
    assert (library / "media" / path).read_bytes() == b"fox"
    assert not list((library / "tmp").iterdir())


def test_files_and_folders_are_for_their_owner_alone(library: Path, fox: Name) -> None:
    before = os.umask(0)
    try:
        keep(receive(b"fox"), name=fox, extension="png")
        receive(b"left over")
    finally:
        os.umask(before)
    assert not [path for path, mode in modes(library).items() if mode & 0o077]


def test_the_same_file_stored_twice_is_one_file(library: Path, fox: Name) -> None:
    """A crash after the rename and before the row: the work is done again."""
    first = keep(receive(b"fox"), name=fox, extension="png")
    assert keep(receive(b"fox"), name=fox, extension="png") == first
    assert len([path for path in library.rglob("*") if path.is_file()]) == 1


def test_a_kept_file_is_never_replaced_by_another(library: Path, fox: Name) -> None:
    first = keep(receive(b"fox"), name=fox, extension="png")
    second = keep(receive(b"hen"), name=fox, extension="png")
    assert (library / "media" / first).read_bytes() == b"fox"
    assert (library / "media" / second).read_bytes() == b"hen"
    assert keep(receive(b"hen"), name=fox, extension="png") == second


def test_a_reader_that_breaks_off_leaves_nothing_behind(library: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half a "
        raise ConnectionResetError

    with pytest.raises(NotKept):
        receive(broken())
    assert not list((library / "tmp").iterdir())


def test_leftovers_go_after_a_day(library: Path) -> None:
    old, fresh = receive(b"old").path, receive(b"fresh").path
    os.utime(old, (time.time() - 90_000,) * 2)
    assert remove_leftovers() == 1
    assert not old.exists()
    assert fresh.exists()
