"""A library that orders at simulated Providers, and the worker that produces for it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from simulators.running import Simulators

FAL = "fal:fal-ai/flux/schnell"
REPLICATE = "replicate:black-forest-labs/flux-schnell"
CIVITAI = "civitai:urn:air:sdxl:checkpoint:civitai:101055@128078"
MOST_COPIES = 1_000  # of one Order
ENDED = {"succeeded", "failed", "blocked", "canceled", "unknown"}


class AtSimulators:
    def __init__(self, folder: Path, simulators: Simulators) -> None:
        self.folder, self.simulators = folder, simulators
        self.environment = _environment(folder, simulators)

    def place(self, count: int, *, in_flight: int, per_minute: int | None = None, model: str = FAL) -> None:
        """In Orders of MOST_COPIES at most."""
        for first in range(0, count, MOST_COPIES):
            self._order(model, copies=min(MOST_COPIES, count - first))
        limits = "in_flight_limit = ?, per_minute_limit = ?"
        provider = model.partition(":")[0]
        self.ask(
            f"UPDATE accounts_provideraccount SET {limits} WHERE provider = ?",
            *(in_flight, per_minute, provider),
        )

    def _order(self, model: str, *, copies: int) -> None:
        words = [f"--model={model}", "--prompt=a fox in the snow", f"--copies={copies}"]
        subprocess.run(
            _artfactory("order", *words), env=self.environment, check=True, stdout=subprocess.DEVNULL
        )

    def worker(self) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(_artfactory("worker"), env=self.environment, stdout=quiet, stderr=quiet)

    def states(self) -> dict[str, int]:
        rows = self.ask("SELECT status, count(*) FROM orders_generation GROUP BY status")
        return {str(state): int(str(count)) for state, count in rows}

    def left(self) -> int:
        """How many have not ended."""
        return sum(count for state, count in self.states().items() if state not in ENDED)

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        """Straight from the database file, past all of our code."""
        with closing(sqlite3.connect(self.folder / "artfactory.sqlite3", timeout=20)) as database, database:
            return list(database.execute(question, values))


def kill(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait(20)


def _environment(folder: Path, simulators: Simulators) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ARTFACTORY_")}
    ours.pop("DATABASE_URL", None)
    theirs = {name: value for name, value in simulators.environment.items() if not name.startswith("SIM")}
    home = {"ARTFACTORY_HOME": str(folder), "ARTFACTORY_SECRETS": str(folder / "secrets")}
    return ours | theirs | home


def _artfactory(*words: str) -> list[str]:
    return [sys.executable, "-m", "artfactory", *words]
