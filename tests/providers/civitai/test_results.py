"""Reading what a workflow made: files, ratings, what it cost, and what was refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.providers.civitai.shapes import (
    BLOB,
    GET,
    at,
    blob,
    refused,
    ticket,
    workflow,
)
from tests.providers.fal.exchange import NOW, Rehearsed, Reply

from artfactory.providers.base import Done, Money
from artfactory.providers.civitai import Civitai
from artfactory.providers.errors import (
    Blocked,
)


async def ended(far: Rehearsed, adapter: Civitai, told: dict[str, Any], **details: Any) -> Done:
    far.answers[GET] = Reply(told)
    done = await adapter.check(ticket(**details))
    assert isinstance(done, Done)
    return done


async def test_files_are_named_by_their_ids_and_never_by_what_dies_early(
    far: Rehearsed, adapter: Civitai
) -> None:
    url = "https://orchestration-new.civitai.com/v2/consumer/blobs/x?sig=CfDJ8"
    told = workflow(output={"images": [blob(0, url=url), blob(1, url=url)]}, completedAt=at(9))
    done = await ended(far, adapter, told, asked=2)
    blobs = f"{far.address}/v2/consumer/blobs"
    assert [each.address for each in done.outputs] == [
        f"{blobs}/{BLOB}",
        f"{blobs}/{BLOB.replace('-0.', '-1.')}",
    ]
    assert {each.media_type for each in done.outputs} == {"image/jpeg"}
    assert (done.seed, done.problems) == ("7", ())
    assert done.expires_at is not None
    assert round(done.expires_at - NOW) == 9 + 30 * 86400


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ({"video": blob(id="a.mp4", type="video")}, "video/mp4"),
        ({"video": blob(id="ABC", type="video")}, "video/mp4"),
        ({"audioBlob": blob(id="a.mp3", type="audio")}, "audio/mpeg"),
        ({"blob": blob(id="a.png", type="image")}, "image/png"),
        ({"image": blob(id="a.webp")}, "image/webp"),
        ({"blobs": [blob(id="a")]}, "application/octet-stream"),
        ({"frames": [blob(id="a.png")], "totalFramesExtracted": 1}, "image/png"),
        ({"type": "video", "videoBlob": blob(id="a.mp4", type="video")}, "video/mp4"),
        ({"svg": blob(id="a.svg")}, "image/svg+xml"),
        ({"model": blob(id="a.glb", available=False), "fbxModel": blob(id="a.mp4")}, "video/mp4"),
        ({"id": "a.webm", "available": True, "jobId": "x"}, "video/webm"),
    ],
)
async def test_each_kind_of_step_has_a_place_for_its_files(
    far: Rehearsed, adapter: Civitai, output: dict[str, Any], kind: str
) -> None:
    done = await ended(far, adapter, workflow(output=output))
    assert [each.media_type for each in done.outputs] == [kind]


async def test_a_refused_picture_is_told_of_and_the_others_are_kept(far: Rehearsed, adapter: Civitai) -> None:
    images = [blob(0), refused(1), blob(2, available=False), blob(3, nsfwLevel="pg13")]
    done = await ended(far, adapter, workflow(output={"images": images}), asked=5)
    assert [each.address.rpartition("-")[2] for each in done.outputs] == ["0.jpg", "3.jpg"]
    assert done.problems == (
        "Output 2 of 5 was refused for its content: The image was rated above what this workflow allows.",
        "Output 3 of 5 was not made.",
        "Output 5 of 5 was not made.",
    )
    assert [each["nsfwLevel"] for each in done.returned["files"]] == ["pg", "x", "pg", "pg13"]


@pytest.mark.parametrize(
    ("level", "mature"),
    [("pg", False), ("pg13", False), ("r", True), ("x", True), ("xxx", True), ("na", None), (None, None)],
)
async def test_each_file_keeps_how_it_was_rated(
    far: Rehearsed, adapter: Civitai, level: str | None, mature: bool | None
) -> None:
    done = await ended(far, adapter, workflow(output={"images": [blob(nsfwLevel=level)]}))
    assert [(each.mature, each.level) for each in done.outputs] == [(mature, level or "")]


async def test_where_every_picture_is_refused_the_content_is(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[GET] = Reply(workflow(output={"images": [refused(0), refused(1)]}))
    with pytest.raises(Blocked):
        await adapter.check(ticket(asked=2))


async def test_a_parameter_that_was_not_taken_is_told_of(far: Rehearsed, adapter: Civitai) -> None:
    done = await ended(far, adapter, workflow(), altered=["clipSkip"])
    assert done.problems == ("Civitai did not take “Clip skip” as it was asked for.",)


def moved(*amounts: tuple[str, Any]) -> dict[str, Any]:
    listed = [{"type": kind, "amount": amount, "accountType": "blue"} for kind, amount in amounts]
    return {"transactions": {"list": listed}}


@pytest.mark.parametrize(
    ("told", "buzz"),
    [
        (moved(("debit", 16)), 16),
        (moved(("debit", 16), ("debit", 4)), 20),
        (moved(("debit", 16), ("credit", 16)), 0),
        (moved(("debit", 16), ("a new one", 3)), 16),
        (moved(), 9),
        ({"transactions": None}, 9),
        (moved(("debit", "16")), 9),
    ],
)
async def test_it_is_paid_in_buzz_of_every_colour_less_what_was_given_back(
    far: Rehearsed, adapter: Civitai, told: dict[str, Any], buzz: int
) -> None:
    done = await ended(far, adapter, workflow(cost={"total": 9}, **told))
    assert done.cost == Money(Decimal(buzz), "BUZZ")


@pytest.mark.parametrize("cost", [None, {}, {"total": None}, {"total": True}, "16"])
async def test_what_it_cost_may_not_be_told(far: Rehearsed, adapter: Civitai, cost: Any) -> None:
    assert (await ended(far, adapter, workflow(transactions={}, cost=cost))).cost is None


async def test_how_it_was_paid_and_what_was_filled_in_is_returned(far: Rehearsed, adapter: Civitai) -> None:
    done = await ended(far, adapter, workflow(externalId="1234567-af-1", input={"seed": 2**60, "x": 1}))
    assert done.seed == str(2**60)
    assert done.returned["input"] == {"seed": str(2**60), "x": 1}
    assert done.returned["transactions"]["list"][0]["accountType"] == "blue"
    assert done.returned["externalId"] == "1234567-af-1"


@pytest.mark.parametrize("status", ["canceled", "failed", "expired"])
async def test_what_was_made_before_it_ended_is_kept(far: Rehearsed, adapter: Civitai, status: str) -> None:
    told = workflow(status, output={"images": [blob(0), blob(1, available=False)], "errors": ["It broke"]})
    done = await ended(far, adapter, told, asked=2)
    assert len(done.outputs) == 1
    assert len(done.problems) == 2
