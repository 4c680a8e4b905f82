"""The bodies of fal's refusals, as they go over the wire."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from simulators.faults import Rule

NO_USER = "No user found for Key ID and Secret"
MALFORMED = "Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'."
KINDS = {401: "authorization_error", 403: "authorization_error", 429: "rate_limited"}
LOCKED = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."


def detail(status: int, text: str, *, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response({"detail": text}, status=status, headers=headers)


def platform_error(status: int, kind: str, message: str) -> web.Response:
    error = {"type": kind, "message": message, "docs_url": "https://fal.ai/docs/platform-apis"}
    return web.json_response({"error": error}, status=status)


def as_platform(refused: web.Response) -> web.Response:
    message = json.loads(refused.text or "{}").get("detail", "")
    error = platform_error(refused.status, KINDS.get(refused.status, "server_error"), message)
    error.headers.extend({name: refused.headers[name] for name in refused.headers if name == "Retry-After"})
    return error


def throttled(rule: Rule) -> web.Response:
    headers = {} if rule.retry_after is None else {"Retry-After": f"{rule.retry_after:g}"}
    return detail(429, "Too many requests", headers=headers)


def broken(rule: Rule) -> web.Response:
    return detail(rule.status or 500, "Internal Server Error")


REFUSALS: Mapping[str, Callable[[Rule], web.Response]] = {
    "throttle": throttled,
    "server_error": broken,
    "bad_key": lambda rule: detail(401, NO_USER),
    "no_credit": lambda rule: detail(403, LOCKED),
}


def refusal(what: str, *, rule: Rule, request: web.Request) -> web.Response | None:
    """What a fault makes fal say, in the words of the API that was asked."""
    if what not in REFUSALS:
        return None
    refused = REFUSALS[what](rule)
    said = as_platform(refused) if request.path.startswith("/v1/") else refused
    said.headers["x-fal-request-id"] = str(uuid.uuid4())
    return said


def model_error(kind: str, message: str, **more: Any) -> bytes:
    item = {
        "loc": ["body"],
        "msg": message,
        "type": kind,
        "url": f"https://docs.fal.ai/errors/#{kind}",
        **more,
    }
    return json.dumps({"detail": [item]}).encode()
