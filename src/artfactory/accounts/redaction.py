"""Taking secrets out of whatever is written down or shown.

By value first: every secret that this process has held, in the forms it may have been written in. Then by
shape: what follows `Authorization:`, `Bearer`, `token=` or `X-Amz-Signature=` is a secret, whoever's it is.
"""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import ItemsView, Iterator
from functools import lru_cache
from pprint import pformat
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

HIDDEN = "[hidden]"
SHORTEST = 8  # characters of a value or of half a key; shorter ones are words, and would tear texts apart

_SHAPES = (
    # A header, by its name, up to the end of its value.
    (
        re.compile(
            r"""(?i)\b((?:proxy-)?authorization|x-api-key|(?:set-)?cookie)(["']?\s*[:=]\s*["']?)[^"'\r\n,}]+"""
        ),
        rf"\1\2{HIDDEN}",
    ),
    # A scheme and what follows it; only with a digit, so that "key replacement" stays.
    (re.compile(r"(?i)\b(key|bearer|token|basic)(\s+)(?=[^\s\"']*\d)[\w.~+/=:-]{8,}"), rf"\1\2{HIDDEN}"),
    # A parameter of an address, or an assignment.
    (
        re.compile(
            r"(?i)\b((?:x-(?:amz|goog)-)?(?:[\w-]{0,40}(?:token|signature|credential|secret|api[_-]?key|password))|sig|(?<=[?&])key)"
            r"(=|%3D)[^&\s\"'<>)\]};,]+"
        ),
        rf"\1\2{HIDDEN}",
    ),
    # The code that opens the door.
    (re.compile(r"(/enter/)[\w-]{20,}"), rf"\1{HIDDEN}"),
)


def redact(text: str) -> str:
    """The text with every secret hidden."""
    pattern = _values(frozenset(settings.KNOWN_SECRETS))
    if pattern is not None:
        text = pattern.sub(HIDDEN, text)
    for shape, hidden in _SHAPES:
        text = shape.sub(hidden, text)
    return text


@lru_cache(maxsize=4)
def _values(known: frozenset[str]) -> re.Pattern[str] | None:
    """Longest first, so that no half is hidden before the whole."""
    forms = {form for value in known for part in _parts(value) for form in _forms(part)}
    longest = sorted(forms, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))) if longest else None


def _parts(value: str) -> Iterator[str]:
    """The whole, and of `id:secret` both halves."""
    for part in {value, *value.split(":")}:
        if len(part) >= SHORTEST:
            yield part


def _forms(value: str) -> set[str]:
    """As it is, in an address, in JSON or a representation, in HTML."""
    return {value, quote(value, safe=""), quote(value), json.dumps(value)[1:-1], html.escape(value)}


class Redacting(logging.Filter):
    """On a handler: nothing that passes carries a secret, in its text, traceback or stack."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(_message(record)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = redact(record.exc_text) if record.exc_text else record.exc_text
        record.stack_info = redact(record.stack_info) if record.stack_info else record.stack_info
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (
        TypeError,
        ValueError,
        KeyError,
    ):  # arguments that do not fit are a fault, not a reason to lose it
        return f"{record.msg} {record.args}"


class ReporterFilter(SafeExceptionReporterFilter):
    """What error reports may show: hidden by name, with or without DEBUG, and by value."""

    hidden_settings = re.compile(
        "API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|HTTP_COOKIE|BEARER|CREDENTIAL|DATABASE_URL", re.IGNORECASE
    )

    def cleanse_setting(self, key: Any, value: Any) -> Any:
        value = super().cleanse_setting(key, value)
        return redact(value) if isinstance(value, str) else value

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        given = request.POST if request is not None else {}
        return {name: self.cleanse_setting(name, value) for name, value in given.items()}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        found = super().get_traceback_frame_variables(request, tb_frame)
        return {name: self._shown(name, value) for name, value in found}.items()

    def _shown(self, name: str, value: Any) -> Any:
        """Whole where it is harmless: a report cuts long values, and half a secret would not be found."""
        if self.hidden_settings.search(name):
            return self.cleansed_substitute
        written = _written(value)
        hidden = redact(written)
        return value if hidden == written else hidden


def _written(value: Any) -> str:
    try:
        return pformat(value)
    except Exception as error:  # a representation of anything may raise anything; the report does the same
        return f"Error in formatting: {type(error).__name__}"


class Reporter(ExceptionReporter):
    """The whole report once more, because the text of an error is in it, too."""

    def get_traceback_html(self) -> SafeString:
        return mark_safe(redact(super().get_traceback_html()))  # noqa: S308 – was safe, and lost a few words

    def get_traceback_text(self) -> SafeString:
        return mark_safe(redact(super().get_traceback_text()))  # noqa: S308 – as above
