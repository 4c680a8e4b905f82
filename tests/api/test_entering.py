"""The API agrees with the doors of the house."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.api.conftest import Program

CSRF = "a" * 32
FOX = {"models": ["studio:ink"], "prompt": "a fox"}


@pytest.fixture
def visitor(ink: object) -> Client:
    """One that entered with a code."""
    visitor = Client(enforce_csrf_checks=True, headers={"Host": "127.0.0.1"})
    session = visitor.session
    session["entered_at"], session["_csrftoken"] = "now", CSRF
    session.save()
    return visitor


def _place(visitor: Client, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return visitor.post("/api/v1/orders", FOX, content_type="application/json", headers=named)


def test_a_browser_that_entered_orders_with_its_csrf_token(visitor: Client) -> None:
    assert visitor.get("/api/v1/orders").status_code == 200
    assert _place(visitor, X_CSRFToken=CSRF).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-CSRFToken": "b" * 32},
        {"X-CSRFToken": CSRF, "Origin": "null"},
        {"X-CSRFToken": CSRF, "Origin": "http://127.0.0.1:9"},
        {"X-CSRFToken": CSRF, "Sec-Fetch-Site": "cross-site"},
        {"X-CSRFToken": CSRF, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_change_that_may_come_from_elsewhere_is_forbidden(visitor: Client, headers: dict[str, str]) -> None:
    refused = visitor.post("/api/v1/orders", FOX, content_type="application/json", headers=headers)
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/orders", "/providers", "/events", "/models/workshop:painter"])
def test_without_token_or_session_only_health_and_description_answer(stranger: Program, path: str) -> None:
    refused = stranger.get(path)
    assert (refused.status, refused.codes) == (401, ["no_token"])
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert stranger.get("/health").body["status"] == "ok"


def test_a_body_of_another_type_is_not_read(program: Program) -> None:
    assert program.post("/orders", FOX, Content_Type="text/plain").codes == ["media_type"]
