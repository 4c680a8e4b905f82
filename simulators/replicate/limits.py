"""How fast an account may go: told with every answer, and held where little credit is left."""

from __future__ import annotations

import math
from collections import deque

from aiohttp import web

from simulators.hosts import Handler
from simulators.replicate import words
from simulators.stage import Stage

MINUTE = 60.0
CREATES, OTHERS = 599, 2999  # that are left, as recorded; the limit starts anew every second
LIMITS: web.AppKey[Limits] = web.AppKey("limits")


class Limits:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._created: deque[float] = deque()

    def refusal(self) -> web.Response | None:
        """Counts a creation, unless there were too many of them within a minute."""
        most = self._stage.configuration.creates_per_minute
        left, seconds = self.left()
        if most and not left:
            return words.slowed(per_minute=most, seconds=seconds)
        if most:
            self._created.append(self._stage.clock.now())
        return None

    def left(self) -> tuple[int, int]:
        """How many creations, and in how many seconds one more is taken."""
        most, now = self._stage.configuration.creates_per_minute, self._stage.clock.now()
        while self._created and self._created[0] <= now - MINUTE:
            self._created.popleft()
        if not most:
            return CREATES, 1
        seconds = max(1, math.ceil(self._created[0] + MINUTE - now)) if self._created else 1
        return max(0, most - len(self._created)), seconds

    def told(self) -> tuple[int, int]:
        return self.left() if self._stage.configuration.tells_pace else (CREATES, 1)

    def clear(self) -> None:
        self._created.clear()


@web.middleware
async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
    answer = await handler(request)
    if not answer.prepared:
        creates = request.method == "POST" and request.path.endswith("/predictions")
        left, seconds = request.app[LIMITS].told() if creates else (OTHERS, 1)
        answer.headers["ratelimit-remaining"], answer.headers["ratelimit-reset"] = str(left), str(seconds)
    return answer
