from __future__ import annotations

import json
import logging
from html import escape
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import RequestFactory
from django.utils.log import AdminEmailHandler
from django.views.debug import technical_500_response
from pytest_django import Settings

from artfactory.accounts.redaction import HIDDEN, Redacting, redact

KEY = 'sentinel-id-0001:sentinel&sec/ret"0002'
HALVES = ("sentinel-id-0001", "sentinel", "0002")


@pytest.fixture(autouse=True)
def held(settings: Settings, secrets: object) -> None:
    settings.KNOWN_SECRETS.update({KEY, "r8_anotherKeyThatIsHeld", "abc"})


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        quote(KEY),
        quote(KEY, safe=""),
        json.dumps(KEY),
        repr(KEY),
        escape(KEY),
        f"Basic {KEY}",
        *KEY.split(":"),
    ],
)
def test_a_secret_that_was_held_is_hidden_in_every_form(text: str) -> None:
    shown = redact(f"before {text} after")
    assert shown.startswith("before ") and shown.endswith(" after")
    assert HIDDEN in shown
    assert not any(half in shown for half in HALVES)


def test_a_short_value_is_a_word_and_stays() -> None:
    assert redact("the abc of it") == "the abc of it"


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Key stranger-1234",
        '{"Authorization": "Bearer stranger-1234"}',
        "{'X-API-Key': 'stranger-1234'}",
        "sent with Bearer stranger-1234",
        "https://host/file?token=stranger-1234&w=1",
        "https://host/file?w=1&X-Amz-Signature=stranger-1234",
        "https://host/file?X-Goog-Signature=stranger-1234",
        "https://host/file?key=stranger-1234",
        "api_key=stranger-1234",
        "/enter/stranger-1234-stranger-1234",
        "Cookie: session=stranger-1234",
    ],
)
def test_what_has_the_shape_of_a_secret_is_hidden_whoevers_it_is(text: str) -> None:
    assert "stranger" not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "The key replacement went well, the token limit is 77 tokens.",
        "https://queue.fal.run/fal-ai/flux/requests/764cabcf-b745-4b3e-ae38-1200304cf45b/status?logs=1",
        "max_tokens=100 steps=28",
        "A bearer of good news at /enter/ once",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


def test_a_long_text_is_looked_through_quickly() -> None:
    assert redact("a-" * 200_000) == "a-" * 200_000


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.addFilter(Redacting())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> logging.Logger:
    logger = logging.Logger("redacted")
    logger.addHandler(Lines())
    return logger


def _written(log: logging.Logger) -> str:
    (handler,) = log.handlers
    assert isinstance(handler, Lines)
    return "\n".join(handler.lines)


def test_no_line_of_a_log_carries_one(log: logging.Logger) -> None:
    log.warning("in the text %s", KEY)
    log.warning(f"in the text {KEY}")
    log.warning("in an object %s", {"key": KEY})
    log.warning("arguments that do not fit %d", KEY)
    log.warning("with a stack", stack_info=True)
    try:
        raise ValueError(KEY)
    except ValueError:
        log.exception("with a traceback")
    text = _written(log)
    assert text.count(HIDDEN) >= 5
    assert "Traceback" in text and "ValueError" in text
    assert not any(half in text for half in HALVES)


def _break(_request: Any) -> None:
    bearer = credential = harmless = [f"Key {KEY}"]  # noqa: F841 – what a report shows
    authorization = {"Authorization": f"Key {KEY}", "padding": "x" * 5000 + KEY}  # noqa: F841
    address = f"https://host.example/{quote(KEY)}?token={KEY}"
    raise RuntimeError(f"broke off at {address}")


def _failure(request: Any) -> Any:
    try:
        _break(request)
    except RuntimeError:
        return __import__("sys").exc_info()


@pytest.fixture
def request_with_it() -> Any:
    return RequestFactory().post(
        f"/somewhere/?key={quote(KEY)}", {"key": KEY}, HTTP_AUTHORIZATION=f"Key {KEY}"
    )


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("accept", ["text/html", "text/plain"])
def test_no_error_page_shows_one(request_with_it: Any, settings: Settings, debug: bool, accept: str) -> None:
    settings.DEBUG = debug
    request_with_it.META["HTTP_ACCEPT"] = accept
    page = technical_500_response(request_with_it, *_failure(request_with_it)).content.decode()
    assert "broke off at" in page
    assert not any(half in page for half in HALVES)


@pytest.mark.parametrize("with_html", [True, False])
def test_no_mail_to_an_administrator_shows_one(
    request_with_it: Any, settings: Settings, with_html: bool
) -> None:
    settings.ADMINS = [("Somebody", "somebody@example.org")]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    handler = AdminEmailHandler(include_html=with_html)
    handler.addFilter(Redacting())
    record = logging.LogRecord(
        "x", logging.ERROR, "f", 1, "broke off with %s", (KEY,), _failure(request_with_it)
    )
    record.request = request_with_it
    handler.handle(record)
    (sent,) = mail.outbox
    assert "broke off" in sent.message().as_string()
    parts = [sent.subject, str(sent.body), *(str(part[0]) for part in getattr(sent, "alternatives", []))]
    assert not any(half in part for half in HALVES for part in parts)


@pytest.mark.parametrize("name", ["bearer", "CREDENTIAL", "api_token", "FAL_KEY", "DATABASE_URL"])
def test_a_variable_of_such_a_name_is_hidden_whatever_it_holds(name: str) -> None:
    from artfactory.accounts.redaction import ReporterFilter

    assert ReporterFilter().cleanse_setting(name, "anything") == ReporterFilter.cleansed_substitute
