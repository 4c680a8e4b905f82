"""One large file through the real server, and how far its process swells meanwhile."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path


@dataclass(frozen=True)
class Served:
    megabytes: float
    seconds: float
    added_megabytes: float  # to the resident memory of the web process, at its peak

    def line(self) -> str:
        speed = f"{self.megabytes / self.seconds:.0f} MB/s"
        return f"{self.megabytes:.0f} MB served at {speed}: web process +{self.added_megabytes:.1f} MB"


def serve_large_file(library: Path, *, size: int) -> Served:
    """The library must be set up, and its settings be ours."""
    large, small = _file("large", size), _file("small", 1000)
    with _server(library) as (process, port):
        cookie = _enter(port)
        for _ in range(20):  # what every first request brings with it is not the film's
            _fetch(port, cookie, small)
        before = _memory(process.pid, "VmRSS")
        Path(f"/proc/{process.pid}/clear_refs").write_text("5")  # the peak counts from here
        began = time.monotonic()
        received = _fetch(port, cookie, large)
        seconds = time.monotonic() - began
        return Served(received / 1e6, seconds, (_memory(process.pid, "VmHWM") - before) / 1e6)


def _file(label: str, size: int) -> int:
    """Sparse: it takes no room on the disk."""
    from artfactory.media.models import Asset

    asset = Asset(kind="video", media_type="video/mp4", path=f"{label}.mp4", file_size=size, sha256=label)
    asset.save()
    with asset.file.open("wb") as file:
        file.truncate(size)
    return int(asset.pk)


@contextmanager
def _server(library: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["uvicorn", "artfactory.config.asgi:application", "--no-access-log", "--lifespan", "off"]
    command = [sys.executable, "-m", *words, "--port", str(port)]
    with (library / "logs" / "web").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ}, stdout=log, stderr=log)
    try:
        _wait(port)
        yield process, port
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def _enter(port: int) -> str:
    from artfactory.web.entry import new_code

    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/enter/{new_code()}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return str(answer.headers["Set-Cookie"]).partition(";")[0]


def _fetch(port: int, cookie: str, asset: int) -> int:
    """Bytes received; none of them kept."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/media/{asset}/file", headers={"Cookie": cookie})
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    received, buffer = 0, bytearray(1024 * 1024)
    while part := answer.readinto(buffer):
        received += part
    connection.close()
    return received


def _memory(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))
