"""Every fault at once, and a worker that is killed: nothing is paid twice, nothing that was paid is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.chaos import Chaos, Outcome
from simulators.running import started


def chaos(folder: Path, *, count: int, kills: int, outage: bool = False) -> Outcome:
    with started() as simulators:
        return Chaos(folder, simulators, count=count).run(kills=kills, outage=outage)


def assert_kept(outcome: Outcome, *, count: int) -> None:
    assert outcome.holds, outcome
    assert sum(outcome.states.values()) == count
    told = outcome.states.get("failed", 0) + outcome.states.get("blocked", 0)
    unknown = outcome.states.get("unknown", 0)
    assert outcome.kept == outcome.states["succeeded"]
    assert outcome.kept + told <= outcome.accepted <= outcome.kept + told + unknown
    assert "" not in outcome.reasons


@pytest.mark.timeout(600)
def test_thirty_generations_a_kill_and_every_fault_pay_nothing_twice(tmp_path: Path) -> None:
    assert_kept(chaos(tmp_path, count=30, kills=1), count=30)


@pytest.mark.soak
def test_a_thousand_generations_many_kills_and_two_hours_without_providers_pay_nothing_twice(
    tmp_path: Path,
) -> None:
    assert_kept(chaos(tmp_path, count=1000, kills=30, outage=True), count=1000)
