"""The host of the simulated Replicate, and where Art Factory finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from simulators.hosts import Host, Part, dated, watching
from simulators.replicate import words
from simulators.replicate.api import Api
from simulators.replicate.catalogue import Catalogue
from simulators.replicate.keys import Keys
from simulators.replicate.limits import LIMITS, Limits, told
from simulators.replicate.predictions import Predictions
from simulators.replicate.storage import Storage
from simulators.replicate.streams import Streams
from simulators.replicate.webhooks import Webhooks
from simulators.stage import Stage

LARGEST = 128 * 2**20  # bytes of a body
STARTS = (("/v1/files", "upload"), ("/v1/account", "billing"), ("/v1/streams", "status"))


class Replicate:
    def __init__(self, stage: Stage, *, ports: Callable[[], int]) -> None:
        self._stage = stage
        self.keys = Keys()
        self.predictions = Predictions(stage)
        self._limits = Limits(stage)
        self._storage = Storage(stage, keys=self.keys)
        self._webhooks = Webhooks(stage, keys=self.keys)
        made = self.predictions
        self._api = Api(stage, keys=self.keys, predictions=made, limits=self._limits, webhooks=self._webhooks)
        self._streams = Streams(stage, keys=self.keys, predictions=made)
        self._catalogue = Catalogue(keys=self.keys)
        self._host = self._opened(ports())
        self.hosts = [self._host]

    def environment(self) -> dict[str, str]:
        return {"REPLICATE_API_TOKEN": self.keys.good, "ARTFACTORY_REPLICATE_URL": self._host.address}

    def serving(self) -> list[str]:
        """Its files lie on the media host."""
        return []

    def ledger(self) -> list[dict[str, Any]]:
        return self.predictions.ledger()

    def reset(self) -> None:
        for each in (self.predictions, self._limits, self._storage, self._webhooks):
            each.clear()

    def place(self, request: web.Request) -> str:
        """Looking at a prediction is its status, or its result once it is over."""
        path = request.path.rstrip("/")
        if request.method == "POST" and path.endswith(("/predictions", "/cancel")):
            return "submit" if path.endswith("/predictions") else "cancel"
        if path == "/v1/predictions":
            return "history"
        if path.startswith("/v1/predictions/"):
            found = self.predictions.find(path.rpartition("/")[2])
            return "result" if found and found.is_over(self._stage.clock.now()) else "status"
        return next((place for start, place in STARTS if path.startswith(start)), "models")

    def _opened(self, port: int) -> Host:
        part = Part(name="replicate", place=self.place, refusal=words.refusal)
        layers = [watching(self._stage, part=part), dated(self._stage), told]
        application = web.Application(middlewares=layers, client_max_size=LARGEST)
        application[LIMITS] = self._limits
        for each in (self._api, self._streams, self._catalogue, self._storage, self._webhooks):
            application.add_routes(each.routes())
        return Host(application, name="replicate", port=port)
