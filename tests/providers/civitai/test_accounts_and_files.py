"""Trying the key, laying and opening files, and asking what a request would cost."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from tests.providers.civitai.shapes import BLOB, KEY, LIST, SUBMIT, job, named, page, problem, workflow
from tests.providers.fal.exchange import Rehearsed, Reply

from artfactory.providers.base import Access, Credit, Estimate, Money
from artfactory.providers.civitai import Civitai
from artfactory.providers.errors import (
    Blocked,
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Unavailable,
)

PRESIGN, LAY = "GET /v2/consumer/blobs/upload", "POST /lay"
AT_HOME = "https://orchestration.civitai.com/v2/consumer/blobs"


async def test_a_good_key_is_tried_by_the_shortest_list(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[LIST] = page()
    assert await adapter.check_key() == Credit()
    assert [each.query for each in far.asked] == [{"take": "1"}]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (problem(401), NeedsKey),
        (problem(403), NeedsKey),
        (problem(429), Unavailable),
        (Reply("<html>", 503), Unavailable),
        (Reply("<html>"), Misread),
    ],
    ids=named,
)
async def test_a_key_that_does_not_work_says_why(
    far: Rehearsed, adapter: Civitai, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[LIST] = reply
    with pytest.raises(error):
        await adapter.check_key()


async def test_a_file_is_laid_where_civitai_says_without_the_key(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[PRESIGN] = Reply({"uploadUrl": f"{far.address}/lay?sig=x", "expiresAt": "2026"})
    far.answers[LAY] = Reply({"id": "A.png", "available": True, "url": f"{AT_HOME}/A.png?sig=y"}, 201)
    address = await adapter.upload(b"\x89PNG", media_type="image/png", name="a.png")
    assert address == f"{AT_HOME}/A.png?sig=y"
    asked, laid = far.asked
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert (laid.body, laid.headers["Content-Type"]) == (b"\x89PNG", "image/png")
    assert "Authorization" not in laid.headers


@pytest.mark.parametrize(
    ("place", "reply", "error"),
    [
        (problem(401), Reply(""), NeedsKey),
        (Reply({"uploadUrl": "file:///etc/passwd"}), Reply(""), Misread),
        (Reply({"uploadUrl": "http://10.0.0.1/lay"}), Reply(""), Misread),
        (Reply({"uploadUrl": "{here}/lay"}), problem(413), Rejected),
        (Reply({"uploadUrl": "{here}/lay"}), problem(415), Rejected),
        (Reply({"uploadUrl": "{here}/lay"}), Reply("", 503), Unavailable),
        (Reply({"uploadUrl": "{here}/lay"}), Reply({"blockedReason": "x"}, 201), Rejected),
        (Reply({"uploadUrl": "{here}/lay"}), Reply({"id": "A", "url": ""}, 201), Misread),
    ],
    ids=named,
)
async def test_a_file_that_was_not_taken_says_why(
    far: Rehearsed, adapter: Civitai, place: Reply, reply: Reply, error: type[ProviderError]
) -> None:
    told = json.loads(json.dumps(place.content).replace("{here}", far.address))
    far.answers[PRESIGN], far.answers[LAY] = Reply(told, place.status), reply
    with pytest.raises(error):
        await adapter.upload(b"x", media_type="image/png", name="a.png")


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        (f"{AT_HOME}/{BLOB}", True),
        (f"{AT_HOME}/{BLOB}?sig=x", False),
        ("https://orchestration-new.civitai.com/v2/consumer/blobs/x.jpg", False),
        ("https://orchestration.civitai.com.evil.example/v2/consumer/blobs/x.jpg", False),
        ("https://orchestration.civitai.com/v2/consumer/workflows/1", False),
        ("http://orchestration.civitai.com/v2/consumer/blobs/x.jpg", False),
        ("https://user@orchestration.civitai.com/v2/consumer/blobs/x.jpg", False),
    ],
)
async def test_only_a_file_asked_for_by_its_id_gets_the_key(address: str, opens: bool) -> None:
    adapter = Civitai(Access(key=KEY))
    assert adapter.opening(address) == ({"Authorization": f"Bearer {KEY}"} if opens else {})
    await adapter.close()


async def test_the_key_goes_to_the_orchestration_and_not_to_the_site() -> None:
    site = {"site": "http://127.0.0.1:9", "api": "http://127.0.0.1:10"}
    adapter = Civitai(Access(key=KEY, addresses=site))
    assert not adapter.opening("http://127.0.0.1:9/v2/consumer/blobs/x.jpg")
    assert adapter.opening("http://127.0.0.1:10/v2/consumer/blobs/x.jpg")
    await adapter.close()


async def test_an_estimate_has_a_key_of_its_own_and_asks_what_would_be_sent(
    far: Rehearsed, adapter: Civitai
) -> None:
    short = {"list": [{"type": "debit", "amount": 20, "accountType": "blue"}], "insufficientBuzz": True}
    far.answers[SUBMIT] = Reply(workflow("unassigned", input={"prompt": "x"}, transactions=short))
    asked = job(quantity=2, seed=None)
    answers = [await adapter.estimate(asked), await adapter.estimate(asked)]
    assert answers[0] == Estimate(Money(Decimal(20), "BUZZ"), covered=False, altered=("quantity",))
    bodies = [json.loads(each.body) for each in far.asked]
    keys = {each["externalId"] for each in bodies}
    assert len(keys) == 2
    assert f"af-{asked.attempt_key}" not in keys
    assert {each.query["whatif"] for each in far.asked} == {"true"}
    assert bodies[0]["steps"][0]["input"]["quantity"] == 2


@pytest.mark.parametrize(("said", "covered"), [(False, True), (True, False), (None, None)])
async def test_whether_it_is_covered_may_not_be_told(
    far: Rehearsed, adapter: Civitai, said: bool | None, covered: bool | None
) -> None:
    told = {} if said is None else {"insufficientBuzz": said}
    far.answers[SUBMIT] = Reply(workflow("unassigned", transactions={"list": [], **told}))
    assert (await adapter.estimate(job())).covered is covered


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (problem(400, errors={"steps[0].input.width": ["No."]}), Rejected),
        (problem(400, detail="Prompt requires mature content but workflow does not allow it"), Blocked),
        (problem(403), Rejected),
        (Reply('"Insufficient Buzz"', 403), NoCredit),
        (problem(401), NeedsKey),
        (problem(429), Unavailable),
        (problem(500), Unavailable),
        (Reply("<html>", 400), Misread),
        (Reply("<html>"), Misread),
    ],
    ids=named,
)
async def test_an_estimate_is_refused_as_the_request_would_be_and_never_leaves_it_open(
    far: Rehearsed, adapter: Civitai, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[SUBMIT] = reply
    with pytest.raises(ProviderError) as refusal:
        await adapter.estimate(job())
    assert type(refusal.value) is error
