"""What Civitai's orchestration tells about resources, services and what is free."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulators.civitai import words
from simulators.civitai.keys import Keys
from simulators.civitai.recipes import recipes
from simulators.civitai.shelves import SHARED, Shared

MOST = 100
METRICS = {"successRate": 0.99, "latencySeconds": 30.0, "costBuzz": 8}


class Catalogue:
    def __init__(self, *, keys: Keys) -> None:
        self._keys = keys

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v2/resources/{air}", self.resource),
            web.get("/v2/services", self.services),
            web.get("/v2/services/{id:.+}", self.service),
            web.get("/v2/consumer/free-tier", self.free_tier),
        ]

    async def resource(self, request: web.Request) -> web.StreamResponse:
        """Open to everybody."""
        found = (each for each in SHARED if each.air == request.match_info["air"])
        shared = next(found, None)
        return web.json_response(_resource(shared)) if shared else words.not_found()

    async def services(self, request: web.Request) -> web.StreamResponse:
        asked = request.query
        prefix, sought = asked.get("prefix", ""), asked.get("query", "").lower()
        named = [
            each.name for each in recipes() if each.name.startswith(prefix) and sought in each.name.lower()
        ]
        try:
            start, most = int(asked.get("offset") or 0), int(asked.get("limit") or MOST)
        except ValueError:
            return words.invalid({"limit": ["The value is not valid."]})
        listed = [_service(each) for each in named[start : start + most]]
        return web.json_response({"items": listed, "total": len(named)})

    async def service(self, request: web.Request) -> web.StreamResponse:
        named = request.match_info["id"]
        known = any(each.name == named for each in recipes())
        return web.json_response(_service(named)) if known else words.not_found()

    async def free_tier(self, request: web.Request) -> web.StreamResponse:
        return self._keys.refusal(request) or web.json_response({"enabled": False, "models": []})


def _resource(shared: Shared) -> dict[str, Any]:
    return {
        "air": shared.air,
        "size": 1,
        "hashes": {},
        "downloadUrls": [f"https://civitai.com/api/download/models/{shared.version}"],
        "resourceName": shared.name,
        "versionName": shared.named,
        "checkPermission": False,
        "canGenerate": shared.generates,
        "fileFormat": "safeTensor",
        "hasMatureContentRestriction": shared.nsfw,
        "hasNSFWContentRestriction": shared.nsfw,
    }


def _service(name: str) -> dict[str, Any]:
    return {"id": name, "name": name, "status": "healthy", "metrics": METRICS}
