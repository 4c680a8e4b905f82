from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.samples.pictures import noisy_png, png

from artfactory.media.decoding.decoders import Decoders
from artfactory.media.naming import Name
from artfactory.media.storage import NoSpace, keep, receive
from artfactory.media.taking import take

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="Only root may mount a small disk to fill."
)


@pytest.fixture
def small_disk(library: Path, settings: Settings) -> Iterator[Path]:
    """A library on a disk of one megabyte."""
    library.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", library], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"No disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield library
    subprocess.run(["umount", library], check=True)


def test_a_full_disk_is_said_in_words_and_leaves_nothing_behind(small_disk: Path) -> None:
    with pytest.raises(NoSpace, match="no space left"):
        receive(bytes(2 * 1024 * 1024))
    assert not list((small_disk / "tmp").iterdir())


def test_what_was_kept_before_stays_and_there_is_room_again_afterwards(
    small_disk: Path, fox: Name, decoders: Decoders
) -> None:
    kept = take(png(), name=fox, decoders=decoders)
    with pytest.raises(NoSpace):
        take(noisy_png(1200), name=fox, decoders=decoders)
    assert (small_disk / "media" / kept.path).read_bytes() == png()
    assert keep(receive(b"small"), name=fox, extension="bin")


def test_a_thumbnail_that_finds_no_room_does_not_cost_the_file(
    small_disk: Path, fox: Name, decoders: Decoders
) -> None:
    picture = noisy_png(300)
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "filler").write_bytes(bytes(free - len(picture) - 16 * 1024))
    taken = take(picture, name=fox, decoders=decoders)
    assert taken.kind == "image"
    assert not taken.thumbnail
    assert (small_disk / "media" / taken.path).read_bytes() == picture
