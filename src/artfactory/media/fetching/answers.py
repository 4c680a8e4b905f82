"""What an answer's status and headers mean for the file."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from time import time

from aiohttp import ClientResponse
from django.utils.translation import gettext as _

from artfactory.media.fetching.addresses import bare
from artfactory.media.fetching.errors import Gone, Setback

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429})  # says nothing about the file


def check_status(answer: ClientResponse) -> None:
    """Raises Gone where the address is dead, Setback where another try may help."""
    if answer.status == 200:
        return
    if answer.status in _PASSING or answer.status >= 500:
        raise Setback(f"HTTP {answer.status}", retry_after=wanted_pause(answer))
    if answer.status == 206:
        raise Setback("The host sent a part that was not asked for.")
    raise gone(answer)


def gone(answer: ClientResponse) -> Gone:
    """Some hosts say 400 or 401 for an expired signature, most 403, 404 or 410."""
    message = _("The link to the file has expired or never led to one.")
    return Gone(message, details=f"HTTP {answer.status} {bare(answer.url)}")


def wanted_pause(answer: ClientResponse) -> float | None:
    """`Retry-After` in seconds: RFC 9110 §10.2.3 allows a number or a date."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time()) if text else None
    except (ValueError, OverflowError):
        return None
