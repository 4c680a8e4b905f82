"""What a request carries, read with the patience of a server."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

OFF = ("0", "false")


async def json_object(request: web.Request) -> dict[str, Any] | None:
    """None for a body that is no JSON object."""
    try:
        document = json.loads(await request.read())
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def wants_logs(request: web.Request) -> bool:
    """fal's own clients say 1 and 0, or true and false."""
    return request.query.get("logs", "0").lower() not in OFF


def seconds(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
