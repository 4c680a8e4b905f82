"""Whole ways through the simulated fal.ai, the bad ones too: sent once, found again, the key kept at home."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from simulators.running import Simulators
from tests.providers.fal.conftest import connected
from tests.providers.patience import patiently

from artfactory.providers.base import CannotTell, Credit, Found, Job, Ticket
from artfactory.providers.contract import done
from artfactory.providers.errors import (
    Blocked,
    Failed,
    Gone,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Stopped,
    Unanswered,
    Unavailable,
)
from artfactory.providers.fal import Fal

MODEL = "fal-ai/flux/schnell"


def job(prompt: str = "a red fox", *, model: str = MODEL, **request: Any) -> Job:
    return Job(uuid4().hex, model, {"prompt": prompt, **request})


def posts(simulators: Simulators) -> int:
    return sum(seen["method"] == "POST" for seen in simulators.requests("queue"))


async def test_pictures_come_with_their_seed_and_their_cost(simulated: Fal) -> None:
    result = await done(simulated, await simulated.submit(job(seed=2**60 + 1, num_images=2)))
    assert len(result.outputs) == 2
    assert all(output.media_type == "image/jpeg" for output in result.outputs)
    assert result.seed == str(2**60 + 1)
    units = Decimal(result.returned["billable_units"])
    assert result.cost is not None
    assert (result.cost.amount, result.cost.currency) == (units * Decimal("0.003"), "USD")


async def test_pictures_within_the_answer_are_bytes(simulated: Fal) -> None:
    result = await done(simulated, await simulated.submit(job(sync_mode=True)))
    assert result.outputs[0].data[:2] == b"\xff\xd8"
    assert not result.outputs[0].address


@pytest.mark.parametrize(
    ("model", "request_to_send"),
    [
        ("fal-ai/kling-video/v2.6/pro/text-to-video", {"prompt": "a fox", "duration": "5"}),
        ("fal-ai/elevenlabs/tts/multilingual-v2", {"text": "Hello."}),
        ("fal-ai/stable-audio-25/text-to-audio", {"prompt": "rain", "seconds_total": 5}),
    ],
)
async def test_films_and_sounds_are_found_where_their_models_put_them(
    simulated: Fal, model: str, request_to_send: dict[str, Any]
) -> None:
    result = await done(simulated, await simulated.submit(Job("a", model, request_to_send)))
    assert len(result.outputs) == 1
    assert result.outputs[0].media_type.split("/")[0] in ("video", "audio")


@pytest.mark.parametrize(
    ("prompt", "error"),
    [("(block)", Blocked), ("(fail)", Failed), ("(infra)", Failed), ("(invalid)", Rejected)],
)
async def test_what_goes_wrong_late_goes_wrong_with_its_reason(
    simulated: Fal, prompt: str, error: type[ProviderError]
) -> None:
    ticket = await simulated.submit(job(prompt))
    with pytest.raises(error):
        await done(simulated, ticket)


@pytest.mark.parametrize("what", ["cut_after", "server_error", "html", "short", "not_json"])
async def test_a_request_whose_answer_is_lost_is_sent_once_and_found_again(
    simulators: Simulators, simulated: Fal, what: str
) -> None:
    simulators.put_faults([{"where": "submit", "what": what, "times": 1}])
    lost, sent_at = job(seed=7), time.time()
    with pytest.raises(Unanswered):
        await simulated.submit(lost)
    answer = await simulated.find(lost, sent_at=sent_at, taken=())
    assert posts(simulators) == 1
    if simulators.ledger()["accepted"]:
        assert isinstance(answer, Found)
        assert (await done(simulated, answer.ticket)).seed == "7"
    else:
        assert isinstance(answer, CannotTell)
        assert answer.ask_again


async def test_what_was_cut_after_it_was_accepted_is_among_those_found(
    simulators: Simulators, simulated: Fal
) -> None:
    simulators.put_faults([{"where": "submit", "what": "cut_after", "times": 1}])
    with pytest.raises(Unanswered):
        await simulated.submit(job())
    assert simulators.ledger()["accepted"] == 1


async def test_a_history_that_lags_behind_is_asked_again(passing: Simulators) -> None:
    fal = connected(passing)
    passing.configure(history_lag=[20, 20])
    lost, sent_at = job(seed=1), time.time()
    ticket = await fal.submit(lost)
    early = await fal.find(lost, sent_at=sent_at, taken=())
    assert isinstance(early, CannotTell)
    assert early.ask_again
    passing.advance_clock(21)
    found = await fal.find(lost, sent_at=sent_at, taken=())
    assert isinstance(found, Found)
    assert found.ticket.id == ticket.id
    await fal.close()


async def test_of_two_equal_ones_only_the_one_that_nobody_owns_is_found(simulated: Fal) -> None:
    lost, sent_at = job(), time.time()
    owned, other = [await simulated.submit(lost) for _ in range(2)]
    assert await simulated.find(lost, sent_at=sent_at, taken=()) == CannotTell(None)
    found = await simulated.find(lost, sent_at=sent_at, taken=(owned.id,))
    assert isinstance(found, Found)
    assert found.ticket.id == other.id


async def test_without_payloads_nobody_can_tell(simulators: Simulators, simulated: Fal) -> None:
    simulators.configure(stores_payloads=False)
    lost, sent_at = job(), time.time()
    await simulated.submit(lost)
    assert isinstance(await simulated.find(lost, sent_at=sent_at, taken=()), CannotTell)


@pytest.mark.parametrize("what", ["foreign_urls", "redirect"])
async def test_the_key_stays_at_home(simulators: Simulators, simulated: Fal, what: str) -> None:
    simulators.put_faults([{"where": "submit", "what": what, "times": 1}])
    try:
        await done(simulated, await simulated.submit(job()))
    except Unanswered:
        assert what == "redirect"
    assert simulators.requests("elsewhere") == []


@pytest.mark.parametrize("where", ["status", "result"])
@pytest.mark.parametrize(
    "what", ["cut_before", "cut_after", "server_error", "html", "redirect", "throttle", "not_json", "short"]
)
async def test_trouble_with_a_question_never_ends_a_job(
    simulators: Simulators, simulated: Fal, where: str, what: str
) -> None:
    ticket = await simulated.submit(job())
    simulators.put_faults([{"where": where, "what": what, "times": 2}])
    result = await patiently(simulated, ticket)
    assert result.outputs
    assert posts(simulators) == 1


async def test_what_is_in_the_queue_is_removed_and_what_is_over_arrives(
    simulators: Simulators, simulated: Fal
) -> None:
    simulators.configure(queue_seconds=60)
    waiting = await simulated.submit(job("a wolf"))
    await simulated.cancel(waiting)
    with pytest.raises(Stopped):
        await done(simulated, waiting)
    simulators.configure(queue_seconds=0)
    made = await simulated.submit(job("a fox"))
    await done(simulated, made)
    await simulated.cancel(made)
    assert (await done(simulated, made)).outputs


@pytest.mark.parametrize("stops", [True, False])
async def test_what_runs_is_asked_to_stop(simulators: Simulators, simulated: Fal, stops: bool) -> None:
    simulators.configure(job_seconds=0.6, stops_running=stops)
    running = await simulated.submit(job())
    await simulated.cancel(running)
    if stops:
        with pytest.raises(Stopped):
            await done(simulated, running)
    else:
        assert (await done(simulated, running)).outputs


async def test_a_result_that_is_not_kept_any_more_is_gone(passing: Simulators) -> None:
    fal, month = connected(passing), 31 * 24 * 3600.0
    ticket = await fal.submit(job())
    await done(fal, ticket)
    passing.advance_clock(month)
    with pytest.raises(Gone):
        await done(fal, Ticket(ticket.id, {**ticket.details, "sent_at": time.time() - month}))
    await fal.close()


async def test_a_slower_pace_is_not_taken_for_anything_else(simulators: Simulators, simulated: Fal) -> None:
    simulators.put_faults([{"where": "submit", "what": "throttle", "retry_after": 3, "times": 1}])
    with pytest.raises(Unavailable) as refusal:
        await simulated.submit(job())
    assert (refusal.value.retry_after, refusal.value.throttled) == (3.0, True)
    assert simulators.ledger()["accepted"] == 0


@pytest.mark.parametrize(("what", "error"), [("bad_key", NeedsKey), ("no_credit", NoCredit)])
async def test_a_key_that_does_not_work_is_told_apart_from_an_empty_account(
    simulators: Simulators, simulated: Fal, what: str, error: type[ProviderError]
) -> None:
    assert isinstance(await simulated.check_key(), Credit)
    simulators.put_faults([{"where": "any", "what": what}])
    for asking in (simulated.submit(job()), simulated.check_key()):
        with pytest.raises(error):
            await asking
    assert simulators.ledger()["accepted"] == 0


async def test_a_reference_picture_is_uploaded_and_used(simulated: Fal) -> None:
    address = await simulated.upload(b"\x89PNG\r\n\x1a\n", media_type="image/png", name="fox.png")
    from_image = job(model="fal-ai/flux/dev/image-to-image", image_url=address)
    result = await done(simulated, await simulated.submit(from_image))
    assert [output.address for output in result.outputs] != [address]


async def test_prices_are_listed_for_every_model(simulated: Fal) -> None:
    models = [offer.model for offer in simulated.offers()]
    assert set(await simulated.prices(models)) == set(models)
