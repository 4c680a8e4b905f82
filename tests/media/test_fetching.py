"""Files from a host that breaks off, changes its mind and expires: stored whole, or not at all."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.media.hiring import QUICK, Rest, parts
from tests.media.hostile import FIRST, HALF, SECOND, SMALL, Host

from artfactory.media.decoding.decoders import Decoders
from artfactory.media.fetching.errors import Gone, NotFetched, TooLarge, Unreachable
from artfactory.media.fetching.fetcher import Fetcher
from artfactory.media.naming import Name
from artfactory.media.storage import Received
from artfactory.media.taking import take_in


async def test_a_small_file_comes_as_bytes_and_touches_no_disk(
    library: Path, host: Host, fetcher: Fetcher
) -> None:
    assert await fetcher.fetch(host.address("small")) == SMALL
    assert not library.exists()


async def test_a_large_file_comes_to_the_disk_and_is_taken_in_from_there(
    library: Path, host: Host, fetcher: Fetcher, fox: Name, decoders: Decoders
) -> None:
    received = await fetcher.fetch(host.address("large"))
    assert isinstance(received, Received)
    taken = await take_in(received, name=fox, decoders=decoders)
    assert (taken.kind, taken.width, taken.file_size) == ("image", 900, len(FIRST))
    assert (library / "media" / taken.path).read_bytes() == FIRST
    assert not parts(library)


@pytest.mark.parametrize("trick", ["breaks_off", "breaks_off_dated"])
async def test_what_broke_off_is_gone_on_with(
    library: Path, host: Host, fetcher: Fetcher, trick: str
) -> None:
    received = await fetcher.fetch(host.address(trick))
    assert isinstance(received, Received)
    assert received.path.read_bytes() == FIRST
    again = host.requests[1].headers
    assert 0 < int(again["Range"].removeprefix("bytes=").removesuffix("-")) <= HALF
    assert again["If-Range"] in ('"one"', "Sun, 22 Nov 2026 10:00:00 GMT")


@pytest.mark.parametrize(
    ("trick", "whole"),
    [
        ("breaks_off_unnamed", FIRST),
        ("flips", SECOND),
        ("mixes", SECOND),
        ("mistakes_the_place", FIRST),
        ("refuses_ranges", FIRST),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_two_versions_are_never_put_together(
    library: Path, host: Host, fetcher: Fetcher, trick: str, whole: bytes
) -> None:
    received = await fetcher.fetch(host.address(trick))
    assert isinstance(received, Received)
    assert received.path.read_bytes() == whole
    assert parts(library) == [received.path]


async def test_a_weak_name_of_a_version_is_not_gone_on_with(
    library: Path, host: Host, fetcher: Fetcher
) -> None:
    await fetcher.fetch(host.address("breaks_off_unnamed"))
    assert not any("Range" in request.headers for request in host.requests)


async def test_what_is_always_shorter_than_said_is_no_file(
    library: Path, host: Host, fetcher: Fetcher, rest: Rest
) -> None:
    with pytest.raises(Unreachable):
        await fetcher.fetch(host.address("always_short"))
    assert host.visits("always_short") == 3
    assert len(rest.seconds) == 2
    assert not parts(library)


async def test_what_is_longer_than_said_is_no_file(library: Path, host: Host, fetcher: Fetcher) -> None:
    with pytest.raises(Unreachable):
        await fetcher.fetch(host.address("longer_than_said"))


@pytest.mark.parametrize("path", ["page", "empty", "status/403", "status/404", "status/410", "status/400"])
async def test_a_dead_link_is_told_from_trouble_on_the_way(
    library: Path, host: Host, fetcher: Fetcher, path: str
) -> None:
    with pytest.raises(Gone, match="expired") as caught:
        await fetcher.fetch(host.address(f"{path}?signature=secret"))
    assert len(host.requests) == 1
    assert path in caught.value.details
    assert "secret" not in f"{caught.value} {caught.value.details}"


async def test_what_may_pass_is_tried_three_times(
    library: Path, host: Host, fetcher: Fetcher, rest: Rest
) -> None:
    assert await fetcher.fetch(host.address("recovers")) == SMALL
    first, second = rest.seconds
    assert 0.5 <= first <= 1.5 and 1 <= second <= 3


@pytest.mark.parametrize("code", [408, 429, 500, 503])
async def test_after_three_tries_it_is_for_another_time(
    library: Path, host: Host, fetcher: Fetcher, code: int
) -> None:
    with pytest.raises(Unreachable) as caught:
        await fetcher.fetch(host.address(f"status/{code}?signature=secret"))
    assert len(host.requests) == 3
    assert str(code) in caught.value.details and "secret" not in caught.value.details


async def test_a_pause_that_a_host_asks_for_is_kept(
    library: Path, host: Host, fetcher: Fetcher, rest: Rest
) -> None:
    assert await fetcher.fetch(host.address("asks_for_a_pause?seconds=90")) == SMALL
    assert rest.seconds == [90]


async def test_a_long_pause_is_left_to_whoever_asked(
    library: Path, host: Host, fetcher: Fetcher, rest: Rest
) -> None:
    with pytest.raises(Unreachable) as caught:
        await fetcher.fetch(host.address("asks_for_a_pause?seconds=3600"))
    assert caught.value.retry_after == 3600
    assert not rest.seconds


async def test_a_pause_may_be_given_as_a_date(
    library: Path, host: Host, fetcher: Fetcher, rest: Rest
) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert await fetcher.fetch(host.address(f"asks_for_a_pause?seconds={quote(date)}")) == SMALL
    assert 60 < rest.seconds[0] <= 100


async def test_waiting_is_not_counted_as_fetching(library: Path, host: Host) -> None:
    now = 0.0

    async def pause(seconds: float) -> None:
        nonlocal now
        now += 1000

    fetcher = Fetcher(trusted=[host.name], limits=QUICK, pause=pause, clock=lambda: now)
    assert await fetcher.fetch(host.address("recovers")) == SMALL
    await fetcher.close()


async def test_a_host_that_is_not_there_is_unreachable(library: Path, host: Host, fetcher: Fetcher) -> None:
    await host.close()
    with pytest.raises(Unreachable):
        await fetcher.fetch(host.address("small?signature=secret"))


async def test_who_stops_waiting_leaves_nothing_behind(library: Path, host: Host, fetcher: Fetcher) -> None:
    fetching = asyncio.create_task(fetcher.fetch(host.address("endless")))
    async with asyncio.timeout(10):
        while not parts(library):
            await asyncio.sleep(0.01)
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    assert not parts(library)


async def test_many_files_come_at_once(library: Path, host: Host, fetcher: Fetcher) -> None:
    files = await asyncio.gather(*(fetcher.fetch(host.address("small")) for _ in range(100)))
    assert files == [SMALL] * 100


async def test_no_cookie_is_kept(library: Path, host: Host, fetcher: Fetcher) -> None:
    for _ in range(2):
        await fetcher.fetch(host.address("small"))
    assert not any("Cookie" in request.headers for request in host.requests)


def test_every_error_is_one_tree() -> None:
    assert all(issubclass(error, NotFetched) for error in (Gone, TooLarge, Unreachable))
