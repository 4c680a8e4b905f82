"""The adapter at a Civitai on this machine, and what becomes of a request when things go wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from simulators.civitai.keys import LOCKED
from simulators.running import Simulators
from tests.providers.civitai.shapes import connected, job

from artfactory.providers.base import (
    Access,
    Credit,
    Job,
    Money,
    Working,
)
from artfactory.providers.civitai import Civitai
from artfactory.providers.contract import done
from artfactory.providers.errors import (
    Blocked,
    Failed,
    InputGone,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Stopped,
    Unanswered,
)

SDXL = "urn:air:sdxl:checkpoint:civitai:101055@128078"
SD1 = "urn:air:sd1:checkpoint:civitai:4384@128713"
PONY = "urn:air:pony:checkpoint:civitai:257749@290640"
PLACE = "https://example.org/a"
FOX = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("model", "asked", "kinds"),
    [
        (SD1, {"quantity": 2, "outputFormat": "png"}, ["image/png"] * 2),
        (PONY, {"outputFormat": "webP"}, ["image/webp"]),
        ("imageGen/google/nano-banana-2", {"numImages": 3}, ["image/jpeg"] * 3),
        ("imageGen/flux2/klein", {"steps": 4}, ["image/jpeg"]),
        ("imageGen/seedream", {"version": "v4.5"}, ["image/jpeg"]),
        ("textToImage", {"cfgScale": 7}, ["image/jpeg"]),
        ("videoGen/wan/v2.2", {}, ["video/mp4"]),
        ("videoGen/ltx2.3", {"quantity": 2}, ["video/mp4"] * 2),
    ],
)
async def test_pictures_and_films_come_from_every_kind_of_model(
    simulated: Civitai, model: str, asked: dict[str, Any], kinds: list[str]
) -> None:
    result = await done(simulated, await simulated.submit(job(model=model, seed=7, **asked)))
    assert [output.media_type for output in result.outputs] == kinds
    assert (result.seed, result.problems) == ("7", ())
    assert result.cost and result.cost.currency == "BUZZ"


@pytest.mark.parametrize(
    ("model", "request_", "kind"),
    [
        ("textToSpeech/custom", {"text": "Hello."}, "audio/mpeg"),
        ("aceStepAudio", {"musicDescription": "a waltz", "seed": 7}, "audio/mpeg"),
    ],
)
async def test_sounds_have_other_words_for_their_prompt(
    simulated: Civitai, model: str, request_: dict[str, Any], kind: str
) -> None:
    asked = job(model=model)
    sent = await simulated.submit(type(asked)(asked.attempt_key, model, request_))
    assert [output.media_type for output in (await done(simulated, sent)).outputs] == [kind]


@pytest.mark.parametrize(
    ("model", "request_", "kinds"),
    [
        ("preprocessImage/canny", {"image": PLACE}, ["image/jpeg"]),
        ("convertImage", {"image": PLACE}, ["image/png"]),
        ("imageUpscaler", {"image": PLACE}, ["image/jpeg"]),
        ("imageToSvg/comfy/vtracer", {"image": PLACE}, ["image/svg+xml"]),
        ("polyGen/fal/tripo", {"imageUrl": PLACE}, ["model/gltf-binary"]),
        ("videoUpscaler", {"video": PLACE}, ["video/mp4"]),
        ("videoBackgroundRemoval", {"video": PLACE}, ["image/webp"]),
        ("videoFrameExtraction", {"videoUrl": PLACE, "maxFrames": 3}, ["image/jpeg"] * 3),
        ("transcode", {"sourceUrl": PLACE, "containerFormat": "webM"}, ["video/webm"]),
        ("composeMedia", {"elements": [{"url": PLACE}], "output": {"type": "audio"}}, ["audio/mpeg"]),
        ("comfy", {"comfyWorkflow": {}, "quantity": 2}, ["image/jpeg"] * 2),
        ("customComfy", {"workflow": {}, "resources": [SD1]}, ["image/jpeg"]),
    ],
)
async def test_each_step_that_needs_no_words_makes_what_it_makes(
    simulated: Civitai, model: str, request_: dict[str, Any], kinds: list[str]
) -> None:
    sent = await simulated.submit(Job(uuid4().hex, model, request_))
    result = await done(simulated, sent)
    assert [output.media_type for output in result.outputs] == kinds
    assert result.problems == ()


async def test_a_draft_tells_by_what_it_is_finished(simulated: Civitai) -> None:
    draft = await done(simulated, await simulated.submit(job(model="videoGen/flux/v3.0", draft=True)))
    assert len(draft.outputs) == 1
    cache = {"draftCache": draft.returned["draft"], "duration": 5}
    finished = await simulated.submit(job(model="videoGen/flux/v3.0/draftEnhance", **cache))
    assert [output.media_type for output in (await done(simulated, finished)).outputs] == ["video/mp4"]


@pytest.mark.parametrize(
    ("prompt", "error"),
    [("(block)", Blocked), ("(fail)", Failed), ("(infra)", Failed), ("(invalid)", Failed)],
)
async def test_what_goes_wrong_late_goes_wrong_with_its_reason(
    simulated: Civitai, prompt: str, error: type[ProviderError]
) -> None:
    with pytest.raises(error):
        await done(simulated, await simulated.submit(job(prompt)))


async def test_of_three_pictures_the_mature_one_is_refused_unless_it_is_allowed(simulated: Civitai) -> None:
    kept = await done(simulated, await simulated.submit(job("(nsfw)", quantity=3)))
    assert len(kept.outputs) == 2
    assert len(kept.problems) == 1
    mature = job("(nsfw)", quantity=3, allowMatureContent=True)
    allowed = await done(simulated, await simulated.submit(mature))
    assert [each.level for each in allowed.outputs] == ["x"] * 3
    assert allowed.returned["transactions"]["list"][0]["accountType"] == "yellow"


async def test_nothing_made_is_nothing_kept(simulated: Civitai) -> None:
    empty = await done(simulated, await simulated.submit(job("(nothing)")))
    assert (empty.outputs, empty.problems) == ((), ("Output 1 of 1 was not made.",))


async def test_a_wrong_value_is_refused_at_once_with_its_name(simulated: Civitai) -> None:
    with pytest.raises(Rejected) as refusal:
        await simulated.submit(job(cfgScale=31))
    assert refusal.value.field == "guidance"


async def test_an_estimate_is_what_it_costs_and_costs_nothing(
    simulators: Simulators, simulated: Civitai
) -> None:
    asked = job(quantity=3, steps=25)
    estimate = await simulated.estimate(asked)
    assert simulators.ledger()["accepted"] == 0
    billed = await done(simulated, await simulated.submit(asked))
    assert estimate.cost == billed.cost == Money(Decimal(30), "BUZZ")
    assert (estimate.covered, estimate.altered) == (True, ())


async def test_too_little_buzz_is_known_beforehand_and_refused_unpaid(
    simulators: Simulators, simulated: Civitai
) -> None:
    simulators.configure(buzz=10)
    assert (await simulated.estimate(job(quantity=2))).covered is False
    with pytest.raises(NoCredit):
        await simulated.submit(job(quantity=2))
    await done(simulated, await simulated.submit(job()))
    assert simulators.ledger()["accepted"] == 1


async def test_an_account_without_buzz_is_told_apart_from_a_bad_key(simulators: Simulators) -> None:
    addresses = {"api": simulators.environment["ARTFACTORY_CIVITAI_URL"]}
    poor = Civitai(Access(f"{LOCKED}-1", addresses))
    assert await poor.check_key() == Credit()
    assert (await poor.estimate(job())).covered is False
    with pytest.raises(NoCredit):
        await poor.submit(job())
    await poor.close()


async def test_what_failed_is_given_back(simulators: Simulators, simulated: Civitai) -> None:
    simulators.configure(buzz=8)
    with pytest.raises(Failed):
        await done(simulated, await simulated.submit(job("(fail)")))
    assert (await simulated.estimate(job())).covered is True


@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("when", [{"queue_seconds": 60}, {"job_seconds": 60}])
async def test_what_waits_or_runs_is_stopped_by_older_and_newer_servers(
    simulators: Simulators, simulated: Civitai, when: dict[str, float], answers: bool
) -> None:
    simulators.configure(answers_changes=answers, **when)
    sent = await simulated.submit(job())
    await simulated.cancel(sent)
    with pytest.raises(Stopped):
        await done(simulated, sent)


async def test_what_is_over_stays_as_it_is(simulated: Civitai) -> None:
    made = await simulated.submit(job())
    await done(simulated, made)
    await simulated.cancel(made)
    assert (await done(simulated, made)).outputs


@pytest.mark.parametrize(("tells_jobs", "place"), [(True, 3), (False, 0)])
async def test_one_that_waits_tells_its_place_where_jobs_are_told_of(
    simulators: Simulators, simulated: Civitai, tells_jobs: bool, place: int
) -> None:
    simulators.configure(queue_seconds=60, tells_jobs=tells_jobs)
    impatient = connected(simulators, held=0)
    answer = await impatient.check(await simulated.submit(job()))
    await impatient.close()
    assert isinstance(answer, Working)
    assert (answer.position, answer.progress) == (place, None)


@pytest.mark.parametrize("what", ["foreign_urls", "redirect"])
async def test_the_key_stays_at_home(simulators: Simulators, simulated: Civitai, what: str) -> None:
    simulators.put_faults([{"where": "submit", "what": what, "times": 1}])
    try:
        await done(simulated, await simulated.submit(job()))
    except Unanswered:
        assert what == "redirect"
    assert simulators.requests("elsewhere") == []


@pytest.mark.parametrize("rule", [{"what": "no_credit"}, {"what": "no_credit", "status": 402}])
async def test_no_buzz_is_known_by_either_of_its_codes(
    simulators: Simulators, simulated: Civitai, rule: dict[str, Any]
) -> None:
    simulators.put_faults([{"where": "submit", **rule}])
    with pytest.raises(NoCredit):
        await simulated.submit(job())
    assert simulators.ledger()["accepted"] == 0


async def test_a_key_that_does_not_work_is_refused_everywhere(
    simulators: Simulators, simulated: Civitai
) -> None:
    assert isinstance(await simulated.check_key(), Credit)
    simulators.put_faults([{"where": "any", "what": "bad_key"}])
    for asking in (simulated.submit(job()), simulated.check_key(), simulated.estimate(job())):
        with pytest.raises(NeedsKey):
            await asking
    assert simulators.ledger()["accepted"] == 0


async def test_a_picture_of_ours_is_used_and_named_when_it_was_gone(
    simulators: Simulators, simulated: Civitai
) -> None:
    variant = f"{SD1}/createVariant"
    address = await simulated.upload(FOX, media_type="image/png", name="fox.png")
    assert (await done(simulated, await simulated.submit(job(model=variant, image=address)))).outputs
    simulators.configure(upload_seconds=0)
    gone = await simulated.upload(FOX, media_type="image/png", name="fox.png")
    with pytest.raises(InputGone):
        await done(simulated, await simulated.submit(job(model=variant, image=gone)))


async def test_a_file_of_a_kind_that_it_does_not_take_is_refused(simulated: Civitai) -> None:
    with pytest.raises(Rejected):
        await simulated.upload(b"%PDF", media_type="application/pdf", name="fox.pdf")


async def test_every_model_that_starts_from_nothing_tells_what_a_run_costs(simulated: Civitai) -> None:
    offers = {offer.model: offer for offer in simulated.offers()}
    prices = await simulated.prices([*offers, "no/such-model"])
    assert set(offers) - set(prices) == {
        model for model, offer in offers.items() if set(offer.parameters["required"]) - {"prompt", "seed"}
    }
    assert {price.amount.currency for price in prices.values()} == {"BUZZ"}
    assert {price.basis for price in prices.values()} == {"estimate"}
    assert (prices[SDXL].amount.amount, prices[SDXL].unit) == (Decimal(8), "image")
    assert prices["videoGen/veo3"].unit == "run"


async def test_one_that_is_refused_keeps_no_other_from_its_price(
    simulators: Simulators, simulated: Civitai
) -> None:
    simulators.put_faults([{"where": "pricing", "what": "not_json", "times": 1}])
    assert len(await simulated.prices([SDXL, SD1])) == 1
    simulators.put_faults([{"where": "pricing", "what": "bad_key"}])
    with pytest.raises(NeedsKey):
        await simulated.prices([SDXL, SD1])
