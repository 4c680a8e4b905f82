"""How fast an account may go: told with every answer, and held where little credit is left."""

from __future__ import annotations

from collections import deque

from aiohttp import web

from simulators.hosts import Handler
from simulators.replicate import words
from simulators.stage import Stage

MINUTE = 60.0
CREATES, OTHERS = 599, 2999  # that are left, as recorded; the limit starts anew every second


class Limits:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._created: deque[float] = deque()

    def refusal(self) -> web.Response | None:
        """Counts a creation, unless there were too many of them within a minute."""
        most, now = self._stage.configuration.creates_per_minute, self._stage.clock.now()
        if not most:
            return None
        while self._created and self._created[0] <= now - MINUTE:
            self._created.popleft()
        if len(self._created) >= most:
            left = self._created[0] + MINUTE - now
            return words.slowed(per_minute=most, seconds=max(1, round(left)))
        self._created.append(now)
        return None

    def clear(self) -> None:
        self._created.clear()


@web.middleware
async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
    answer = await handler(request)
    if not answer.prepared:
        creates = request.method == "POST" and request.path.endswith("/predictions")
        answer.headers["ratelimit-remaining"] = str(CREATES if creates else OTHERS)
        answer.headers["ratelimit-reset"] = "1"
    return answer
