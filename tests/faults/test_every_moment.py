"""The worker is killed at every single write and request of a Generation's life, one after the other."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from simulators.running import started
from tests.cli.household import within
from tests.faults.atfal import PATIENCE, AtFal

DYING = str(Path(__file__).with_name("dying.py"))
AT_ONCE = 2  # moments that are tried side by side
MOST = 60  # moments in a life; more means that counting does not end
LATER = 60.0  # seconds until the next start: by then fal.ai's history is held to be complete


@dataclass(frozen=True)
class Fate:
    """What became of a Generation whose worker died at that moment."""

    moment: int
    died: bool
    accepted: int
    twice: int
    state: str
    word: str = ""  # what it died of


class Lives:
    """One library, ordered once; each life begins with a copy of it."""

    def __init__(self, folder: Path, at_fal: AtFal) -> None:
        self.folder, self.at_fal, self.simulators = folder, at_fal, at_fal.simulators
        at_fal.order()
        shutil.copytree(at_fal.household.library, folder / "ordered")

    def live(self, moment: int, *, kill: Kill) -> Fate:
        self._begin_anew()
        died, word = kill(self, moment)
        self._let_time_pass()
        self.at_fal.work_to_the_end()
        ledger, (state,) = self.simulators.ledger(), self.at_fal.states()
        return Fate(moment, died, ledger["accepted"], len(ledger["accepted_twice"]), state, word)

    def wait_for_death(self, worker: subprocess.Popen[bytes]) -> bool:
        """False if it lived through everything."""
        assert within(PATIENCE, lambda: worker.poll() is not None or self.at_fal.is_over())
        return within(0.3, lambda: worker.poll() is not None)

    def _begin_anew(self) -> None:
        self.simulators.reset()
        self.simulators.configure(job_seconds=0.2, width=64, height=64)
        shutil.rmtree(self.at_fal.household.library)
        shutil.copytree(self.folder / "ordered", self.at_fal.household.library)

    def _let_time_pass(self) -> None:
        """As if the machine had been off: what was sent, was sent longer ago."""
        shift = f"-{LATER} seconds"
        self.at_fal.ask("UPDATE orders_attempt SET created_at = datetime(created_at, ?)", shift)


Kill = Callable[[Lives, int], tuple[bool, str]]


def at_a_write(lives: Lives, moment: int) -> tuple[bool, str]:
    with lives.at_fal.working(DYING, str(moment)) as worker:
        died = lives.wait_for_death(worker)
        word = worker.stderr.read().decode().splitlines()[-1] if died and worker.stderr else ""
    return died, word


def before_a_request(lives: Lives, moment: int) -> tuple[bool, str]:
    return _at_a_request(lives, moment, when="before")


def after_a_request(lives: Lives, moment: int) -> tuple[bool, str]:
    return _at_a_request(lives, moment, when="after")


def _at_a_request(lives: Lives, moment: int, *, when: str) -> tuple[bool, str]:
    with lives.at_fal.working() as worker:
        rule: dict[str, Any] = {"what": "kill", "pid": worker.pid, "when": when}
        lives.simulators.put_faults([rule | {"skip": moment - 1, "times": 1}])
        died = lives.wait_for_death(worker)
        lives.simulators.clear_faults()
    return died, when


def all_lives(folder: Path, *, kill: Kill, step: int = 1) -> list[Fate]:
    """Moment after moment, or each `step`th, until a worker survives."""
    moments, over = itertools.count(1, step), threading.Event()

    def several(place: Path) -> Iterator[Fate]:
        with started() as simulators:
            lives = Lives(place, AtFal(place, simulators))
            while not over.is_set() and (moment := next(moments)) <= MOST:
                fate = lives.live(moment, kill=kill)
                if not fate.died:
                    over.set()
                yield fate

    places = [folder / str(number) for number in range(AT_ONCE)]
    for place in places:
        place.mkdir()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = threads.map(lambda place: list(several(place)), places)
    assert over.is_set(), "No worker survived."
    return sorted(itertools.chain(*found), key=lambda fate: fate.moment)


def breaks(fate: Fate) -> bool:
    """Accepted means paid: then it is there in the end. Not accepted, nobody may be told that it was."""
    if fate.accepted > 1 or fate.twice:
        return True
    return fate.state != ("succeeded" if fate.accepted else "unknown")


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("kill", "step"), [(at_a_write, 5), (before_a_request, 2), (after_a_request, 2)])
def test_whatever_moment_it_dies_at_it_is_paid_once_at_most_and_kept_if_it_was(
    tmp_path: Path, kill: Kill, step: int
) -> None:
    hold(all_lives(tmp_path, kill=kill, step=step), deaths=1)


@pytest.mark.soak
@pytest.mark.parametrize("kill", [at_a_write, before_a_request, after_a_request])
def test_no_moment_is_left_out(tmp_path: Path, kill: Kill) -> None:
    hold(all_lives(tmp_path, kill=kill), deaths=2)


def hold(fates: list[Fate], *, deaths: int) -> None:
    assert [fate for fate in fates if breaks(fate)] == []
    assert sum(fate.died for fate in fates) >= deaths, "The kills hit nothing."
    assert fates[-1].state == "succeeded"
