"""Lists of the platform API: pages of at most so many, and an opaque cursor to the next one."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from simulators.fal import words

MOST = 100  # on one page


def page(name: str, items: Sequence[dict[str, Any]], *, request: web.Request) -> web.Response:
    try:
        limit = int(request.query.get("limit", MOST))
        start = int(base64.b64decode(request.query.get("cursor", ""), validate=True) or b"0")
    except ValueError:
        limit = start = 0
    if not 1 <= limit <= MOST:
        return words.platform_error(422, "validation_error", "Not a limit or a cursor")
    end = start + limit
    cursor = base64.b64encode(str(end).encode()).decode() if end < len(items) else None
    found = {name: items[start:end], "next_cursor": cursor, "has_more": cursor is not None}
    return web.json_response(found)
