"""How long a person waits for a page while other work goes on: a real web process, asked by another one."""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

PAUSE = 0.05  # seconds between two pages, as a person in a hurry


class Pages:
    """Asks for the pages in turn, from a process of its own, while the body runs."""

    def __init__(self, folder: Path, paths: list[str]) -> None:
        self._folder, self._paths = folder, paths

    def __enter__(self) -> Pages:
        from artfactory.web.entry import new_code

        port = _free_port()
        web = [sys.executable, "-m", "artfactory", "web", "--port", str(port)]
        self._web = subprocess.Popen(web, stdout=subprocess.DEVNULL)
        _wait_for(port)
        asking = [sys.executable, "-m", "benchmarks.pages", str(port), new_code(), *self._paths]
        self._asking = subprocess.Popen(asking, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def milliseconds(self) -> dict[str, float]:
        """p50 and p95 of all pages so far; ends the asking."""
        told, _nothing = self._asking.communicate("enough\n", timeout=30)
        taken = sorted(json.loads(told))
        return {
            "n": len(taken),
            "p50": statistics.median(taken),
            "p95": taken[int(len(taken) * 0.95)],
        }

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for process in (self._asking, self._web):
            process.terminate()
            process.wait(10)


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            _get(port, "/api/v1/health", "")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("The web process does not answer.")


def _get(port: int, path: str, cookie: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def _ask(port: int, code: str, paths: list[str]) -> None:
    """In the asking process: until its input says that it is enough."""
    import select

    cookie = (_get(port, f"/enter/{code}", "").getheader("Set-Cookie") or "").partition(";")[0]
    taken: list[float] = []
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        path = paths[len(taken) % len(paths)]
        began = time.monotonic()
        answer = _get(port, path, cookie)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        taken.append((time.monotonic() - began) * 1000)
    json.dump(taken, sys.stdout)


if __name__ == "__main__":
    _ask(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
