"""Trying the key, and laying files where a request can name them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from tests.providers.fal.exchange import KEY, Rehearsed, Reply

from artfactory.providers.base import Credit, Money
from artfactory.providers.errors import (
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Unavailable,
)
from artfactory.providers.fal import Fal

BILLING = "GET /v1/account/billing"
INITIATE = "POST /storage/upload/initiate"
REFUSED = {"error": {"type": "authorization_error", "message": "Not allowed"}}
LINK = "https://v3.fal.media/files/a/fox.png"


@pytest.mark.parametrize(
    ("credits", "left"),
    [
        ({"current_balance": 24.5, "currency": "USD"}, Money(Decimal("24.5"), "USD")),
        ({"current_balance": "3"}, Money(Decimal(3), "USD")),
        ({}, None),
        (None, None),
    ],
)
async def test_a_good_key_tells_what_is_left_where_it_may(
    far: Rehearsed, fal: Fal, credits: Any, left: Money | None
) -> None:
    far.answers[BILLING] = Reply({"username": "me", "credits": credits})
    assert await fal.check_key() == Credit(left)
    assert far.paths() == [BILLING]


async def test_a_key_that_may_not_see_the_balance_is_a_good_key(far: Rehearsed, fal: Fal) -> None:
    far.answers[BILLING] = Reply(REFUSED, 403)
    assert await fal.check_key() == Credit()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(REFUSED, 401), NeedsKey),
        (Reply({"detail": "User is locked. Reason: Exhausted balance."}, 403), NoCredit),
        (Reply({"credits": {"current_balance": 0, "currency": "USD"}}), NoCredit),
        (Reply(REFUSED, 429), Unavailable),
        (Reply("<html>", 503), Unavailable),
        (Reply("<html>", 200), Misread),
    ],
    ids=lambda value: getattr(value, "__name__", None) or str(value.status),
)
async def test_a_key_that_does_not_work_says_why(
    far: Rehearsed, fal: Fal, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[BILLING] = reply
    with pytest.raises(error):
        await fal.check_key()


async def test_a_file_goes_where_fal_says_without_the_key(far: Rehearsed, fal: Fal) -> None:
    far.answers[INITIATE] = Reply({"upload_url": f"{far.address}/place?signed=1", "file_url": LINK})
    far.answers["PUT /place"] = Reply("")
    assert await fal.upload(b"\x89PNG", media_type="image/png", name="füchs.png") == LINK
    asked, put = far.asked
    assert json.loads(asked.body) == {"file_name": "füchs.png", "content_type": "image/png"}
    assert asked.query == {"storage_type": "fal-cdn-v3"}
    assert asked.headers["Authorization"] == f"Key {KEY}"
    assert (put.body, put.headers["Content-Type"], put.query) == (b"\x89PNG", "image/png", {"signed": "1"})
    assert KEY not in str(put.headers)


@pytest.mark.parametrize(
    ("place", "file"),
    [
        (Reply({"upload_url": "http://evil.example/place", "file_url": LINK}), Reply("")),
        (Reply({"upload_url": "file:///etc/passwd", "file_url": LINK}), Reply("")),
        (Reply({"file_url": LINK}), Reply("")),
        (Reply({"upload_url": "/place", "file_url": 7}), Reply("")),
        (Reply("<html>"), Reply("")),
    ],
)
async def test_a_place_that_files_do_not_go_to_is_misread(
    far: Rehearsed, fal: Fal, place: Reply, file: Reply
) -> None:
    far.answers |= {INITIATE: place, "PUT /place": file}
    with pytest.raises(Misread):
        await fal.upload(b"x", media_type="image/png", name="a.png")
    assert far.paths() == [INITIATE]


@pytest.mark.parametrize(
    ("place", "file", "error"),
    [
        (Reply({"detail": "?"}, 401), None, NeedsKey),
        (Reply({"detail": "User is locked."}, 403), None, NoCredit),
        (Reply("", 503), None, Unavailable),
        (None, Reply("", 503), Unavailable),
        (None, Reply("", 302, {"Location": "https://evil.example"}), Unavailable),
        (None, Reply("", 413), Rejected),
    ],
)
async def test_a_file_that_was_not_taken_says_why(
    far: Rehearsed, fal: Fal, place: Reply | None, file: Reply | None, error: type[ProviderError]
) -> None:
    good = Reply({"upload_url": f"{far.address}/place", "file_url": LINK})
    far.answers |= {INITIATE: place or good, "PUT /place": file or Reply("")}
    with pytest.raises(error):
        await fal.upload(b"x", media_type="image/png", name="a.png")
