"""How fast an account may go: told with every answer, as an IETF draft has it, and held where that is set."""

from __future__ import annotations

import math

from aiohttp import web

from simulators.civitai import words
from simulators.hosts import Handler
from simulators.stage import Stage

MINUTE = 60
USUAL, LEFT, RESET = 1000, 940, 12  # the example of the documents


class Pace:
    """A window of a minute that begins with the first request in it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._began, self._taken = -math.inf, 0

    @web.middleware
    async def told(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        left, reset = self._left()
        answer = await handler(request) if left >= 0 else words.throttled(reset)
        if not answer.prepared:
            most = self._stage.configuration.requests_per_minute or USUAL
            answer.headers["RateLimit-Policy"] = f'"buzz";q={most};w={MINUTE}'
            answer.headers["RateLimit"] = f'"buzz";r={max(left, 0)};t={reset}'
        return answer

    def clear(self) -> None:
        self._began, self._taken = -math.inf, 0

    def _left(self) -> tuple[int, int]:
        """After this request: how many more, and in how many seconds the window ends; -1 is one too many."""
        most, now = self._stage.configuration.requests_per_minute, self._stage.clock.now()
        if not most:
            return LEFT, RESET
        if now >= self._began + MINUTE:
            self._began, self._taken = now, 0
        self._taken = min(self._taken + 1, most + 1)
        return most - self._taken, max(1, math.ceil(self._began + MINUTE - now))
