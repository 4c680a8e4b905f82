"""The keyed client: where the key may go, what a silence means, how long to wait."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from artfactory.providers.answers import LONGEST_WAIT, Answer
from artfactory.providers.base import Access
from artfactory.providers.conformance import FAULTS, exchange, nobody
from artfactory.providers.errors import Misread, NeedsKey, Unanswered, Unavailable
from artfactory.providers.http import LARGEST_BODY, Client, Owner

OWNER = Owner(label="Far", scheme="Key", suffixes=("far.example", "distant.example"))
HERE = "http://127.0.0.1:8123"


def client(*addresses: str, key: str = "the-key") -> Client:
    named = {str(number): address for number, address in enumerate(addresses)}
    return Client(Access(key, named), owner=OWNER)


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://far.example/x", True),
        ("https://queue.far.example/x?y=1", True),
        ("https://QUEUE.FAR.EXAMPLE/x", True),
        ("https://distant.example", True),
        ("http://far.example/x", False),
        ("https://notfar.example/x", False),
        ("https://far.example.evil.example/x", False),
        ("https://evil.example/far.example", False),
        ("https://evil.example#.far.example", False),
        ("https://far.example@evil.example/", False),
        ("https://me:secret@far.example/", False),
        ("https://evil.example\\.far.example/", False),
        (f"{HERE}/x", True),
        ("http://127.0.0.1:8124/x", False),
        ("https://127.0.0.1:8123/x", False),
        ("http://localhost:8123/x", False),
        ("ftp://far.example/x", False),
        ("//far.example/x", False),
        ("/x", False),
        ("", False),
        ("https://[/", False),
        (None, False),
        (7, False),
    ],
)
def test_the_key_goes_to_hosts_of_its_owner_and_to_no_other(address: object, may: bool) -> None:
    assert client(HERE).may_have_key(address) is may


def test_plain_http_is_for_this_machine_alone() -> None:
    far = "http://simulated.example:8123"
    assert not client(far).may_have_key(f"{far}/x")
    assert client("http://[::1]:8123").may_have_key("http://[::1]:8123/x")
    assert client("https://mine.example:8443").may_have_key("https://mine.example:8443/x")
    assert not client("https://mine.example:8443").may_have_key("https://mine.example/x")


@pytest.mark.parametrize("key", ["", "  ", "a\nb", "a\r\nX: y", "é", "a\x00b"])
async def test_a_key_that_no_header_can_carry_is_never_sent(key: str) -> None:
    asking = client(HERE, key=key)
    with pytest.raises(NeedsKey):
        await asking.ask("GET", f"{HERE}/x")
    with pytest.raises(NeedsKey):
        await asking.send_once(f"{HERE}/x", body=b"{}")


async def test_a_foreign_address_is_not_asked() -> None:
    async with exchange(FAULTS["cut_after"]) as foreign:
        asking = client(HERE)
        with pytest.raises(Misread):
            await asking.ask("GET", foreign.address)
        with pytest.raises(Misread):
            await asking.send_once(foreign.address, body=b"{}")
        assert foreign.requests == []
        await asking.close()


@pytest.mark.parametrize(
    "fault", ["cut_before", "cut_after", "cut_in_head", "cut_in_body", "no_http"], ids=str
)
async def test_a_question_without_an_answer_may_be_asked_again(fault: str) -> None:
    async with exchange(FAULTS[fault]) as faulty:
        asking = client(faulty.address)
        with pytest.raises(Unavailable):
            await asking.ask("GET", f"{faulty.address}/x")
        await asking.close()


@pytest.mark.parametrize("fault", ["moved", "moved_as_it_is", "moved_for_good"])
async def test_a_redirect_is_an_answer_and_not_followed(fault: str) -> None:
    async with exchange(FAULTS[fault]) as faulty:
        asking = client(faulty.address, "http://127.0.0.1:1")
        answers = [
            await asking.ask("GET", f"{faulty.address}/x"),
            await asking.send_once(f"{faulty.address}/x", body=b"{}"),
            await asking.put(f"{faulty.address}/x", body=b"file", media_type="image/png"),
        ]
        assert all(300 <= answer.status < 400 for answer in answers)
        assert faulty.strayed == []
        assert "authorization" not in faulty.requests[2].headers
        await asking.close()


async def test_a_paid_request_that_never_connected_is_provably_unsent() -> None:
    address = await nobody()
    sending = client(address, "https://nowhere.invalid")
    for each in (address, "https://nowhere.invalid"):
        with pytest.raises(Unavailable):
            await sending.send_once(each, body=b"{}")
    await sending.close()


async def test_a_failed_handshake_is_provably_unsent() -> None:
    """The other side speaks no TLS, so nothing of the request can have reached it."""
    async with exchange(FAULTS["cut_before"]) as plain:
        address = plain.address.replace("http://", "https://")
        sending = client(address)
        with pytest.raises(Unavailable):
            await sending.send_once(f"{address}/x", body=b"{}")
        await sending.close()


async def test_each_paid_request_has_a_connection_of_its_own() -> None:
    ports: list[int] = []

    async def answered(request: web.Request) -> web.Response:
        assert request.transport is not None
        ports.append(request.transport.get_extra_info("peername")[1])
        return web.json_response({"n": len(ports)})

    async with served(answered) as address:
        asking = client(address)
        for _ in range(3):
            await asking.send_once(address, body=b"{}")
        assert len(set(ports)) == 3
        del ports[:]
        for _ in range(3):
            await asking.ask("GET", address)
        assert len(set(ports)) == 1
        await asking.close()


async def test_an_answer_without_end_is_cut_and_a_refusal_is_read_in_part() -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=400 if request.path == "/no" else 200)
        await response.prepare(request)
        for _ in range(1000):
            await response.write(b"x" * 2**16)
        return response

    async with served(endless) as address:
        asking = client(address)
        with pytest.raises(Unanswered):
            await asking.send_once(f"{address}/yes", body=b"{}")
        with pytest.raises(Unavailable) as silence:
            await asking.ask("GET", f"{address}/yes")
        assert str(LARGEST_BODY) in silence.value.details
        assert len((await asking.ask("GET", f"{address}/no")).body) == 2**16
        await asking.close()


async def test_files_go_to_https_or_to_our_own_machine_without_the_key() -> None:
    asking = client("https://mine.example")
    for address in ("http://far.example/x", "http://127.0.0.1:1/x", "file:///etc/passwd"):
        with pytest.raises(Misread):
            await asking.put(address, body=b"", media_type="image/png")
    await asking.close()


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "7"}, b"{}", 7.0),
        ({"retry-after": "0.5"}, b"{}", 0.5),
        ({"retry-after": "-3"}, b"{}", 0.0),
        ({"retry-after": "999999999"}, b"{}", LONGEST_WAIT),
        ({}, b'{"retry_after": 12}', 12.0),
        ({"retry-after": "2"}, b'{"retry_after": 12}', 2.0),
        ({"retry-after": "soon"}, b'{"retry_after": null}', None),
        ({"retry-after": "nan"}, b"[]", None),
        ({}, b"<html>", None),
    ],
)
def test_how_long_to_wait_is_said_in_a_header_or_in_the_body(
    headers: dict[str, str], body: bytes, seconds: float | None
) -> None:
    assert Answer(429, headers, body).retry_after == seconds


def test_how_long_to_wait_may_be_a_date() -> None:
    said = Answer(503, {"retry-after": formatdate(time.time() + 60, usegmt=True)}, b"").retry_after
    assert said is not None
    assert 50 < said <= 60


def test_large_integers_stay_whole_and_what_is_no_json_is_misread() -> None:
    assert Answer(200, {}, b'{"seed": 196619188014358660}').fields["seed"] == 196619188014358660
    assert Answer(200, {}, b'{"score": NaN}').fields == {"score": None}
    for body in (b"", b"[]", b"<html>", b"\xff", b"[" * 100_000, b'{"n": ' + b"9" * 5000 + b"}"):
        with pytest.raises(Misread):
            Answer(200, {}, body).object(of="Far")


class served:
    """One handler behind every path, as long as the block lasts."""

    def __init__(self, handler: object) -> None:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", handler)  # type: ignore[arg-type] # any handler
        self._server = TestServer(application)

    async def __aenter__(self) -> str:
        await self._server.start_server()
        return f"http://127.0.0.1:{self._server.port}"

    async def __aexit__(self, *_error: object) -> None:
        await self._server.close()
