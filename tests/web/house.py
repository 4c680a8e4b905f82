"""A library of its own and the real server in front of it, as separate processes."""

from __future__ import annotations

import hashlib
import os
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from artfactory.web.build import build_digest

_VISITS = {"django_session"}  # what entering changes, and nothing else may


@dataclass
class House:
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    codes: list[str] = field(default_factory=list)

    @property
    def library(self) -> Path:
        return self.folder / "library"

    @property
    def output(self) -> bytes:
        """All that the server ever printed or logged."""
        logs = [*self.library.glob("logs/*"), self.folder / "output"]
        return b"".join(log.read_bytes() for log in logs)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ARTFACTORY_")}
        kept |= {"ARTFACTORY_HOME": str(self.library), "ARTFACTORY_SECRETS": str(self.folder / "secrets")}
        kept |= {"DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "artfactory.config.settings"}
        return kept

    def run(self, program: str) -> str:
        """Runs a few lines of Python inside, Django being set up."""
        lines = f"import django; django.setup()\n{program}"
        done = subprocess.run(
            [sys.executable, "-c", lines], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def new_code(self) -> str:
        if not self.codes:
            make = "from artfactory.web.entry import new_code\nfor _ in range(40): print(new_code())"
            self.codes = self.run(make).split()
        return self.codes.pop()

    def static(self, name: str) -> str:
        return f"/static/{build_digest()}/{name}"

    def open_doors(self) -> None:
        with (self.folder / "output").open("ab") as output:
            command = [sys.executable, "-m", "artfactory", "web", "--port", str(self.port)]
            self.process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output)
        self._wait()

    def close_doors(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)

    def snapshot(self) -> dict[str, str]:
        """Table → digest of all its rows, but for visits."""
        with sqlite3.connect(f"file:{self.library / 'artfactory.sqlite3'}?mode=ro", uri=True) as database:
            tables = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            rows = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
        database.close()
        return {
            name: hashlib.sha256(repr(sorted(map(repr, found))).encode()).hexdigest()
            for name, found in rows.items()
            if name not in _VISITS
        }

    def _wait(self) -> None:
        for _attempt in range(200):
            assert self.process and self.process.poll() is None, self.output.decode()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("The server did not start.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
