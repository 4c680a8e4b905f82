"""Threats 1 and 28: a page of another name, or a proxy, never reaches us."""

from __future__ import annotations

import pytest
from tests.web.house import House
from tests.web.visitor import Reply, Visitor

FOREIGN_HOSTS = [
    "evil.test:{port}",
    "foo.localhost:{port}",
    "127.0.0.1.nip.io:{port}",
    "localhost.evil.test:{port}",
    "localhost.:{port}",
    "127.0.0.1.:{port}",
    "127.1:{port}",
    "2130706433:{port}",
    "0.0.0.0:{port}",
    "[::ffff:127.0.0.1]:{port}",
    "evil.test@127.0.0.1:{port}",
    "127.0.0.1:{port}@evil.test",
    "127.0.0.1:{port}, evil.test",
    "127.0.0.1:{port}/",
    "127.0.0.1:0{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost:",
    "{port}",
]
PLACES = ["/", "/api/v1/health", "/api/v1/events", "/media/1/file", "/enter/x", "/static/x", "/no/such"]


def assert_refused(reply: Reply) -> None:
    assert reply.status == 400
    assert not reply.sets_cookie
    assert not reply.shares_with_others
    assert reply.headers.get_content_type() == "text/plain"


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_request_that_names_another_host_is_refused_at_every_address(
    house: House, owner: Visitor, routes: list[str], host: str
) -> None:
    named = host.format(port=house.port)
    for path in [*PLACES, *routes, house.static("web/css/app.css")]:
        assert_refused(owner.ask("GET", path, host=named))
        assert_refused(owner.ask("POST", path, host=named))


def test_a_request_with_two_hosts_or_none_is_refused(house: House, owner: Visitor) -> None:
    ours, cookie = f"Host: 127.0.0.1:{house.port}", f"Cookie: {owner.cookie}"
    for path in PLACES:
        assert_refused(owner.say(f"GET {path} HTTP/1.1", ours, "Host: evil.test", cookie))
        assert_refused(owner.say(f"GET {path} HTTP/1.1", ours, ours, cookie))
        assert_refused(owner.say(f"GET {path} HTTP/1.1", cookie))
        assert_refused(owner.say(f"GET {path} HTTP/1.0", cookie))
        assert_refused(owner.say(f"GET {path} HTTP/1.1", "Host:", cookie))


def test_a_request_whose_target_names_a_host_is_refused(house: House, owner: Visitor) -> None:
    ours, cookie = f"Host: 127.0.0.1:{house.port}", f"Cookie: {owner.cookie}"
    for target in ("http://evil.test/", f"http://127.0.0.1:{house.port}/", "evil.test:80", "*"):
        assert_refused(owner.say(f"GET {target} HTTP/1.1", ours, cookie))


def test_each_of_our_own_names_is_let_through(house: House, stranger: Visitor) -> None:
    for name in ("127.0.0.1", "localhost", "[::1]"):
        assert stranger.ask("GET", "/", host=f"{name}:{house.port}").status == 403


def test_what_only_a_proxy_may_say_changes_nothing(owner: Visitor) -> None:
    said = {
        "X-Forwarded-Host": "evil.test",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Port": "443",
        "X-Forwarded-For": "203.0.113.7",
        "Forwarded": "host=evil.test;proto=https",
    }
    plain, forwarded = owner.ask("GET", "/no/such"), owner.ask("GET", "/no/such", said)
    assert forwarded.status == plain.status == 404
    assert b"evil.test" not in forwarded.body
    assert "Strict-Transport-Security" not in forwarded.headers


def test_a_web_socket_is_refused(house: House, owner: Visitor) -> None:
    wish = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    wish["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
    foreign = owner.ask("GET", "/api/v1/events", wish, host="evil.test")
    assert foreign.status == 400
