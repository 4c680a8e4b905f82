"""Looking for a lost request: a match is proof, absence only within its limits, and nobody guesses."""

from __future__ import annotations

from typing import Any

import pytest
from tests.providers.fal.exchange import NOW, Rehearsed, Reply
from tests.providers.replicate.shapes import GET, ID, LIST, MODEL, at, named, page, prediction, problem

from artfactory.providers.base import CannotTell, Found, Job, ProvablyAbsent, Working
from artfactory.providers.errors import Misread, NeedsKey, ProviderError, Unavailable
from artfactory.providers.replicate import Replicate

SENT = {"prompt": "a fox", "seed": 2**31 + 1, "guidance": 3.5}
JOB = Job("a" * 32, MODEL, SENT)
LATER = 90.0  # seconds after it was sent: early enough, late enough


def listed(identity: str = ID, *, after: float = 1.0, model: str = MODEL, **sent: Any) -> dict[str, Any]:
    asked = {name: value for name, value in {**SENT, **sent}.items() if value is not ...}
    return prediction(id=identity, created_at=at(after), model=model, input=asked)


async def search(
    far: Rehearsed, adapter: Replicate, *, age: float = LATER, taken: tuple[str, ...] = (), job: Job = JOB
) -> Any:
    far.now = NOW + age
    return await adapter.find(job, sent_at=NOW, taken=taken)


def answered(far: Rehearsed, *items: Any, age: float = LATER) -> None:
    far.answers[LIST] = page(*items, now=NOW + age)


async def test_the_one_that_equals_ours_is_found_and_can_be_asked_for(
    far: Rehearsed, adapter: Replicate
) -> None:
    answered(far, listed("other", prompt="a wolf"), listed())
    found = await search(far, adapter)
    assert isinstance(found, Found)
    assert found.ticket.id == ID
    assert far.asked[0].query == {"created_after": at(-120), "created_before": at(300)}
    far.answers[GET] = Reply(prediction("processing"))
    assert isinstance(await adapter.check(found.ticket), Working)


@pytest.mark.parametrize("filled", [{"aspect_ratio": "1:1"}, {"go_fast": True}, {"image": None}])
async def test_what_the_model_fills_in_by_itself_makes_no_difference(
    far: Rehearsed, adapter: Replicate, filled: dict[str, Any]
) -> None:
    answered(far, listed(**filled))
    assert isinstance(await search(far, adapter), Found)


@pytest.mark.parametrize(
    "item",
    [
        listed(prompt="a fox "),
        listed(seed=2**31 + 2),
        listed(seed=...),
        listed(guidance=True),
        listed(aspect_ratio="16:9"),
        listed(unknown_to_us=1),
        listed(after=-121),
        listed(after=301),
        listed(model="black-forest-labs/flux-schnell"),
        {**listed(), "source": "web"},
        "odd",
    ],
)
async def test_what_is_not_ours_leaves_it_provably_absent(
    far: Rehearsed, adapter: Replicate, item: Any
) -> None:
    answered(far, item)
    assert await search(far, adapter) == ProvablyAbsent()


@pytest.mark.parametrize(
    "item",
    [
        {**listed(), "data_removed": True, "input": {}},
        {**listed(), "input": None},
        {**listed(), "created_at": None},
        {**listed(), "id": None},
        listed(model="replicate-internal/flux-dev-fp8"),
        {**listed(), "model": None},
    ],
)
async def test_what_may_be_ours_leaves_it_open(far: Rehearsed, adapter: Replicate, item: Any) -> None:
    answered(far, item)
    assert await search(far, adapter) == CannotTell()


async def test_of_two_that_equal_ours_neither_is_taken_and_owned_ones_do_not_count(
    far: Rehearsed, adapter: Replicate
) -> None:
    answered(far, listed("one"), listed("two"))
    assert await search(far, adapter) == CannotTell()
    found = await search(far, adapter, taken=("one",))
    assert isinstance(found, Found)
    assert found.ticket.id == "two"
    assert await search(far, adapter, taken=("one", "two")) == ProvablyAbsent()


@pytest.mark.parametrize(
    ("age", "answer"),
    [
        (0.0, CannotTell(10.0)),
        (55.0, CannotTell(5.0)),
        (59.9, CannotTell(1.0)),
        (60.0, ProvablyAbsent()),
        (3000.0, ProvablyAbsent()),
        (3001.0, CannotTell()),
        (-10.0, CannotTell()),
    ],
)
async def test_absence_is_proof_from_a_minute_to_fifty(
    far: Rehearsed, adapter: Replicate, age: float, answer: Any
) -> None:
    answered(far, age=age)
    assert await search(far, adapter, age=age) == answer


@pytest.mark.parametrize("dated", [page(now=NOW + LATER - 61), page(now=NOW + LATER + 61), None])
async def test_absence_proves_nothing_where_the_clocks_do_not_agree(
    far: Rehearsed, adapter: Replicate, dated: Reply | None
) -> None:
    undated = Reply({"next": None, "results": []}, 200, {"Date": "soon"})
    far.answers[LIST] = dated or undated
    assert await search(far, adapter) == CannotTell()


async def test_every_page_is_read_by_the_address_of_the_next(far: Rehearsed, adapter: Replicate) -> None:
    following = f"{far.address}/v1/predictions?cursor=abc"
    far.answers[LIST] = [
        page(listed("other", prompt="?"), then=following, now=NOW + LATER),
        page(listed(), now=NOW + LATER),
    ]
    assert isinstance(await search(far, adapter), Found)
    assert far.asked[1].query == {"cursor": "abc"}


async def test_the_key_does_not_go_to_a_next_page_elsewhere(far: Rehearsed, adapter: Replicate) -> None:
    answered(far)
    far.answers[LIST] = page(then="https://evil.example/v1/predictions?cursor=abc", now=NOW + LATER)
    with pytest.raises(Misread):
        await search(far, adapter)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (problem(401, "?"), NeedsKey),
        (problem(429, "?"), Unavailable),
        (Reply("<html>", 502), Unavailable),
        (Reply("<html>"), Misread),
        (Reply({"next": None}), Misread),
    ],
    ids=named,
)
async def test_a_list_that_cannot_be_read_is_no_absence(
    far: Rehearsed, adapter: Replicate, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[LIST] = reply
    with pytest.raises(error):
        await search(far, adapter)


@pytest.mark.parametrize(
    ("named", "answer"),
    [("acme/foxes", Found), ("acme/wolves", ProvablyAbsent), (None, CannotTell)],
)
async def test_a_deployment_is_known_by_its_own_name(
    far: Rehearsed, adapter: Replicate, named: str | None, answer: type
) -> None:
    answered(far, {**listed(model="someone/model"), "deployment": named})
    job = Job("a" * 32, "deployments/acme/foxes", SENT)
    assert isinstance(await search(far, adapter, job=job), answer)


async def test_a_version_is_known_by_its_digits(far: Rehearsed, adapter: Replicate) -> None:
    answered(far, {**listed(model="replicate-internal/x"), "version": "f" * 64})
    job = Job("a" * 32, f"some/one:{'f' * 64}", SENT)
    assert isinstance(await search(far, adapter, job=job), Found)
