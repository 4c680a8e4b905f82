"""What each host was asked, with the headers: tests prove from it that no key went astray."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from aiohttp import web

KEPT = 20_000  # requests for each host

_Request = tuple[float, str, str, tuple[tuple[str, str], ...]]  # when, in seconds since 1970


class Recorder:
    def __init__(self) -> None:
        self._seen: dict[str, deque[_Request]] = {}

    def note(self, host: str, *, request: web.BaseRequest) -> None:
        seen = self._seen.setdefault(host, deque(maxlen=KEPT))
        seen.append((time.time(), request.method, request.path_qs, tuple(request.headers.items())))

    def seen(self, host: str = "") -> list[dict[str, Any]]:
        """Of that host, or of all of them."""
        return [
            {
                "host": name,
                "at": at,
                "method": method,
                "path": path,
                "headers": [list(pair) for pair in headers],
            }
            for name, requests in self._seen.items()
            if host in ("", name)
            for at, method, path, headers in requests
        ]

    def clear(self) -> None:
        self._seen.clear()
