"""The worker is killed while a picture is on its way; the paid request leaves once all the same."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from simulators.running import Simulators, started
from tests.cli.household import Household, within
from tests.faults.test_kills import kill, states
from tests.samples.private import photo

REDRAW = ("--model", "fal:fal-ai/flux/dev/image-to-image", "--prompt", "a fox")


@pytest.fixture
def simulators() -> Iterator[Simulators]:
    with started() as simulators:
        simulators.configure(job_seconds=0.05, width=16, height=16)
        yield simulators


@pytest.fixture
def household(tmp_path: Path, simulators: Simulators) -> Household:
    ours = {name: text for name, text in simulators.environment.items() if not name.startswith("SIMULATORS")}
    household = Household(tmp_path, settings=ours)
    picture = tmp_path / "fox.jpg"
    picture.write_bytes(photo())
    placed = household.command("order", *REDRAW, "--input", f"image={picture}", "--json")
    assert json.loads(placed.stdout)["counts"] == {"waiting": 1}, placed
    return household


def attempts(household: Household) -> list[tuple[str, bool]]:
    with closing(sqlite3.connect(household.library / "artfactory.sqlite3", timeout=20)) as database:
        rows = database.execute("SELECT outcome, request IS NOT NULL FROM orders_attempt ORDER BY id")
        return [(outcome, bool(written)) for outcome, written in rows]


@pytest.mark.parametrize(
    ("where", "host", "path", "written"),
    [
        ("upload", "platform", "/storage/upload/initiate", False),
        ("upload", "media", "/files/", False),
        ("submit", "queue", "/fal-ai/flux/dev/image-to-image", True),
    ],
)
def test_a_kill_on_the_way_there_never_makes_it_paid_twice(
    household: Household, simulators: Simulators, where: str, host: str, path: str, written: bool
) -> None:
    skipped = [] if host != "media" else [{"where": where, "what": "slow_answer", "times": 1, "seconds": 0.0}]
    simulators.put_faults([*skipped, {"where": where, "what": "slow_answer", "times": 1, "seconds": 20.0}])
    worker = household.started("worker")
    reached = within(60.0, lambda: any(each["path"].startswith(path) for each in simulators.requests(host)))
    kill(worker)
    assert reached
    assert attempts(household) == [("intended", written)]
    worker = household.started("worker")
    try:
        assert within(90.0, lambda: states(household) == {"succeeded": 1}), states(household)
    finally:
        kill(worker)
    ledger = simulators.ledger()
    assert (ledger["accepted"], ledger["accepted_twice"]) == (1, [])
