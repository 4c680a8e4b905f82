"""The hosts of the simulated Civitai, and where Art Factory finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from simulators.civitai import words
from simulators.civitai.api import HERE, Api
from simulators.civitai.blobs import Blobs
from simulators.civitai.catalogue import Catalogue
from simulators.civitai.keys import Keys
from simulators.civitai.outputs import PLACE
from simulators.civitai.pace import Pace
from simulators.civitai.shelves import Shelves
from simulators.civitai.webhooks import Webhooks
from simulators.civitai.workflows import Workflows
from simulators.hosts import Host, Part, dated, watching
from simulators.stage import Stage

LARGEST = 128 * 2**20  # bytes of a body


class Civitai:
    def __init__(self, stage: Stage, *, ports: Callable[[], int]) -> None:
        self._stage = stage
        self.keys = Keys()
        self.workflows = Workflows(stage)
        self._blobs = Blobs(stage, keys=self.keys, workflows=self.workflows)
        self._webhooks = Webhooks(stage)
        self._api = Api(
            stage, keys=self.keys, workflows=self.workflows, blobs=self._blobs, webhooks=self._webhooks
        )
        self._catalogue = Catalogue(keys=self.keys)
        self._pace = Pace(stage)
        self._host = self._opened(ports())
        self._shelves = self._opened_shelves(ports())
        self.hosts = [self._host, self._shelves]

    def environment(self) -> dict[str, str]:
        return {
            "CIVITAI_API_TOKEN": self.keys.good,
            "ARTFACTORY_CIVITAI_URL": self._host.address,
            "ARTFACTORY_CIVITAI_SITE_URL": self._shelves.address,
        }

    def serving(self) -> list[str]:
        """Its files lie on the host of its API."""
        return [self._host.address]

    def ledger(self) -> list[dict[str, Any]]:
        return self.workflows.ledger()

    def reset(self) -> None:
        for each in (self.workflows, self._blobs, self._webhooks, self._pace):
            each.clear()

    def place(self, request: web.Request) -> str:
        """Looking at a workflow is its status, or its result once it is over."""
        path = request.path.rstrip("/")
        if path == HERE:
            return self._of_list(request)
        if path.startswith(PLACE.rstrip("/")):
            laid = request.method == "POST" or path.endswith("/upload")
            return "upload" if laid else "media"
        if not path.startswith(HERE):
            return "models"
        if request.method in ("PUT", "PATCH", "DELETE"):
            return "cancel"
        found = self.workflows.find(path.removeprefix(f"{HERE}/").partition("/")[0])
        return "result" if found and found.is_over(self._stage.clock.now()) else "status"

    def _of_list(self, request: web.Request) -> str:
        if request.method == "POST":
            return "pricing" if request.query.get("whatif", "").lower() == "true" else "submit"
        return "billing" if request.query.get("take") == "1" else "history"  # how a key is tried

    def _opened(self, port: int) -> Host:
        part = Part(name="civitai", place=self.place, refusal=words.refusal)
        layers = [watching(self._stage, part=part), dated(self._stage), self._pace.told]
        application = web.Application(middlewares=layers, client_max_size=LARGEST)
        for each in (self._blobs, self._api, self._catalogue):
            application.add_routes(each.routes())
        return Host(application, name="civitai", port=port)

    def _opened_shelves(self, port: int) -> Host:
        """The site has no part in production: its rules are those of `models`."""
        part = Part(name="civitai_site", place=lambda _request: "models", refusal=words.refusal)
        application = web.Application(middlewares=[watching(self._stage, part=part), dated(self._stage)])
        application.add_routes(Shelves(self._stage, keys=self.keys).routes())
        return Host(application, name="civitai_site", port=port)
