"""The adapter at a Replicate on this machine, and what becomes of a request when things go wrong."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from simulators.running import Simulators
from tests.providers.patience import patiently
from tests.providers.replicate.shapes import connected, job

from artfactory.providers.base import CannotTell, Credit, Found, ProvablyAbsent, Ticket
from artfactory.providers.contract import done
from artfactory.providers.errors import (
    Blocked,
    Failed,
    Gone,
    InputGone,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Stopped,
    Unanswered,
    Unavailable,
)
from artfactory.providers.replicate import Replicate


def posts(simulators: Simulators) -> int:
    seen = simulators.requests("replicate")
    return sum(each["method"] == "POST" and each["path"].endswith("/predictions") for each in seen)


@pytest.mark.parametrize(
    ("model", "asked", "kinds"),
    [
        ("black-forest-labs/flux-dev", {"num_outputs": 2, "output_format": "png"}, ["image/png"] * 2),
        ("stability-ai/sdxl", {}, ["image/png"]),
        ("google/veo-3.1-fast", {}, ["video/mp4"]),
        ("meta/musicgen", {}, ["audio/x-wav"]),
        ("deployments/acme/foxes", {}, ["image/webp"]),
    ],
)
async def test_pictures_films_and_sounds_come_from_every_kind_of_model(
    simulated: Replicate, model: str, asked: dict[str, Any], kinds: list[str]
) -> None:
    result = await done(simulated, await simulated.submit(job(model=model, seed=7, **asked)))
    assert [output.media_type for output in result.outputs] == kinds
    assert result.seed == "7"
    assert result.expires_at is not None
    assert abs(result.expires_at - time.time() - 3600) < 60


async def test_speech_has_a_text_for_its_prompt(simulated: Replicate) -> None:
    speech = job(model="minimax/speech-02-hd")
    result = await done(simulated, await simulated.submit(replace(speech, request={"text": "Hello."})))
    assert len(result.outputs) == 1


@pytest.mark.parametrize(
    ("prompt", "error"),
    [
        ("(block)", Blocked),
        ("(nsfw)", Blocked),
        ("(fail)", Failed),
        ("(infra)", Failed),
        ("(nothing)", Failed),
    ],
)
async def test_what_goes_wrong_late_goes_wrong_with_its_reason(
    simulated: Replicate, prompt: str, error: type[ProviderError]
) -> None:
    with pytest.raises(error):
        await done(simulated, await simulated.submit(job(prompt)))


async def test_a_wrong_value_is_refused_at_once_with_its_name(simulated: Replicate) -> None:
    with pytest.raises(Rejected) as refusal:
        await simulated.submit(job(num_inference_steps=51))
    assert refusal.value.field == "steps"


@pytest.mark.parametrize("model", ["meta/no-such-model", f"{'0' * 64}", "deployments/acme/wolves"])
async def test_a_model_that_is_not_there_is_refused(simulated: Replicate, model: str) -> None:
    with pytest.raises(Rejected):
        await simulated.submit(job(model=model))


@pytest.mark.parametrize("what", ["cut_after", "html", "short", "not_json"])
async def test_a_request_whose_answer_is_lost_is_sent_once_and_found_again(
    simulators: Simulators, simulated: Replicate, what: str
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


async def test_after_an_hour_what_was_made_and_asked_is_gone_and_nobody_can_tell(passing: Simulators) -> None:
    adapter, later = connected(passing), connected(passing, ahead=3700.0)
    lost, sent_at = job(seed=7), time.time()
    sent = await adapter.submit(lost)
    await done(adapter, sent)
    passing.advance_clock(3700)
    with pytest.raises(Gone):
        await done(later, Ticket(sent.id, sent.details))
    assert await later.find(lost, sent_at=sent_at, taken=()) == CannotTell()
    for each in (adapter, later):
        await each.close()


async def test_a_list_of_several_pages_is_read_to_its_end(
    simulators: Simulators, simulated: Replicate
) -> None:
    lost, sent_at = job(seed=7), time.time()
    ours = await simulated.submit(lost)
    for number in range(100):
        await simulated.submit(job(seed=number + 100))
    found = await simulated.find(lost, sent_at=sent_at, taken=())
    assert isinstance(found, Found)
    assert found.ticket.id == ours.id
    assert sum(each["path"].startswith("/v1/predictions?") for each in simulators.requests("replicate")) == 2


async def test_models_of_one_order_that_ask_for_the_same_are_told_apart(simulated: Replicate) -> None:
    dev, sent_at = job(seed=7), time.time()
    schnell = replace(dev, model="black-forest-labs/flux-schnell")
    sent = [await simulated.submit(each) for each in (dev, schnell)]
    found = [await simulated.find(each, sent_at=sent_at, taken=()) for each in (dev, schnell)]
    assert [each.ticket.id for each in found if isinstance(each, Found)] == [each.id for each in sent]


@pytest.mark.parametrize("what", ["foreign_urls", "redirect"])
async def test_the_key_stays_at_home(simulators: Simulators, simulated: Replicate, what: str) -> None:
    simulators.put_faults([{"where": "submit", "what": what, "times": 1}])
    try:
        await done(simulated, await simulated.submit(job()))
    except Unanswered:
        assert what == "redirect"
    assert simulators.requests("elsewhere") == []


@pytest.mark.parametrize(
    "what", ["cut_before", "cut_after", "server_error", "html", "redirect", "throttle", "not_json", "short"]
)
async def test_trouble_with_a_question_never_ends_a_prediction(
    simulators: Simulators, simulated: Replicate, what: str
) -> None:
    sent = await simulated.submit(job())
    rules = [{"where": where, "what": what, "times": 1} for where in ("status", "result")]
    simulators.put_faults(rules)
    assert (await patiently(simulated, sent)).outputs
    assert posts(simulators) == 1


@pytest.mark.parametrize("when", [{"queue_seconds": 60}, {"job_seconds": 60}])
async def test_what_waits_or_runs_is_stopped(
    simulators: Simulators, simulated: Replicate, when: dict[str, float]
) -> None:
    simulators.configure(**when)
    sent = await simulated.submit(job())
    await simulated.cancel(sent)
    with pytest.raises(Stopped):
        await done(simulated, sent)


@pytest.mark.parametrize(
    ("when", "words"),
    [({"queue_seconds": 60}, "had not begun"), ({"job_seconds": 60}, "ended while it ran")],
)
async def test_what_takes_longer_than_a_limit_is_ended_over_there(
    simulators: Simulators, simulated: Replicate, when: dict[str, float], words: str
) -> None:
    simulators.configure(**when)
    sent = await simulated.submit(replace(job(), time_limit=5))
    simulators.advance_clock(6)
    with pytest.raises(Failed, match=words):
        await done(simulated, sent)


async def test_what_is_over_stays_as_it_is(simulated: Replicate) -> None:
    made = await simulated.submit(job())
    await done(simulated, made)
    await simulated.cancel(made)
    assert (await done(simulated, made)).outputs


async def test_an_account_with_little_credit_is_slowed_down_and_nothing_is_accepted(
    simulators: Simulators, simulated: Replicate
) -> None:
    simulators.configure(creates_per_minute=1)
    await simulated.submit(job())
    with pytest.raises(Unavailable) as refusal:
        await simulated.submit(job())
    assert refusal.value.throttled
    assert 1 <= (refusal.value.retry_after or 0) <= 60
    assert "1 requests a minute" in refusal.value.message
    assert simulators.ledger()["accepted"] == 1


@pytest.mark.parametrize(("what", "error"), [("bad_key", NeedsKey), ("no_credit", NoCredit)])
async def test_a_key_that_does_not_work_is_told_apart_from_an_empty_account(
    simulators: Simulators, simulated: Replicate, what: str, error: type[ProviderError]
) -> None:
    assert isinstance(await simulated.check_key(), Credit)
    simulators.put_faults([{"where": "any", "what": what}])
    for asking in (simulated.submit(job()), simulated.check_key()):
        with pytest.raises(error):
            await asking
    assert simulators.ledger()["accepted"] == 0


async def test_a_picture_of_ours_is_used_and_named_when_it_was_gone(
    simulators: Simulators, simulated: Replicate
) -> None:
    address = await simulated.upload(b"\x89PNG\r\n\x1a\n", media_type="image/png", name="fox.png")
    result = await done(simulated, await simulated.submit(job(image=address)))
    assert [output.address for output in result.outputs] != [address]
    simulators.configure(upload_seconds=0)
    gone = await simulated.upload(b"\x89PNG\r\n\x1a\n", media_type="image/png", name="fox.png")
    with pytest.raises(InputGone):
        await done(simulated, await simulated.submit(job(image=gone)))
