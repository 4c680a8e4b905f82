"""What was made: files found wherever a model puts them, seeds intact, the bill, and what was refused."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any

import pytest
from tests.providers.fal.exchange import ID, MODEL, NOW, Rehearsed, Reply

from artfactory.providers.base import Done, Job, Money, Output, Price, Ticket
from artfactory.providers.errors import Misread, NeedsKey
from artfactory.providers.fal import Fal

OWN = f"/fal-ai/flux/requests/{ID}"
PRICING = "GET /v1/models/pricing"
A, B = "https://v3.fal.media/files/a.png", "https://v3.fal.media/files/b.png"


async def made(
    far: Rehearsed, fal: Fal, content: Any, *, model: str = MODEL, units: str = "", **request: Any
) -> Done:
    """The result of a request that fal.ai answers so."""
    far.answers[f"POST /{model}"] = Reply({"request_id": ID})
    short = "/".join(model.split("/")[:2])
    said = {"status": "COMPLETED", "logs": None, "metrics": {"inference_time": 3.42}}
    far.answers[f"GET /{short}/requests/{ID}/status"] = Reply(said)
    headers = {"X-Fal-Billable-Units": units} if units else {}
    far.answers[f"GET /{short}/requests/{ID}"] = Reply(content, headers=headers)
    done = await fal.check(await fal.submit(Job("a", model, {"prompt": "a fox", **request})))
    assert isinstance(done, Done)
    return done


def picture(address: str, **more: Any) -> dict[str, Any]:
    return {"url": address, "content_type": "image/png", **more}


@pytest.mark.parametrize(
    ("content", "outputs"),
    [
        ({"images": [picture(A), picture(B)]}, [("image/png", A), ("image/png", B)]),
        ({"video": {"url": A, "content_type": "video/mp4"}}, [("video/mp4", A)]),
        ({"audio": {"url": A, "content_type": "audio/mpeg"}, "timestamps": [{"t": 1}]}, [("audio/mpeg", A)]),
        ({"audio_file": {"url": A}}, [("", A)]),
        ({"audio_url": A}, [("", A)]),
        ({"data": {"deep": [[{"mesh": {"url": A}}]]}, "preview": {"url": B}}, [("", A), ("", B)]),
        ([picture(A)], [("image/png", A)]),
        ({"images": [picture(A), picture(A)]}, [("image/png", A)]),
        ({"url": A, "content_type": None}, [("", A)]),
        ({"images": [{"url": "ftp://x/y"}, {"url": 7}, {"url": "/etc/passwd"}]}, []),
        ({"status_url": A, "response_url": A, "cancel_url": A, "prompt": A}, []),
        ({}, []),
    ],
)
async def test_files_are_found_wherever_a_model_puts_them(
    far: Rehearsed, fal: Fal, content: Any, outputs: list[tuple[str, str]]
) -> None:
    done = await made(far, fal, content)
    assert [(output.media_type, output.address) for output in done.outputs] == outputs


async def test_an_answer_that_repeats_its_inputs_made_nothing_of_them(far: Rehearsed, fal: Fal) -> None:
    content = {"image": {"url": A}, "image_url": A, "images": [picture(B)], "masks": [{"url": A}]}
    done = await made(far, fal, content, image_url=A, loras=[{"path": "https://x.example/y"}])
    assert [output.address for output in done.outputs] == [B]


async def test_a_file_within_the_answer_is_its_bytes(far: Rehearsed, fal: Fal) -> None:
    data = bytes(range(256))
    coded = base64.b64encode(data).decode()
    images = [
        {"url": f"data:image/png;base64,{coded}"},
        {"url": "data:image/svg+xml;charset=utf-8,%3Csvg/%3E", "content_type": "image/svg+xml"},
        {"url": "data:image/png;base64,not base64"},
        {"url": "data:"},
    ]
    done = await made(far, fal, {"images": images}, num_images=3)
    assert done.outputs == (Output("image/png", data=data), Output("image/svg+xml", data=b"<svg/>"))
    assert done.problems == ("Output 3 of 3 was not made.",)


@pytest.mark.parametrize(
    ("said", "seed"),
    [(2**60 + 1, str(2**60 + 1)), (42, "42"), ("7", "7"), (True, None), (1.5, None), (None, None)],
)
async def test_a_seed_of_any_size_is_text(far: Rehearsed, fal: Fal, said: Any, seed: str | None) -> None:
    done = await made(far, fal, {"images": [picture(A)], "seed": said})
    assert done.seed == seed


async def test_what_it_says_it_used_is_kept_without_the_files(far: Rehearsed, fal: Fal) -> None:
    content = {
        "images": [picture(A)],
        "seed": 2**60 + 1,
        "timings": {"inference": 1.21},
        "has_nsfw_concepts": [False],
        "prompt": "a \x00fox \ud800",
        "endless": "x" * 30_000,
    }
    done = await made(far, fal, content, units="3.008")
    assert done.returned == {
        "seed": "1152921504606846977",
        "timings": {"inference": 1.21},
        "has_nsfw_concepts": [False],
        "prompt": "a fox ?",
        "billable_units": "3.008",
        "inference_time": 3.42,
    }
    json.dumps(dict(done.returned), allow_nan=False).encode()


async def test_numbers_that_no_database_keeps_are_left_out(far: Rehearsed, fal: Fal) -> None:
    nested = "[" * 90 + "]" * 90
    done = await made(far, fal, f'{{"url": "{A}", "score": NaN, "far": 1e999, "deep": {nested}}}')
    json.dumps(dict(done.returned), allow_nan=False)
    assert (done.returned["score"], done.returned["far"]) == (None, None)


async def test_what_was_refused_of_several_is_said_of_each(far: Rehearsed, fal: Fal) -> None:
    content = {"images": [picture(A), picture(B)], "has_nsfw_concepts": [False, True, True]}
    done = await made(far, fal, content, num_images=4)
    assert [(each.address, each.mature) for each in done.outputs] == [(A, False), (B, True)]
    assert done.problems == ("Output 3 of 4 was not made.", "Output 4 of 4 was not made.")


@pytest.mark.parametrize("flags", [None, True, "no", [1, "yes"], [[True]], []])
async def test_flags_that_cannot_be_read_say_nothing(far: Rehearsed, fal: Fal, flags: Any) -> None:
    done = await made(far, fal, {"images": [picture(A), "b", {"url": 7}], "has_nsfw_concepts": flags})
    assert [each.mature for each in done.outputs] == [None]


async def test_a_result_that_is_no_json_is_misread(far: Rehearsed, fal: Fal) -> None:
    with pytest.raises(Misread):
        await made(far, fal, "<html>")


def priced(amount: Any, *, model: str = MODEL, unit: str = "megapixel") -> Reply:
    return Reply({"prices": [{"endpoint_id": model, "unit_price": amount, "unit": unit, "currency": "USD"}]})


async def test_the_cost_is_the_units_that_were_billed_times_the_listed_price(
    far: Rehearsed, fal: Fal
) -> None:
    far.answers[PRICING] = priced(0.025)
    done = await made(far, fal, {"images": [picture(A)]}, units="3.008")
    assert done.cost == Money(Decimal("0.075200"), "USD")
    assert far.asked[-1].query == {"endpoint_id": MODEL}


async def test_a_price_is_asked_for_once_an_hour(far: Rehearsed, fal: Fal) -> None:
    far.answers[PRICING] = [priced(0.025), priced(0.05)]
    costs = []
    for seconds in (0, 3000, 3000):
        far.now += seconds
        costs.append((await made(far, fal, {"images": []}, units="1")).cost)
    assert costs == [Money(Decimal(amount), "USD") for amount in ("0.025", "0.025", "0.05")]
    assert far.paths().count(PRICING) == 2


async def test_without_an_answer_the_packed_price_holds_for_a_while(far: Rehearsed, fal: Fal) -> None:
    far.answers[PRICING] = [Reply("", 502), priced(0.05)]
    first = await made(far, fal, {"images": []}, units="2")
    assert first.cost == Money(Decimal("0.050"), "USD")
    again = await made(far, fal, {"images": []}, units="2")
    assert again.cost == first.cost
    far.now += 301
    assert (await made(far, fal, {"images": []}, units="2")).cost == Money(Decimal("0.10"), "USD")


@pytest.mark.parametrize("units", ["", "many", "NaN", "-1", "Infinity"])
async def test_without_readable_units_nobody_knows_the_cost(far: Rehearsed, fal: Fal, units: str) -> None:
    far.answers[PRICING] = priced(0.025)
    assert (await made(far, fal, {"images": []}, units=units)).cost is None


async def test_without_a_price_the_units_are_kept(far: Rehearsed, fal: Fal) -> None:
    far.answers[PRICING] = Reply({"prices": []})
    done = await made(far, fal, {"video": {"url": A}}, model="fal-ai/veo3.1", units="8")
    assert (done.cost, done.returned["billable_units"]) == (None, "8")


async def test_listed_prices_say_their_unit_and_day(far: Rehearsed, fal: Fal) -> None:
    odd = [{"endpoint_id": "a/b", "unit_price": "free"}, {"endpoint_id": "a/c", "unit_price": -1}, "odd", {}]
    far.answers[PRICING] = Reply({"prices": [*odd, *priced(0.025).content["prices"]]})
    found = await fal.prices([MODEL, *(f"owner/model-{number}" for number in range(60))])
    assert found == {MODEL: Price(Money(Decimal("0.025"), "USD"), "megapixel", "estimate", "2025-11-24")}
    assert far.paths() == [PRICING, PRICING]


async def test_a_refused_key_is_told_by_prices_but_never_spoils_a_result(far: Rehearsed, fal: Fal) -> None:
    far.answers[PRICING] = Reply({"error": {"type": "authorization_error", "message": "?"}}, 401)
    with pytest.raises(NeedsKey):
        await fal.prices([MODEL])
    assert (await made(far, fal, {"images": [picture(A)]}, units="1")).outputs


async def test_a_ticket_with_nothing_but_its_model_is_enough(far: Rehearsed, fal: Fal) -> None:
    await made(far, fal, {"images": [picture(A)]})
    done = await fal.check(Ticket(ID, {"model": MODEL}))
    assert isinstance(done, Done)
    assert done.outputs == (Output("image/png", address=A),)
    assert far.now == NOW
