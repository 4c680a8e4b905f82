"""Threats 2, 3, 4, 5 and 9 at every address: nobody comes in without entering, nobody acts for who did.

The addresses are read from the resolver, so one that is added later is tested here from its first day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.web.house import House
from tests.web.visitor import Reply, Visitor

OPEN = {"/api/v1/health", "/api/v1/openapi.json"}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
FOREIGN = {
    "another origin": {"Origin": "https://evil.test"},
    "our name at another port": {"Origin": "http://127.0.0.1:1"},
    "no origin at all": {"Origin": "null"},
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "another port of this machine": {"Sec-Fetch-Site": "same-site"},
    "a form of another site": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
}


@pytest.fixture(autouse=True)
def nothing_changes(house: House) -> Iterator[None]:
    before = house.snapshot()
    yield
    assert house.snapshot() == before


def assert_refused(reply: Reply, path: str, *statuses: int) -> None:
    assert reply.status in statuses, (path, reply.status, reply.body[:300])
    assert not reply.sets_cookie, path
    assert not reply.shares_with_others, path
    if path.startswith("/api/"):
        assert reply.headers.get_content_type() == "application/problem+json", path
        assert {"type", "title", "status", "detail", "errors"} <= json.loads(reply.body).keys()


def test_the_walk_visits_pages_media_and_the_api(routes: list[str]) -> None:
    assert {"/enter/no-such-code", "/media/1/file", *OPEN} <= {*routes}


def test_nobody_comes_in_without_entering(stranger: Visitor, routes: list[str]) -> None:
    for path in routes:
        if path not in OPEN:
            denied = 401 if path.startswith("/api/") else 403
            assert_refused(stranger.ask("GET", path), path, denied)


def test_a_made_up_session_or_token_opens_nothing(house: House, routes: list[str]) -> None:
    name = f"artfactory_session_{house.port}"
    for guess in (
        Visitor(house.port, cookie=f"{name}=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        Visitor(house.port, token="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        Visitor(house.port, token="%00é"),
    ):
        for path in {*routes} - OPEN:
            assert_refused(guess.ask("GET", path), path, 401, 403)


def test_a_wrong_token_is_refused_even_with_a_session(house: House, owner: Visitor) -> None:
    both = Visitor(house.port, cookie=owner.cookie, csrf=owner.csrf, token="wrong")
    assert_refused(both.ask("GET", "/api/v1/orders"), "/api/v1/orders", 401)
    assert_refused(both.ask("POST", "/api/v1/orders", body=b"{}"), "/api/v1/orders", 401, 415)


def test_the_token_opens_the_api_alone(program: Visitor, routes: list[str]) -> None:
    for path in routes:
        if not path.startswith("/api/"):
            assert_refused(program.ask("GET", path), path, 403)


@pytest.mark.parametrize("method", UNSAFE)
def test_nobody_changes_anything_without_entering(stranger: Visitor, routes: list[str], method: str) -> None:
    for path in routes:
        reply = stranger.ask(method, path, {"Content-Type": "application/json"}, body=b"{}")
        assert_refused(reply, path, 401, 403, *([405] if path in OPEN else []))


@pytest.mark.parametrize("method", UNSAFE)
def test_a_session_changes_nothing_without_its_csrf_token(
    house: House, owner: Visitor, routes: list[str], method: str
) -> None:
    """What guards them is one and the same, so that each address is tried with one of the forgeries."""
    forgeries = [
        Visitor(house.port, cookie=owner.cookie, csrf=csrf) for csrf in ("a" * 64, "", "a" * 32, "é")
    ]
    for place, path in enumerate(routes):
        forged = forgeries[(place + UNSAFE.index(method)) % len(forgeries)]
        reply = forged.ask(method, path, {"Content-Type": "application/json"}, body=b"{}")
        assert_refused(reply, path, 403)


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_nothing_foreign_changes_anything_whatever_it_shows(
    owner: Visitor, program: Visitor, routes: list[str], headers: dict[str, str]
) -> None:
    """Origins are looked at before methods, so that at each address one of them speaks for all."""
    sent = {"Content-Type": "application/json", **headers}
    for place, path in enumerate(routes):
        for visitor in (owner, *([program] if path.startswith("/api/") else [])):
            assert_refused(visitor.ask(UNSAFE[place % 4], path, sent, body=b"{}"), path, 403)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_nothing_foreign_reads_anything_in_the_background(
    owner: Visitor, program: Visitor, routes: list[str], site: str
) -> None:
    for mode, dest in (("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")):
        headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
        for path in routes:
            assert_refused(owner.ask("GET", path, headers), path, 403)
            if path.startswith("/api/"):
                assert_refused(program.ask("GET", path, headers), path, 403)


def test_a_link_on_another_site_may_lead_here(owner: Visitor) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert owner.ask("GET", "/no/such", headers).status == 404


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_the_api_reads_no_body_that_a_foreign_form_could_send(
    owner: Visitor, program: Visitor, routes: list[str], kind: str
) -> None:
    takes_files = {"/api/v1/assets", "/api/v1/imports"}
    headers = {"Content-Type": kind} if kind else {}
    for path in routes:
        if path.startswith("/api/") and not (kind.startswith("multipart") and path in takes_files):
            for visitor in (owner, program):
                for method in ("POST", "PATCH"):
                    assert_refused(visitor.ask(method, path, headers, body=b"{}"), path, 415)


def test_no_answer_is_shared_with_another_origin(
    owner: Visitor, stranger: Visitor, routes: list[str]
) -> None:
    asked = {"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "content-type, authorization"
    for path in routes:
        for visitor, method in ((owner, "OPTIONS"), (owner, "GET"), (stranger, "OPTIONS")):
            reply = visitor.ask(method, path, asked)
            assert not reply.shares_with_others, path
            assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin", path


def test_looking_at_every_page_changes_nothing_and_breaks_nothing(
    owner: Visitor, program: Visitor, routes: list[str]
) -> None:
    for path in routes:
        for visitor, method in ((program if path.startswith("/api/") else owner, "HEAD"), (owner, "OPTIONS")):
            assert_unbroken(visitor.ask(method, path), f"{method} {path}")


def assert_unbroken(reply: Reply, asked: str) -> None:
    assert reply.status < 500, (asked, reply.body[:500])
    assert not reply.sets_cookie, asked


def test_every_page_opens_with_the_headers_that_keep_it_to_itself(owner: Visitor, routes: list[str]) -> None:
    for path in routes:
        reply = owner.ask("GET", path)
        assert_unbroken(reply, path)
        assert reply.headers["X-Content-Type-Options"] == "nosniff", path
        assert reply.headers["X-Frame-Options"] == "DENY", path
        assert reply.headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert reply.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, path
        assert "Permissions-Policy" in reply.headers, path
        assert "Strict-Transport-Security" not in reply.headers, path
        if reply.headers.get_content_type() == "text/html":
            assert reply.headers["Cache-Control"] in {"private, no-cache", "no-store"}, path
            assert_strict(reply.headers["Content-Security-Policy"])


def assert_strict(policy: str) -> None:
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "name", ["../x", "%2e%2e", "%2e%2e%2fx", "/etc/passwd", "%00", "1/../../x", "1%00", "-1", "²"]
)
def test_no_address_names_a_path_on_disk(owner: Visitor, name: str) -> None:
    for path in (
        f"/media/{name}/file",
        f"/media/{name}",
        f"/media/1/{name}",
        f"/api/v1/products/{name}/file",
    ):
        assert owner.ask("GET", path.encode().decode("latin-1")).status in {400, 404}


def test_the_right_keys_open_the_doors(owner: Visitor, program: Visitor) -> None:
    asked = json.dumps({"models": ["workshop:painter"], "prompt": "a fox"}).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Sec-Fetch-Site": "same-origin"}
    for visitor in (owner, program):
        own = {"Origin": f"http://127.0.0.1:{visitor.port}"}
        assert visitor.ask("GET", "/api/v1/orders").status == 200
        assert visitor.ask("POST", "/api/v1/quotes", headers | own, body=asked).status == 200
    assert owner.ask("GET", "/orders/new/").status == 200


def test_what_is_open_to_all_says_nothing_of_the_library(stranger: Visitor) -> None:
    health = stranger.ask("GET", "/api/v1/health")
    assert json.loads(health.body).keys() == {"status", "version"}
    assert b"lighthouse of glass" not in stranger.ask("GET", "/api/v1/openapi.json").body
