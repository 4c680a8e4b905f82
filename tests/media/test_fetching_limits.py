"""Files that never end, never come or unfold: cut off, and nothing of them is left."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from tests.media.hiring import Hire, parts
from tests.media.hostile import SMALL, Host

from artfactory.media.fetching.errors import TooLarge, Unreachable
from artfactory.media.fetching.fetcher import Fetcher
from artfactory.media.fetching.limits import Limits
from artfactory.media.storage import NoSpace


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's.")
async def test_what_never_ends_is_cut_off_at_the_limit_of_its_kind(
    library: Path, host: Host, hired: Hire
) -> None:
    most, stop = 0, asyncio.Event()

    async def watch() -> None:
        nonlocal most
        while not stop.is_set():
            most = max(most, memory())
            await asyncio.sleep(0.01)

    before, watching = memory(), asyncio.create_task(watch())
    with pytest.raises(TooLarge, match="200 MB"):
        await hired(Limits(reserve=0)).fetch(host.address("endless"))
    stop.set()
    await watching
    assert most - before < 100 * 1024 * 1024
    assert not parts(library)


async def test_what_says_it_is_too_large_is_not_begun(library: Path, host: Host, fetcher: Fetcher) -> None:
    with pytest.raises(TooLarge):
        await fetcher.fetch(host.address("says_it_is_huge"))
    assert not parts(library)


async def test_a_disk_without_room_is_told_before_anything_is_written(
    library: Path, host: Host, hired: Hire
) -> None:
    with pytest.raises(NoSpace):
        await hired(Limits(reserve=10**18)).fetch(host.address("large"))
    assert not parts(library)


@pytest.mark.parametrize("trick", ["drips", "drips_headers", "falls_silent"])
async def test_a_host_that_drags_it_out_is_given_up(
    library: Path, host: Host, hired: Hire, trick: str
) -> None:
    impatient = Limits(connect=0.1, read=0.2, total=0.3, tries=2)
    with pytest.raises(Unreachable):
        await asyncio.wait_for(hired(impatient).fetch(host.address(trick)), 10)
    assert not parts(library)


async def test_a_packed_file_is_unpacked(library: Path, host: Host, fetcher: Fetcher) -> None:
    assert await fetcher.fetch(host.address("packed")) == SMALL
    assert host.requests[0].headers["Accept-Encoding"] == "identity"


async def test_an_unknown_packing_is_no_file(library: Path, host: Host, fetcher: Fetcher) -> None:
    with pytest.raises(Unreachable, match="could not be fetched"):
        await fetcher.fetch(host.address("packed_strangely"))


async def test_a_packed_bomb_unfolds_no_further_than_the_limit(
    library: Path, host: Host, hired: Hire
) -> None:
    with pytest.raises(TooLarge):
        await hired(Limits(reserve=0, image=20_000_000)).fetch(host.address("packed_bomb"))
    assert not parts(library)


@pytest.mark.parametrize(
    ("head", "megabytes"),
    [(SMALL, 200), (b"fLaC", 500), (b"\x1a\x45\xdf\xa3....webm", 4000), (b"who knows", 200), (b"", 200)],
)
def test_each_kind_has_its_limit(head: bytes, megabytes: int) -> None:
    assert Limits().bytes_for(head) == megabytes * 1_000_000


def test_a_large_file_may_take_longer() -> None:
    assert Limits().seconds_for(1_000_000) == 120
    assert Limits().seconds_for(64_000_000) == 1000


def memory() -> int:
    """Bytes of this process in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
