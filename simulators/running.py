"""The simulators as a process of their own, for tests: `with started() as simulators: …`."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PATIENCE = 30.0  # seconds until it has to answer
FAREWELL = 5.0  # seconds until it has to be gone

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Simulators:
    """A process that runs, and its control address."""

    def __init__(self, environment: dict[str, str], *, pid: int) -> None:
        self.environment = environment
        self.pid = pid

    def put_faults(self, rules: list[dict[str, Any]]) -> None:
        """Instead of those that were put before. Raises ValueError for one that cannot be used."""
        self._ask("PUT", "/faults", rules)

    def clear_faults(self) -> None:
        self._ask("DELETE", "/faults")

    def configure(self, **facts: Any) -> None:
        """The names of `Configuration`."""
        self._ask("PATCH", "/configuration", facts)

    def advance_clock(self, seconds: float) -> None:
        self._ask("POST", "/clock", {"advance": seconds})

    def ledger(self) -> dict[str, Any]:
        """`accepted`, `accepted_twice` and `jobs`, oldest first."""
        found: dict[str, Any] = self._ask("GET", "/ledger")
        return found

    def requests(self, host: str = "") -> list[dict[str, Any]]:
        """What a host was asked: "queue", "platform", "media" or "elsewhere"; all of them without a name."""
        found: list[dict[str, Any]] = self._ask("GET", f"/requests?host={urllib.parse.quote(host)}")
        return found

    def reset(self) -> None:
        """Forget faults, settings, jobs, files and requests. The clock goes on from where it is."""
        self._ask("POST", "/reset")

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        address = self.environment["SIMULATORS_CONTROL_URL"] + path
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(address, data=data, method=method)
        try:
            with _direct.open(asked, timeout=PATIENCE) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                raise ValueError(refused.read().decode()) from None


@contextlib.contextmanager
def started(faults: Path | None = None) -> Iterator[Simulators]:
    """It ends with the block, and by itself if this process dies."""
    words = [sys.executable, "-m", "simulators", "--until-eof"]
    words += [] if faults is None else ["--faults", str(faults)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_root(), env=_environment(os.environ)
    ) as process:
        try:
            yield Simulators(_first_line(process), pid=process.pid)
        finally:
            _end(process)


def _root() -> Path:
    return Path(__file__).parents[1]


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """No key of the person who runs it."""
    secret = ("KEY", "TOKEN", "SECRET", "DATABASE_URL")
    return {name: value for name, value in ours.items() if not any(word in name for word in secret)}


def _first_line(process: subprocess.Popen[bytes]) -> dict[str, str]:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    line = process.stdout.readline() if ready else b""
    if not line:
        raise RuntimeError("The simulators did not start.")
    environment: dict[str, str] = json.loads(line)
    return environment


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(FAREWELL)
