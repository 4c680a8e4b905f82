"""The bodies of Civitai's refusals, as they go over the wire: problems as of ASP.NET, and bare sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from simulators.faults import Rule

PROBLEM = "application/problem+json"
KINDS = {400: "15.5.1", 401: "15.5.2", 403: "15.5.4", 404: "15.5.5", 409: "15.5.10", 413: "15.5.14"}
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
}
SHORT = "Insufficient Buzz"


def problem(status: int, detail: str = "", **more: Any) -> web.Response:
    section = f"#section-{KINDS[status]}" if status in KINDS else ""
    told = {"detail": detail} if detail else {}
    body = {
        "type": f"https://tools.ietf.org/html/rfc9110{section}",
        "title": TITLES.get(status, "Error"),
        "status": status,
        **told,
    }
    headers = more.pop("headers", None)
    text = json.dumps({**body, **more})
    return web.Response(status=status, text=text, content_type=PROBLEM, headers=headers)


def unauthorized() -> web.Response:
    return problem(401)


def invalid(errors: Mapping[str, list[str]]) -> web.Response:
    return problem(400, title="One or more validation errors occurred.", errors=dict(errors))


def not_found() -> web.Response:
    return problem(404)


def no_buzz(*, as_object: bool = False) -> web.Response:
    """By the specification a bare sentence; older answers had it in an object. Both were seen."""
    return web.json_response({"error": SHORT} if as_object else SHORT, status=403)


def throttled(seconds: float | None) -> web.Response:
    headers = {} if seconds is None else {"Retry-After": f"{seconds:g}"}
    return problem(429, headers=headers)


REFUSALS: Mapping[str, Callable[[Rule], web.Response]] = {
    "throttle": lambda rule: throttled(rule.retry_after),
    "server_error": lambda rule: web.Response(status=rule.status or 500, text="Internal Server Error"),
    "bad_key": lambda _rule: unauthorized(),
    "no_credit": lambda rule: problem(402) if rule.status == 402 else no_buzz(),
}


def refusal(what: str, *, rule: Rule, request: web.Request) -> web.Response | None:
    """What a fault makes Civitai say."""
    return REFUSALS[what](rule) if what in REFUSALS else None
