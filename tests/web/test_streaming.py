"""Files through the real server: in parts, from any place, without filling its memory."""

from __future__ import annotations

import os
import re
import socket
import time
from pathlib import Path

import pytest
from tests.web.house import House
from tests.web.visitor import Reply, Visitor

PLACE = "/media/1/file"


@pytest.fixture
def picture(house: House) -> bytes:
    return (house.library / "media" / "fox.webp").read_bytes()


def part(owner: Visitor, value: str, **more: str) -> Reply:
    headers = {"Range": value} | {name.replace("_", "-"): text for name, text in more.items()}
    return owner.ask("GET", PLACE, headers)


def test_a_file_arrives_whole(owner: Visitor, picture: bytes) -> None:
    reply = owner.ask("GET", PLACE)
    assert (reply.status, reply.body) == (200, picture)
    assert reply.headers["Accept-Ranges"] == "bytes"
    assert reply.headers["Content-Length"] == str(len(picture))


def test_a_part_of_a_file_says_which_part_it_is(owner: Visitor, picture: bytes) -> None:
    reply = part(owner, "bytes=4-7")
    assert (reply.status, reply.body) == (206, picture[4:8])
    assert reply.headers["Content-Range"] == f"bytes 4-7/{len(picture)}"
    assert part(owner, "bytes=-3").body == picture[-3:]
    assert part(owner, "bytes=0-").status == 206


def test_a_part_beyond_the_end_is_refused_with_the_size(owner: Visitor, picture: bytes) -> None:
    reply = part(owner, "bytes=999999-")
    assert (reply.status, reply.headers["Content-Range"]) == (416, f"bytes */{len(picture)}")


def test_several_parts_at_once_are_answered_with_the_whole(owner: Visitor, picture: bytes) -> None:
    reply = part(owner, "bytes=0-1,4-5")
    assert (reply.status, reply.body) == (200, picture)


def test_a_part_is_given_only_of_the_file_that_was_meant(owner: Visitor, picture: bytes) -> None:
    etag = owner.ask("HEAD", PLACE).headers["ETag"]
    assert part(owner, "bytes=0-1", If_Range=etag).status == 206
    assert part(owner, "bytes=0-1", If_Range='"another"').body == picture


def test_a_known_file_is_not_sent_again(owner: Visitor) -> None:
    etag = owner.ask("HEAD", PLACE).headers["ETag"]
    again = owner.ask("GET", PLACE, {"If-None-Match": etag})
    assert (again.status, again.body) == (304, b"")


def test_the_head_of_a_file_has_its_size_and_no_body(owner: Visitor, picture: bytes) -> None:
    reply = owner.ask("HEAD", PLACE, {"Range": "bytes=0-1"})
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["Content-Length"] == str(len(picture))


def test_a_large_film_adds_at_most_20_megabytes_to_the_server(house: House, owner: Visitor) -> None:
    owner.ask("GET", PLACE)
    process = _process(house)
    before = _kilobytes(process, "VmRSS")
    (process / "clear_refs").write_text("5")  # the peak is counted from here
    assert _read_slowly(house, owner, "/media/2/file") == 400 * 1024 * 1024
    assert _kilobytes(process, "VmHWM") - before <= 20 * 1024


def test_a_viewer_who_leaves_lets_the_file_go(house: House, owner: Visitor) -> None:
    with _asking(house, owner, "/media/2/file") as connection, connection.makefile("rb") as film:
        film.read(100_000)
        assert "film.mp4" in _open_files(house)
    for _attempt in range(50):
        if "film.mp4" not in _open_files(house):
            return
        time.sleep(0.1)
    raise AssertionError("The film is still open.")


def _asking(house: House, owner: Visitor, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", house.port), timeout=60)
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{house.port}", f"Cookie: {owner.cookie}"]
    connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())
    return connection


def _read_slowly(house: House, owner: Visitor, path: str) -> int:
    """The length of the body; the reader is slower than the disk at first."""
    with _asking(house, owner, path) as connection:
        head = connection.recv(65_536)
        time.sleep(0.5)
        total = len(head) - head.index(b"\r\n\r\n") - 4
        while received := connection.recv(1 << 20):
            total += len(received)
    return total


def _process(house: House) -> Path:
    assert house.process
    place = Path(f"/proc/{house.process.pid}")
    if not (place / "clear_refs").exists():
        pytest.skip("Memory is measured on Linux only.")
    return place


def _kilobytes(process: Path, name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", (process / "status").read_text())
    assert found
    return int(found[1])


def _open_files(house: House) -> set[str]:
    names = set()
    for link in (_process(house) / "fd").iterdir():
        try:
            names.add(Path(os.readlink(link)).name)
        except FileNotFoundError:
            continue
    return names
