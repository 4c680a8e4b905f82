"""Trying the key, laying files where a request can name them, and opening those that ask for the key."""

from __future__ import annotations

import pytest
from tests.providers.fal.exchange import Rehearsed, Reply
from tests.providers.replicate.shapes import KEY, named, problem

from artfactory.providers.base import Access, Credit
from artfactory.providers.errors import (
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Unavailable,
)
from artfactory.providers.replicate import Replicate

ACCOUNT, FILES = "GET /v1/account", "POST /v1/files"


async def test_a_good_key_is_tried_by_asking_whose_it_is(far: Rehearsed, adapter: Replicate) -> None:
    far.answers[ACCOUNT] = Reply({"type": "user", "username": "acme"})
    assert await adapter.check_key() == Credit()
    assert far.paths() == [ACCOUNT]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (problem(401, "You did not pass a valid authentication token"), NeedsKey),
        (problem(402, "?"), NoCredit),
        (problem(429, "?"), Unavailable),
        (Reply("<html>", 503), Unavailable),
        (Reply("<html>"), Misread),
    ],
    ids=named,
)
async def test_a_key_that_does_not_work_says_why(
    far: Rehearsed, adapter: Replicate, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[ACCOUNT] = reply
    with pytest.raises(error):
        await adapter.check_key()


async def test_a_file_is_one_part_of_a_form(far: Rehearsed, adapter: Replicate) -> None:
    link = "https://api.replicate.com/v1/files/abc"
    far.answers[FILES] = Reply({"id": "abc", "urls": {"get": link}}, 201)
    assert await adapter.upload(b"\x89PNG\r\n", media_type="image/png", name='fü"x.png') == link
    (asked,) = far.asked
    kind, _, boundary = asked.headers["Content-Type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    assert (
        asked.body
        == (
            f'--{boundary}\r\nContent-Disposition: form-data; name="content"; filename="f_x.png"\r\n'
            f"Content-Type: image/png\r\n\r\n"
        ).encode()
        + b"\x89PNG\r\n"
        + f"\r\n--{boundary}--\r\n".encode()
    )


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (problem(413, "Files must be less than 100MB in size"), Rejected),
        (problem(401, "?"), NeedsKey),
        (Reply("", 503), Unavailable),
        (Reply("", 302, {"Location": "https://evil.example"}), Unavailable),
        (Reply({"urls": {"get": "file:///etc/passwd"}}, 201), Misread),
        (Reply({"urls": "odd"}, 201), Misread),
        (Reply("<html>", 201), Misread),
    ],
    ids=named,
)
async def test_a_file_that_was_not_taken_says_why(
    far: Rehearsed, adapter: Replicate, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[FILES] = reply
    with pytest.raises(error):
        await adapter.upload(b"x", media_type="image/png", name="a.png")


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("https://api.replicate.com/v1/files/abc/download", True),
        ("https://replicate.delivery/xezq/out-0.png", False),
        ("https://api.replicate.com.evil.example/v1/files/abc", False),
        ("https://api.replicate.com/v1/predictions/abc", False),
        ("http://api.replicate.com/v1/files/abc", False),
        ("https://user@api.replicate.com/v1/files/abc", False),
    ],
)
async def test_only_files_behind_the_api_get_the_key(address: str, opens: bool) -> None:
    adapter = Replicate(Access(key=KEY))
    assert adapter.opening(address) == ({"Authorization": f"Bearer {KEY}"} if opens else {})
    await adapter.close()
