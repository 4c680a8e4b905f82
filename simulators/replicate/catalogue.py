"""What Replicate tells about models, collections, hardware and the account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from simulators.replicate import words
from simulators.replicate.documents import deployed, described, version
from simulators.replicate.keys import Keys
from simulators.replicate.models import DEPLOYMENTS, Model, by_version, models

COLLECTION = {"name": "Simulated", "slug": "simulated", "description": "All models of this simulator."}
HARDWARE = [{"sku": "cpu", "name": "CPU"}, {"sku": "gpu-t4", "name": "Nvidia T4 GPU"}]
ACCOUNT = {"type": "user", "username": "simulated", "name": "Simulated", "github_url": "", "avatar_url": ""}


class Catalogue:
    def __init__(self, *, keys: Keys) -> None:
        self._keys = keys

    def routes(self) -> list[web.RouteDef]:
        model = "/v1/models/{owner}/{name}"
        return [
            web.get("/v1/account", self.account),
            web.get("/v1/hardware", self.hardware),
            web.get("/v1/models", self.models),
            web.route("QUERY", "/v1/models", self.query),
            web.get("/v1/search", self.search),
            web.get(model, self.model),
            web.get(model + "/versions", self.versions),
            web.get(model + "/examples", self.examples),
            web.get(model + "/readme", self.readme),
            web.get(model + "/versions/{version}", self.version),
            web.get("/v1/deployments/{owner}/{name}", self.deployment),
            web.get("/v1/collections", self.collections),
            web.get("/v1/collections/{slug}", self.collection),
        ]

    async def account(self, request: web.Request) -> web.StreamResponse:
        return self._keys.refusal(request) or web.json_response(ACCOUNT)

    async def hardware(self, request: web.Request) -> web.StreamResponse:
        return self._keys.refusal(request) or web.json_response(HARDWARE)

    async def models(self, request: web.Request) -> web.StreamResponse:
        return self._keys.refusal(request) or _page([described(each) for each in models().values()])

    async def query(self, request: web.Request) -> web.StreamResponse:
        """The body is what was typed, as plain text."""
        refused = self._keys.refusal(request)
        found = _found((await request.read()).decode("utf-8", "replace"))
        return refused or _page([described(each) for each in found])

    async def search(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        asked = request.query.get("query", "")
        about = {"score": 1.0, "tags": [], "generated_description": "Simulated."}
        found = [{"model": described(each), "metadata": about} for each in _found(asked)]
        answer = {"query": asked, "models": found, "collections": [], "pages": []}
        return refused or web.json_response(answer)

    async def model(self, request: web.Request) -> web.StreamResponse:
        found = _named(request)
        return self._keys.refusal(request) or (
            web.json_response(described(found)) if found else words.not_found("model")
        )

    async def versions(self, request: web.Request) -> web.StreamResponse:
        found = _named(request)
        return self._keys.refusal(request) or (_page([version(found)]) if found else words.not_found("model"))

    async def examples(self, request: web.Request) -> web.StreamResponse:
        """Predictions that its maker shows: there are none here."""
        found = _named(request)
        return self._keys.refusal(request) or (_page([]) if found else words.not_found("model"))

    async def readme(self, request: web.Request) -> web.StreamResponse:
        found = _named(request)
        refused = self._keys.refusal(request)
        if refused is not None or found is None:
            return refused or words.not_found("model")
        return web.Response(text=f"# {found.name}\n\nSimulated.\n", content_type="text/plain")

    async def version(self, request: web.Request) -> web.StreamResponse:
        found, named = by_version(request.match_info["version"]), _named(request)
        refused = self._keys.refusal(request)
        if refused is not None or found is None or found is not named:
            return refused or words.not_found("version")
        return web.json_response(version(found))

    async def deployment(self, request: web.Request) -> web.StreamResponse:
        named = f"{request.match_info['owner']}/{request.match_info['name']}"
        worker = models().get(DEPLOYMENTS.get(named, ""))
        refused = self._keys.refusal(request)
        if refused is not None or worker is None:
            return refused or words.not_found("deployment")
        return web.json_response(deployed(named, worker))

    async def collections(self, request: web.Request) -> web.StreamResponse:
        return self._keys.refusal(request) or _page([COLLECTION])

    async def collection(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None or request.match_info["slug"] != COLLECTION["slug"]:
            return refused or words.not_found("collection")
        found = [described(each) for each in models().values()]
        return web.json_response({**COLLECTION, "full_description": "", "models": found})


def _named(request: web.Request) -> Model | None:
    return models().get(f"{request.match_info['owner']}/{request.match_info['name']}")


def _found(text: str) -> list[Model]:
    return [each for each in models().values() if all(word in each.name for word in text.lower().split())]


def _page(results: Sequence[dict[str, Any]]) -> web.Response:
    return web.json_response({"next": None, "previous": None, "results": list(results)})
