"""What becomes of a request at a Civitai on this machine whose answer is lost, or comes broken."""

from __future__ import annotations

import time

import pytest
from simulators.running import Simulators
from tests.providers.civitai.shapes import connected, job
from tests.providers.patience import patiently

from artfactory.providers.base import (
    CannotTell,
    Found,
    ProvablyAbsent,
    Ticket,
)
from artfactory.providers.civitai import Civitai
from artfactory.providers.contract import done
from artfactory.providers.errors import (
    Gone,
    Unanswered,
)

DAY = 86400.0  # seconds


def posts(simulators: Simulators) -> int:
    """Paid ones: estimates are none."""
    seen = simulators.requests("civitai")
    return sum(
        each["method"] == "POST" and each["path"].startswith("/v2/consumer/workflows?wait") for each in seen
    )


async def test_a_key_of_a_try_makes_one_workflow_however_often_it_is_sent(
    simulators: Simulators, simulated: Civitai
) -> None:
    asked = job(seed=7)
    await simulated.estimate(asked)
    sent = [await simulated.submit(asked) for _ in range(2)]
    assert sent[0].id == sent[1].id
    assert simulators.ledger()["accepted"] == 1


@pytest.mark.parametrize("what", ["cut_after", "html", "short", "not_json", "server_error"])
async def test_a_request_whose_answer_is_lost_is_sent_once_and_found_by_its_key(
    simulators: Simulators, simulated: Civitai, what: str
) -> None:
    simulators.put_faults([{"where": "submit", "what": what, "times": 1}])
    lost, sent_at = job(seed=7), time.time()
    with pytest.raises(Unanswered):
        await simulated.submit(lost)
    twin = await simulated.submit(job(seed=7))
    answer = await simulated.find(lost, sent_at=sent_at, taken=())
    assert posts(simulators) == 2
    if simulators.ledger()["accepted"] == 2:
        assert isinstance(answer, Found)
        assert answer.ticket.id != twin.id
        assert (await done(simulated, answer.ticket)).seed == "7"
    else:
        assert isinstance(answer, CannotTell)
        assert answer.ask_again


async def test_mature_ones_are_found_too(simulators: Simulators, simulated: Civitai) -> None:
    simulators.put_faults([{"where": "submit", "what": "cut_after", "times": 1}])
    lost, sent_at = job("(nsfw)", allowMatureContent=True), time.time()
    with pytest.raises(Unanswered):
        await simulated.submit(lost)
    found = await simulated.find(lost, sent_at=sent_at, taken=())
    assert isinstance(found, Found)
    assert len((await done(simulated, found.ticket)).outputs) == 1


async def test_what_never_was_accepted_is_provably_absent_after_a_minute(passing: Simulators) -> None:
    passing.put_faults([{"where": "submit", "what": "cut_before", "times": 1}])
    adapter, later = connected(passing), connected(passing, ahead=61.0)
    lost, sent_at = job(seed=7), time.time()
    with pytest.raises(Unanswered):
        await adapter.submit(lost)
    passing.advance_clock(61)
    assert await later.find(lost, sent_at=sent_at, taken=()) == ProvablyAbsent()
    for each in (adapter, later):
        await each.close()


async def test_after_thirty_days_it_is_gone_and_nobody_can_tell(passing: Simulators) -> None:
    adapter, later = connected(passing), connected(passing, ahead=31 * DAY)
    lost, sent_at = job(seed=7), time.time()
    sent = await adapter.submit(lost)
    await done(adapter, sent)
    passing.advance_clock(31 * DAY)
    with pytest.raises(Gone):
        await done(later, Ticket(sent.id, sent.details))
    assert await later.find(lost, sent_at=sent_at, taken=()) == CannotTell()
    for each in (adapter, later):
        await each.close()


async def test_a_list_of_several_pages_is_read_to_its_end(simulators: Simulators, simulated: Civitai) -> None:
    lost, sent_at = job(seed=7), time.time()
    ours = await simulated.submit(lost)
    for number in range(100):
        await simulated.submit(job(seed=number + 100))
    found = await simulated.find(lost, sent_at=sent_at, taken=())
    assert isinstance(found, Found)
    assert found.ticket.id == ours.id
    assert sum("tags=art-factory" in each["path"] for each in simulators.requests("civitai")) == 2


@pytest.mark.parametrize(
    "what", ["cut_before", "cut_after", "server_error", "html", "redirect", "throttle", "not_json", "short"]
)
async def test_trouble_with_a_question_never_ends_a_workflow(
    simulators: Simulators, simulated: Civitai, what: str
) -> None:
    sent = await simulated.submit(job())
    simulators.put_faults([{"where": where, "what": what, "times": 1} for where in ("status", "result")])
    assert (await patiently(simulated, sent)).outputs
    assert posts(simulators) == 1
