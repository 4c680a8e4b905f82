"""The bodies of Replicate's refusals, as they go over the wire: problems as of RFC 9457."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from simulators.faults import Rule

PROBLEM = "application/problem+json"
NO_CREDIT = (
    "You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to "
    "purchase credit. Once you purchase credit, please wait a few minutes before trying again."
)
NO_VERSION = "The specified version does not exist (or perhaps you don't have permission to use it?)"
LOW_CREDIT = (
    "Request was throttled. Your rate limit for creating predictions is reduced to {} requests per minute "
    "with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~{}s."
)
SENSITIVE = "The input or output was flagged as sensitive. Please try again with different inputs. (E005)"


def problem(
    status: int, detail: str, *, title: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> web.Response:
    titled = {"title": title} if title else {}
    body = {**titled, "detail": detail, "status": status, **more}
    return web.Response(status=status, text=json.dumps(body), content_type=PROBLEM, headers=headers)


def unauthenticated() -> web.Response:
    return problem(401, "You did not pass a valid authentication token", title="Unauthenticated")


def no_credit() -> web.Response:
    return problem(402, NO_CREDIT, title="Insufficient credit")


def not_found(what: str) -> web.Response:
    """The wording for predictions is not documented; this is that of trainings."""
    return problem(404, f"The specified {what} does not exist")


def no_version() -> web.Response:
    return problem(422, NO_VERSION, title="Invalid version or not permitted")


def invalid(fields: list[dict[str, str]]) -> web.Response:
    places = (f"{each['field']}: " if each["field"] else "" for each in fields)
    lines = [f"- {place}{each['description']}\n" for place, each in zip(places, fields, strict=True)]
    return problem(422, "".join(lines), title="Input validation failed", invalid_fields=fields)


def throttled(seconds: float | None) -> web.Response:
    """As documented where nobody knows for how long; with header and field where somebody does."""
    if seconds is None:
        return problem(429, "Request was throttled.", title="Too Many Requests")
    told = f"Request was throttled. Your rate limit resets in ~{seconds:g}s."
    headers = {"Retry-After": f"{seconds:g}"}
    return problem(429, told, title="Too Many Requests", headers=headers, retry_after=seconds)


def slowed(*, per_minute: int, seconds: int) -> web.Response:
    """An account with little credit: seen with the field and the sentence, and without the header."""
    return problem(
        429, LOW_CREDIT.format(per_minute, seconds), title="Too Many Requests", retry_after=seconds
    )


REFUSALS: Mapping[str, Callable[[Rule], web.Response]] = {
    "throttle": lambda rule: throttled(rule.retry_after),
    "server_error": lambda rule: web.Response(status=rule.status or 500, text="Internal Server Error"),
    "bad_key": lambda _rule: unauthenticated(),
    "no_credit": lambda _rule: no_credit(),
}


def refusal(what: str, *, rule: Rule, request: web.Request) -> web.Response | None:
    """What a fault makes Replicate say."""
    return REFUSALS[what](rule) if what in REFUSALS else None
