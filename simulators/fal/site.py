"""The hosts of the simulated fal, and where Art Factory finds them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from aiohttp import web

from simulators.fal import words
from simulators.fal.billing import Billing
from simulators.fal.history import History
from simulators.fal.jobs import Jobs
from simulators.fal.keys import Keys
from simulators.fal.platform import Platform
from simulators.fal.queue import Queue
from simulators.fal.storage import Storage
from simulators.fal.webhooks import Webhooks
from simulators.hosts import Handler, Host, Part, watching
from simulators.stage import Stage

PLACES = (
    ("/v1/models/requests", "history"),
    ("/v1/models/pricing", "pricing"),
    ("/v1/models/billing", "billing"),
    ("/v1/account", "billing"),
    ("/storage", "upload"),
    ("/api/openapi", "schema"),
)
ENDINGS = {"status": "status", "stream": "status", "cancel": "cancel"}


class Fal:
    def __init__(self, stage: Stage, *, ports: Callable[[], int]) -> None:
        self.keys = Keys()
        self.jobs = Jobs(stage)
        self._storage = Storage(stage, keys=self.keys)
        self._webhooks = Webhooks(stage)
        queue = Queue(stage, keys=self.keys, jobs=self.jobs, webhooks=self._webhooks)
        platform = Platform(stage, keys=self.keys, billing=Billing(stage, jobs=self.jobs))
        history = History(stage, keys=self.keys, jobs=self.jobs)
        routes = [
            *history.routes(),
            *platform.routes(),
            *self._storage.routes(),
            *self._webhooks.routes(),
        ]
        self._queue = _host(stage, name="queue", place=queue_place, routes=queue.routes(), port=ports())
        self._platform = _host(stage, name="platform", place=platform_place, routes=routes, port=ports())
        self.hosts = [self._queue, self._platform]
        self.media_routes = self._storage.media_routes()

    def environment(self) -> dict[str, str]:
        return {
            "FAL_KEY": self.keys.good,
            "ARTFACTORY_FAL_QUEUE_URL": self._queue.address,
            "ARTFACTORY_FAL_API_URL": self._platform.address,
            "ARTFACTORY_FAL_REST_URL": self._platform.address,
            "ARTFACTORY_FAL_SCHEMA_URL": self._platform.address,
        }

    def serving(self) -> list[str]:
        """Its files lie on the media host."""
        return []

    def ledger(self) -> list[dict[str, Any]]:
        return self.jobs.ledger()

    def reset(self) -> None:
        self.jobs.clear()
        self._storage.clear()
        self._webhooks.clear()


def platform_place(request: web.Request) -> str:
    return next((place for start, place in PLACES if request.path.startswith(start)), "models")


def queue_place(request: web.Request) -> str:
    if request.method == "POST":
        return "submit"
    return ENDINGS.get(request.path.rpartition("/")[2], "result")


def _host(
    stage: Stage, *, name: str, place: Callable[[web.Request], str], routes: list[web.RouteDef], port: int
) -> Host:
    part = Part(name=name, place=place, refusal=words.refusal)
    application = web.Application(middlewares=[watching(stage, part=part), named])
    application.add_routes(routes)
    return Host(application, name=name, port=port)


@web.middleware
async def named(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every answer of fal's own carries an id; those of the gateway in front of it do not."""
    answer = await handler(request)
    if not answer.prepared and "x-fal-request-id" not in answer.headers:
        answer.headers["x-fal-request-id"] = str(uuid.uuid4())
    return answer
