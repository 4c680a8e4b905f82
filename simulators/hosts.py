"""A host of a simulated Provider: a port of its own that can go down and come back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Middleware

from simulators import acting
from simulators.faults import Rule
from simulators.stage import Stage

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refusal(Protocol):
    """How a Provider words what a rule makes it say; None where the rule is about something else."""

    def __call__(self, what: str, /, *, rule: Rule, request: web.Request) -> web.StreamResponse | None: ...


@dataclass(frozen=True)
class Part:
    """What a host is to the rules: where a request arrives, and how it words a refusal."""

    name: str  # as the recorder calls it
    place: Callable[[web.Request], str]
    refusal: Refusal


class Host:
    def __init__(self, application: web.Application, *, name: str, place: str = "any", port: int = 0) -> None:
        self.name = name
        self.place = place  # "media", or "any" for the hosts of the API: which `down` it follows
        self.port = port
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        self._site: web.TCPSite | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Listen, on the same port as before. Raises OSError if somebody else has it."""
        if self._runner.server is None:
            await self._runner.setup()
        if self._site is None:
            site = web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=1024)
            await site.start()
            self._site, self.port = site, self._runner.addresses[0][1]

    async def close(self) -> None:
        """Stop listening and drop whoever is connected."""
        if self._site is None:
            return
        site, self._site = self._site, None
        await site.stop()
        for connection in self._runner.server.connections if self._runner.server else ():
            connection.force_close()
            if connection.transport is not None:
                connection.transport.abort()

    async def end(self) -> None:
        await self.close()
        await self._runner.cleanup()


def watching(stage: Stage, *, part: Part) -> Middleware:
    """The middleware that records a request and lets the faults have their way with it."""

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        stage.recorder.note(part.name, request=request)
        rule = stage.faults.draw(part.place(request))
        try:
            return await (handler(request) if rule is None else spoil(rule, request, handler))
        except ConnectionError:
            return web.Response()  # the client has left; nobody gets this

    async def spoil(rule: Rule, request: web.Request, handler: Handler) -> web.StreamResponse:
        refused = part.refusal(rule.what, rule=rule, request=request)
        if refused is not None:
            return refused
        return await acting.act(rule, request=request, handler=handler, elsewhere=stage.elsewhere)

    return watch


def dated(stage: Stage) -> Middleware:
    """The `Date` of an answer is that of the simulated world."""

    @web.middleware
    async def date(request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await handler(request)
        if not answer.prepared:
            now = datetime.fromtimestamp(stage.clock.now(), UTC)
            answer.headers["Date"] = format_datetime(now, usegmt=True)
        return answer

    return date
