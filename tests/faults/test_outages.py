"""The Provider is gone for two hours, loses answers or wants money: nothing is paid twice, all goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from simulators.running import Simulators, started
from tests.cli.household import within
from tests.faults.atfal import PATIENCE, AtFal

pytestmark = pytest.mark.timeout(300)
TWO_HOURS = 7200.0  # seconds
LOST = ("cut_before", "cut_after", "short", "html", "not_json", "server_error", "redirect")
HIDDEN = "UPDATE orders_attempt SET created_at = datetime(created_at, ?)"


@pytest.fixture
def simulators() -> Iterator[Simulators]:
    with started() as simulators:
        simulators.configure(job_seconds=0.2, width=16, height=16)
        yield simulators


@pytest.fixture
def at_fal(tmp_path: Path, simulators: Simulators) -> AtFal:
    return AtFal(tmp_path, simulators)


def test_an_outage_of_two_hours_is_waited_out_and_loses_nothing(
    at_fal: AtFal, simulators: Simulators
) -> None:
    simulators.configure(job_seconds=1.0)
    at_fal.order(copies=15)  # more than may be in flight at once
    with at_fal.working():
        assert within(PATIENCE, lambda: simulators.ledger()["accepted"] >= 5)
        simulators.put_faults([{"where": "any", "what": "down"}])
        assert within(PATIENCE, lambda: at_fal.account("state") == "unreachable")
        simulators.advance_clock(TWO_HOURS)
        at_fal.ask(HIDDEN, f"-{TWO_HOURS} seconds")
        assert not set(at_fal.states()) & {"failed", "blocked", "canceled"}
        simulators.clear_faults()
        assert within(PATIENCE, at_fal.is_over), (at_fal.states(), at_fal.account("state"))
    ledger = simulators.ledger()
    assert (ledger["accepted"], ledger["accepted_twice"]) == (15, [])
    assert at_fal.states() == {"succeeded": 15}
    assert at_fal.account("state") == "ready"


def test_whatever_becomes_of_an_answer_one_request_was_sent_for_each(
    at_fal: AtFal, simulators: Simulators
) -> None:
    at_fal.order(copies=len(LOST))
    simulators.put_faults([{"where": "submit", "what": what, "times": 1} for what in LOST])
    with at_fal.working():
        assert within(PATIENCE, lambda: at_fal.submits() >= len(LOST))
        at_fal.ask(HIDDEN, "-120 seconds")  # by now the history must know of them
        assert within(PATIENCE, at_fal.is_over), at_fal.states()
    ledger, states = simulators.ledger(), at_fal.states()
    assert at_fal.submits() == len(LOST)
    assert ledger["accepted_twice"] == []
    assert states == {"succeeded": ledger["accepted"], "unknown": len(LOST) - ledger["accepted"]}
    assert 2 <= ledger["accepted"] < len(LOST), "No answer was lost before or none after it was accepted."


def test_no_credit_stops_this_provider_alone_and_a_check_goes_on(
    at_fal: AtFal, simulators: Simulators
) -> None:
    at_fal.order(copies=2)
    at_fal.order(model="workshop:painter", copies=2)
    simulators.put_faults([{"where": "submit", "what": "no_credit"}])
    with at_fal.working():
        assert within(PATIENCE, lambda: at_fal.account("state") == "no_credit")
        assert within(PATIENCE, lambda: at_fal.states() == {"waiting": 2, "succeeded": 2}), at_fal.states()
        refused = at_fal.submits()
        assert at_fal.account("advice")
        simulators.clear_faults()
        assert not within(3.0, lambda: at_fal.submits() > refused), "It was asked again without a word."
        replaced = at_fal.household.command("keys", "set", "fal", typed=at_fal.key)
        assert replaced.returncode == 0, replaced
        assert within(PATIENCE, at_fal.is_over), (at_fal.states(), at_fal.account("state"))
    assert at_fal.states() == {"succeeded": 4}
    assert simulators.ledger()["accepted"] == 2
