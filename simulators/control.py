"""The control address: faults, settings, the clock, the ledger. It stays up while a Provider is down."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from simulators.fal.jobs import accepted_twice
from simulators.faults import rules_in
from simulators.hosts import Handler, Host
from simulators.stage import Stage


class Site(Protocol):
    """One simulated Provider."""

    hosts: list[Host]

    def environment(self) -> dict[str, str]: ...

    def serving(self) -> list[str]:
        """Addresses of hosts of its own, besides the media host, from which outputs are fetched."""
        ...

    def ledger(self) -> list[dict[str, Any]]: ...

    def reset(self) -> None: ...


class Control:
    def __init__(self, stage: Stage, *, sites: list[Site], settle: Callable[[], Awaitable[None]]) -> None:
        self._stage = stage
        self._sites = sites
        self._settle = settle  # open and close the hosts as the faults say

    def host(self, *, port: int) -> Host:
        application = web.Application(middlewares=[explained])
        application.add_routes(
            [
                web.put("/faults", self.put_faults),
                web.delete("/faults", self.clear_faults),
                web.patch("/configuration", self.configure),
                web.post("/clock", self.advance),
                web.get("/ledger", self.ledger),
                web.get("/requests", self.requests),
                web.post("/reset", self.reset),
            ]
        )
        return Host(application, name="control", place="control", port=port)

    async def put_faults(self, request: web.Request) -> web.Response:
        self._stage.faults.put(rules_in(json.loads(await request.read())))
        await self._settle()
        return web.json_response({"rules": len(self._stage.faults.rules)})

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._stage.faults.put([])
        await self._settle()
        return web.json_response({"rules": len(self._stage.faults.rules)})

    async def configure(self, request: web.Request) -> web.Response:
        asked = json.loads(await request.read())
        self._stage.configuration = self._stage.configuration.changed(asked)
        if "seed" in asked:
            self._stage.faults.chance.seed(asked["seed"])
        return web.json_response(asked)

    async def advance(self, request: web.Request) -> web.Response:
        self._stage.clock.advance(float(json.loads(await request.read())["advance"]))
        return web.json_response({"now": self._stage.clock.now()})

    async def ledger(self, request: web.Request) -> web.Response:
        jobs = [job for site in self._sites for job in site.ledger()]
        twice = accepted_twice(jobs)
        return web.json_response({"accepted": len(jobs), "accepted_twice": twice, "jobs": jobs})

    async def requests(self, request: web.Request) -> web.Response:
        return web.json_response(self._stage.recorder.seen(request.query.get("host", "")))

    async def reset(self, request: web.Request) -> web.Response:
        self._stage.reset()
        for site in self._sites:
            site.reset()
        await self._settle()
        return web.json_response({})


@web.middleware
async def explained(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except (ValueError, TypeError, KeyError) as problem:
        return web.json_response({"problem": str(problem)}, status=400)
