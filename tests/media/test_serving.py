"""Stored files, asked for over the wire from the real server."""

from __future__ import annotations

import io
import os
import shutil
import socket
import time
from pathlib import Path

import pytest
from PIL import Image
from tests.media.conftest import Ids
from tests.web.house import House
from tests.web.visitor import Reply, Visitor

HUGE = 2 * 1024**3


@pytest.mark.parametrize(
    ("name", "media_type"), [("picture", "image/png"), ("film", "video/mp4"), ("sound", "audio/wav")]
)
def test_a_file_is_sent_as_what_it_is_and_nothing_else(
    owner: Visitor, ids: Ids, name: str, media_type: str
) -> None:
    reply = owner.ask("GET", f"/media/{ids[name]}/file")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == media_type
    assert reply.headers["Content-Disposition"].startswith("inline")
    assert_sealed(reply)


def assert_sealed(reply: Reply) -> None:
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers.get_all("Content-Security-Policy") == [
        "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    ]
    assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert not reply.shares_with_others


def test_a_stored_file_is_cached_for_good_by_this_browser_alone(owner: Visitor, ids: Ids) -> None:
    reply = owner.ask("GET", f"/media/{ids['picture']}/file")
    assert reply.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    again = owner.ask("GET", f"/media/{ids['picture']}/file", {"If-None-Match": reply.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("name", ["page", "drawing"])
def test_what_may_carry_scripts_is_a_download(owner: Visitor, ids: Ids, name: str) -> None:
    reply = owner.ask("GET", f"/media/{ids[name]}/file")
    assert reply.headers["Content-Type"] == "application/octet-stream"
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert_sealed(reply)
    assert owner.ask("GET", f"/media/{ids[name]}/thumbnail").status == 404


def test_a_download_bears_the_name_of_the_file(owner: Visitor, ids: Ids) -> None:
    reply = owner.ask("GET", f"/media/{ids['picture']}/file?download=1")
    assert reply.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''2026-11-22-f%C3%BCchse-picture-picture.png"
    )


def test_a_thumbnail_is_a_small_picture(owner: Visitor, ids: Ids) -> None:
    reply = owner.ask("GET", f"/media/{ids['picture']}/thumbnail")
    assert reply.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(reply.body)).size == (512, 384)
    assert_sealed(reply)


def test_thumbnails_are_made_again_when_the_cache_was_emptied(owner: Visitor, ids: Ids, house: House) -> None:
    before = owner.ask("GET", f"/media/{ids['film']}/thumbnail").body
    shutil.rmtree(house.library / "cache")
    assert owner.ask("GET", f"/media/{ids['film']}/thumbnail").body == before


@pytest.mark.parametrize(
    ("asked", "status", "answered"),
    [
        ("bytes=0-9", 206, (0, 10)),
        ("bytes=10-", 206, (10, None)),
        ("bytes=-7", 206, (-7, None)),
        ("bytes=5-99999999", 206, (5, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=9-5", 200, (0, None)),
        ("bytes=0-1,4-5", 200, (0, None)),
        ("lines=0-9", 200, (0, None)),
        ("bytes=x-y", 200, (0, None)),
    ],
)
def test_a_player_gets_the_part_it_asks_for(
    owner: Visitor, ids: Ids, asked: str, status: int, answered: tuple[int, int | None] | None
) -> None:
    whole = owner.ask("GET", f"/media/{ids['film']}/file").body
    reply = owner.ask("GET", f"/media/{ids['film']}/file", {"Range": asked})
    assert reply.status == status
    if answered is None:
        assert reply.headers["Content-Range"] == f"bytes */{len(whole)}"
    else:
        assert reply.body == whole[slice(*answered)]
    assert reply.headers["Accept-Ranges"] == "bytes"
    assert_sealed(reply)


def test_a_part_says_where_it_belongs(owner: Visitor, ids: Ids) -> None:
    whole = owner.ask("GET", f"/media/{ids['film']}/file").body
    reply = owner.ask("GET", f"/media/{ids['film']}/file", {"Range": "bytes=100-199"})
    assert reply.headers["Content-Range"] == f"bytes 100-199/{len(whole)}"
    assert reply.headers["Content-Length"] == "100"


def test_a_part_of_another_version_is_not_given(owner: Visitor, ids: Ids) -> None:
    path = f"/media/{ids['film']}/file"
    etag = owner.ask("HEAD", path).headers["ETag"]
    assert owner.ask("GET", path, {"Range": "bytes=0-9", "If-Range": etag}).status == 206
    assert owner.ask("GET", path, {"Range": "bytes=0-9", "If-Range": '"another"'}).status == 200


def test_a_head_tells_the_size_without_the_file(owner: Visitor, ids: Ids) -> None:
    reply = owner.ask("HEAD", f"/media/{ids['huge']}/file")
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["Content-Length"] == str(HUGE)
    assert_sealed(reply)


def test_the_end_of_a_huge_film_is_one_small_answer(owner: Visitor, ids: Ids) -> None:
    reply = owner.ask("GET", f"/media/{ids['huge']}/file", {"Range": "bytes=-1024"})
    assert (reply.status, reply.body) == (206, bytes(1024))


def read_some(owner: Visitor, asset: int, *, size: int) -> None:
    """Reads so many bytes of the body, throws them away, and hangs up."""
    with socket.create_connection(("127.0.0.1", owner.port), timeout=30) as connection:
        lines = (
            f"GET /media/{asset}/file HTTP/1.1",
            f"Host: 127.0.0.1:{owner.port}",
            f"Cookie: {owner.cookie}",
        )
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        left, buffer = size, bytearray(256 * 1024)
        while left > 0:
            received = connection.recv_into(buffer)
            assert received
            left -= received


def memory(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) // 1024


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="Memory is weighed by /proc.")
def test_a_film_of_two_gigabytes_costs_the_server_no_memory(owner: Visitor, ids: Ids, house: House) -> None:
    assert house.process
    pid = house.process.pid
    read_some(owner, ids["huge"], size=5_000_000)
    before = memory(pid, "VmRSS")
    Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak counts from here
    read_some(owner, ids["huge"], size=300_000_000)
    assert memory(pid, "VmHWM") - before <= 20  # megabytes


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Open files are counted by /proc.")
def test_a_file_is_closed_when_its_reader_hangs_up(owner: Visitor, ids: Ids, house: House) -> None:
    assert house.process
    read_some(owner, ids["huge"], size=1_000_000)
    for _ in range(100):
        opened = [os.path.realpath(link) for link in Path(f"/proc/{house.process.pid}/fd").iterdir()]
        if not [path for path in opened if "huge" in path]:
            return
        time.sleep(0.05)
    raise AssertionError("It stayed open.")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        *((name, "file") for name in ("gone", "outside", "absolute", "nul", "swapped")),
        *((name, "thumbnail") for name in ("gone", "outside", "absolute", "nul")),
    ],
)
def test_a_row_never_leads_out_of_the_media_folder(owner: Visitor, ids: Ids, name: str, part: str) -> None:
    reply = owner.ask("GET", f"/media/{ids[name]}/{part}")
    assert reply.status == 404
    assert reply.headers["Content-Type"].startswith("text/plain")
    assert b"root:" not in reply.body
    assert_sealed(reply)


@pytest.mark.parametrize(
    "mark",
    [
        "../x",
        "..%2Fx",
        "%2e%2e",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/etc/passwd",
        "-1",
        "0",
        "1.png",
        "%00",
        "9" * 40,
    ],
)
def test_a_mark_that_is_no_id_finds_nothing(owner: Visitor, ids: Ids, mark: str) -> None:
    for part in ("file", "thumbnail"):
        assert owner.ask("GET", f"/media/{mark}/{part}").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_files_are_only_looked_at(owner: Visitor, ids: Ids, method: str) -> None:
    assert owner.ask(method, f"/media/{ids['picture']}/file").status in (403, 405)


def test_nobody_gets_a_file_without_having_entered(house: House, ids: Ids) -> None:
    for part in ("file", "thumbnail"):
        assert Visitor(house.port).ask("GET", f"/media/{ids['picture']}/{part}").status == 403


def test_everything_in_the_library_is_for_its_owner_alone(house: House, ids: Ids, owner: Visitor) -> None:
    owner.ask("GET", f"/media/{ids['sound']}/thumbnail")
    shared = [
        path for path in house.library.rglob("*") if not path.is_symlink() and path.stat().st_mode & 0o077
    ]
    assert shared == []
