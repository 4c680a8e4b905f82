"""A library of its own and real processes of `artfactory` on it; every wait has an end."""

from __future__ import annotations

import http.client
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.furnished import furnish

KEYS = ("FAL_KEY", "REPLICATE_API_TOKEN", "CIVITAI_API_TOKEN")  # of the person who runs the tests
PATIENCE = 60.0  # seconds; the machine may be busy with other tests
READY = re.compile(r"Art Factory is ready at (http://127\.0\.0\.1:(\d+))/enter/([\w-]{43})\n")


@dataclass
class Household:
    """One library, and how commands are run on it."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    fresh: bool = False  # nothing is there before the first command; else what a first start leaves

    @property
    def library(self) -> Path:
        return self.folder / "library"

    @property
    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("ARTFACTORY_")}
        for name in ("DATABASE_URL", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER", *KEYS):
            ours.pop(name, None)
        ours["ARTFACTORY_HOME"] = str(self.library)
        ours["ARTFACTORY_SECRETS"] = str(self.folder / "secrets")
        return ours | self.settings

    def command(
        self, *words: str, patience: float = PATIENCE, typed: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run to its end, with what is typed on its standard input."""
        self._furnish()
        return subprocess.run(
            _artfactory(*words),
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )

    def started(self, *words: str) -> subprocess.Popen[str]:
        self._furnish()
        return subprocess.Popen(
            _artfactory(*words),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _furnish(self) -> None:
        if not self.fresh and not {"ARTFACTORY_HOME", "DATABASE_URL"} & set(self.settings):
            furnish(self.library)

    def refusal(self, *words: str, typed: str | None = None) -> str:
        """The one line with which the command refuses."""
        done = self.command(*words, typed=typed)
        assert (done.returncode, done.stdout) == (2, ""), done
        assert done.stderr.count("\n") == 1, done.stderr
        return done.stderr

    def run(self, *words: str) -> Instance:
        process = self.started("run", "--no-browser", "--port", "0", *words)
        line = line_of(process)
        found = READY.fullmatch(line)
        if not found:
            process.kill()
            raise AssertionError((line, process.communicate(timeout=PATIENCE)))
        return Instance(self, process, found[1], found[3])


@dataclass
class Instance:
    """`artfactory run`, ready."""

    household: Household
    process: subprocess.Popen[str]
    address: str
    code: str

    def child(self, name: str) -> int | None:
        """The process id of `artfactory web` or `artfactory worker`."""
        return next(
            (pid for pid, words in children_of(self.process.pid) if f"artfactory {name}" in words), None
        )

    def connect(self, *, patience: float = PATIENCE) -> http.client.HTTPConnection:
        place = urlsplit(self.address)
        return http.client.HTTPConnection(place.hostname or "", place.port, timeout=patience)

    def get(self, path: str, **headers: str) -> Page:
        with closing(self.connect()) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return Page(answer.status, dict(answer.headers), answer.read())

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        try:
            self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return self.process.returncode


@dataclass
class Page:
    status: int
    headers: dict[str, str]
    body: bytes


def _artfactory(*words: str) -> list[str]:
    return [sys.executable, "-m", "artfactory", *words]


def line_of(process: subprocess.Popen[str], *, patience: float = PATIENCE) -> str:
    """The next line of its standard output; empty when there is none in time."""
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], patience)
    return process.stdout.readline() if ready else ""


def children_of(parent: int) -> list[tuple[int, str]]:
    """Process ids and command lines."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            facts = path.read_text().rpartition(")")[2].split()
            words = path.with_name("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(facts[1]) == parent and facts[0] != "Z":
            found.append((int(path.parent.name), words))
    return found


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def within(seconds: float, true: Callable[[], object]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())
