"""What Civitai's orchestration tells about resources, services and what is free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from simulators.civitai import words
from simulators.civitai.answers import ticks
from simulators.civitai.keys import Keys
from simulators.civitai.recipes import Recipe, recipes
from simulators.civitai.shared import SHARED, Shared

MOST = 100
WINDOW = "24h"
USUAL = {"p50": 30.0, "p80": 45.0, "p95": 90.0}  # seconds
MAKES = {"videoGen": "video", "textToSpeech": "audio", "aceStepAudio": "audio", "echo": "text"}


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
        """Open to everybody; a window of those that are sought."""
        try:
            start, most = int(request.query.get("offset") or 0), int(request.query.get("limit") or MOST)
        except ValueError:
            return words.invalid({"limit": ["The value is not valid."]})
        sought = [each for each in recipes() if _is_sought(each, request.query)]
        items = [_service(each, request) for each in sought[start : start + most]]
        return web.json_response({"items": items, "totalCount": len(sought), "limit": most, "offset": start})

    async def service(self, request: web.Request) -> web.StreamResponse:
        found = (each for each in recipes() if each.name == request.match_info["id"])
        recipe = next(found, None)
        return web.json_response(_service(recipe, request)) if recipe else words.not_found()

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


def _is_sought(recipe: Recipe, asked: Mapping[str, str]) -> bool:
    return (
        recipe.name.startswith(asked.get("prefix", ""))
        and asked.get("query", "").lower() in recipe.name.lower()
        and asked.get("category", recipe.step) == recipe.step
        and asked.get("status", "available") == "available"
    )


def _service(recipe: Recipe, request: web.Request) -> dict[str, Any]:
    submit = f"http://{request.host}/v2/consumer/recipes/{recipe.step}"
    return {
        "id": recipe.name,
        "category": recipe.name.partition("/")[0],
        "parameters": dict(recipe.marks),
        "step": recipe.step,
        "submit": submit,
        "estimate": f"{submit}?whatif=true",
        "name": recipe.name,
        "tags": [],
        "modalities": {"input": ["text"], "output": [MAKES.get(recipe.step, "image")]},
        "status": "available",
        "metrics": {
            "window": request.query.get("window", WINDOW),
            "asOf": ticks(0),
            "requests": 1,
            "successRate": 0.99,
            "canceledRate": 0.0,
            "userErrorRate": 0.0,
            "costBuzz": {"p50": 8, "p80": 16, "p95": 32},
            "latencySeconds": USUAL,
        },
    }
