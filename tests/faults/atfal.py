"""A library whose worker produces at a simulated fal.ai, and what its rows say in the end."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from simulators.running import Simulators
from tests.cli.household import Household, within

MODEL = "fal:fal-ai/flux/schnell"
ENDED = {"succeeded", "failed", "blocked", "canceled", "unknown"}
PATIENCE = 90.0  # seconds, on a busy machine


class AtFal:
    def __init__(self, folder: Path, simulators: Simulators) -> None:
        self.simulators = simulators
        told = simulators.environment
        self.key = told["FAL_KEY"]
        settings = {name: text for name, text in told.items() if not name.startswith("SIM")}
        self.household = Household(folder, settings=settings)

    def order(self, *, copies: int = 1, model: str = MODEL, prompt: str = "a fox") -> None:
        words = [f"--model={model}", f"--prompt={prompt}", f"--copies={copies}"]
        placed = self.household.command("order", *words)
        assert placed.returncode == 0, placed

    @contextlib.contextmanager
    def working(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """A worker; killed at the end, if it still lives."""
        words = words or ("-m", "artfactory", "worker")
        quiet = subprocess.DEVNULL
        worker = subprocess.Popen(
            [sys.executable, *words], env=self.household.environment, stdout=quiet, stderr=subprocess.PIPE
        )
        try:
            yield worker
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.communicate(timeout=20)

    def work_to_the_end(self) -> None:
        with self.working() as worker:
            assert within(PATIENCE, lambda: self.is_over() or worker.poll() is not None)
            assert self.is_over(), (self.states(), worker.poll())

    def is_over(self) -> bool:
        return set(self.states()) <= ENDED

    def states(self) -> dict[str, int]:
        found = self.ask("SELECT status, count(*) FROM orders_generation GROUP BY status")
        return {str(state): int(count) for state, count in found}

    def problems(self) -> list[str]:
        return [str(code) for (code,) in self.ask(PROBLEMS)]

    def account(self, what: str) -> Any:
        return self.ask(f"SELECT {what} FROM accounts_provideraccount WHERE provider = 'fal'")[0][0]

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Straight from the database file, past all of our code."""
        file = self.household.library / "artfactory.sqlite3"
        with closing(sqlite3.connect(file, timeout=20)) as database, database:
            return list(database.execute(question, values))

    def submits(self) -> int:
        """How many paid requests reached the queue, accepted or not."""
        return sum(1 for asked in self.simulators.requests("queue") if asked["method"] == "POST")


PROBLEMS = "SELECT json_extract(problem, '$.code') FROM orders_generation WHERE problem IS NOT NULL"
