from __future__ import annotations

import pytest
from tests.web.house import House
from tests.web.visitor import Visitor

MOST = 8 * 1024 * 1024


@pytest.mark.parametrize("path", ["/orders/", "/api/v1/orders", "/no/such"])
def test_a_body_that_says_it_is_too_large_is_refused_unread(stranger: Visitor, path: str) -> None:
    ours = f"Host: 127.0.0.1:{stranger.port}"
    reply = stranger.say(f"POST {path} HTTP/1.1", ours, f"Content-Length: {MOST + 1}")
    assert reply.status == 413
    assert reply.headers.get_content_type() == "application/problem+json"


def test_who_sends_too_much_at_once_hears_why(stranger: Visitor) -> None:
    reply = stranger.ask("POST", "/api/v1/orders", body=b"x" * (3 * MOST))
    assert (reply.status, b"at most 8 MB" in reply.body) == (413, True)


def test_a_body_that_does_not_say_its_length_is_counted(stranger: Visitor) -> None:
    ours = f"Host: 127.0.0.1:{stranger.port}"
    part = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"  # 1 MiB
    body = part * 9 + b"0\r\n\r\n"
    reply = stranger.say("POST /orders/ HTTP/1.1", ours, "Transfer-Encoding: chunked", body=body)
    assert reply.status == 413


def test_a_large_body_below_the_limit_meets_the_usual_doors(house: House, stranger: Visitor) -> None:
    assert stranger.ask("POST", "/orders/", body=b"x" * (MOST - 1)).status == 403


def test_only_where_files_are_taken_and_somebody_shows_a_token_may_a_body_be_larger(
    stranger: Visitor,
) -> None:
    ours, token = f"Host: 127.0.0.1:{stranger.port}", "Authorization: Bearer perhaps"
    length, form = f"Content-Length: {MOST + 1}", "Content-Type: multipart/form-data; boundary=x"
    body = b"x" * (MOST + 1)

    def status(path: str, *headers: str, body: bytes = b"") -> int:
        return stranger.say(f"POST {path} HTTP/1.1", ours, form, *headers, body=body).status

    assert status("/api/v1/assets", token, length, body=body) == 401
    assert status("/api/v1/assets", length) == 413
    assert status("/api/v1/orders", token, length) == 413
    assert status("/api/v1/assets", token, f"Content-Length: {64 * 1024 * 1024 + 1}") == 413
