"""Looking for a lost request: the key of a try is found, or its absence is proof, or nobody can tell."""

from __future__ import annotations

from typing import Any

import pytest
from tests.providers.civitai.shapes import ID, LIST, named, page, problem, workflow
from tests.providers.fal.exchange import NOW, Rehearsed, Reply

from artfactory.providers.base import CannotTell, Found, Job, ProvablyAbsent
from artfactory.providers.civitai import Civitai
from artfactory.providers.errors import Misread, NeedsKey, ProviderError, Unavailable

TRY = "a" * 32
LOST = Job(TRY, "urn:air:sdxl:checkpoint:civitai:101055@128078", {"prompt": "a red fox", "quantity": 2})
DAY = 86400.0  # seconds

Answer = Found | ProvablyAbsent | CannotTell


def listed(key: str = TRY, **more: Any) -> dict[str, Any]:
    return workflow("processing", **{"externalId": f"1234567-af-{key}", **more})


async def search(adapter: Civitai, *, age: float = 120.0, taken: tuple[str, ...] = ()) -> Answer:
    return await adapter.find(LOST, sent_at=NOW - age, taken=taken)


async def test_the_workflow_of_this_very_try_is_found(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[LIST] = page(listed("b" * 32, id="1-1"), listed(), listed("c" * 32, id="1-2"))
    found = await search(adapter)
    assert isinstance(found, Found)
    assert (found.ticket.id, found.ticket.details["asked"]) == (ID, 2)
    (asked,) = far.asked
    assert asked.query == {
        "tags": "art-factory",
        "fromDate": "2025-11-24T15:48:00.000Z",
        "hideMatureContent": "false",
        "take": "100",
    }


@pytest.mark.parametrize("external", [f"af-{TRY}", f"7-af-{TRY}"])
async def test_the_number_of_the_account_before_the_key_does_not_matter(
    far: Rehearsed, adapter: Civitai, external: str
) -> None:
    far.answers[LIST] = page(listed(externalId=external))
    assert isinstance(await search(adapter), Found)


@pytest.mark.parametrize("external", [f"7-af-{TRY}x", f"7-xaf-{TRY}", f"7-af-{'b' * 32}"])
async def test_another_key_is_another_try(far: Rehearsed, adapter: Civitai, external: str) -> None:
    far.answers[LIST] = page(listed(externalId=external))
    assert await search(adapter) == ProvablyAbsent()


async def test_what_was_left_out_is_found_out_too(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[LIST] = page(listed(input={"prompt": "a red fox"}))
    found = await search(adapter)
    assert isinstance(found, Found)
    assert found.ticket.details["altered"] == ["quantity"]


async def test_every_page_is_read_until_one_names_no_next(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[LIST] = [page(listed("b" * 32, id="1"), then="c1"), page(then="c2"), page(listed())]
    assert isinstance(await search(adapter), Found)
    assert [each.query.get("cursor") for each in far.asked] == [None, "c1", "c2"]


@pytest.mark.parametrize("then", [None, "", 7])
async def test_the_last_page_may_name_the_next_in_any_way_that_is_none(
    far: Rehearsed, adapter: Civitai, then: Any
) -> None:
    far.answers[LIST] = page(then=then)
    assert await search(adapter) == ProvablyAbsent()


async def test_a_list_without_an_end_is_not_believed(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[LIST] = page(then="again")
    with pytest.raises(Misread):
        await search(adapter)


@pytest.mark.parametrize(
    ("age", "answer"),
    [
        (0.0, CannotTell(10.0)),
        (59.5, CannotTell(1.0)),
        (60.0, ProvablyAbsent()),
        (28 * DAY, ProvablyAbsent()),
        (30 * DAY, CannotTell()),
        (-5.0, CannotTell()),
    ],
)
async def test_absence_is_proof_once_it_would_have_arrived_and_while_it_is_kept(
    far: Rehearsed, adapter: Civitai, age: float, answer: Answer
) -> None:
    far.answers[LIST] = page(listed("b" * 32))
    assert await search(adapter, age=age) == answer


@pytest.mark.parametrize("off", [-61.0, 61.0])
async def test_where_the_clocks_disagree_absence_proves_nothing(
    far: Rehearsed, adapter: Civitai, off: float
) -> None:
    far.answers[LIST] = page(now=NOW + off)
    assert await search(adapter) == CannotTell()


async def test_without_a_date_absence_proves_nothing(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[LIST] = Reply({"items": []}, 200, {"Date": "soon"})
    assert await search(adapter) == CannotTell()


@pytest.mark.parametrize("external", [None, 7])
async def test_one_of_ours_without_a_key_leaves_it_open(
    far: Rehearsed, adapter: Civitai, external: Any
) -> None:
    far.answers[LIST] = page(listed(externalId=external))
    assert await search(adapter) == CannotTell()


async def test_what_another_try_owns_is_never_the_answer(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[LIST] = page(listed())
    assert await search(adapter, taken=(ID,)) == ProvablyAbsent()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (problem(401), NeedsKey),
        (problem(500), Unavailable),
        (Reply("<html>"), Misread),
        (Reply({"items": "odd"}), Misread),
    ],
    ids=named,
)
async def test_a_list_that_cannot_be_read_proves_nothing(
    far: Rehearsed, adapter: Civitai, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[LIST] = reply
    with pytest.raises(error):
        await search(adapter)
