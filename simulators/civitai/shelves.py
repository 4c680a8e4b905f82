"""The site of the simulated Civitai: checkpoints and LoRAs, to search and to look at without a key."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from simulators.civitai.keys import Keys
from simulators.civitai.shared import SHARED, Shared, works
from simulators.pictures import picture
from simulators.stage import Stage

MOST = 100
STATS = {"downloadCount": 1234, "thumbsUpCount": 1}
SIDES = (256, 320)  # pixels of a preview


class Shelves:
    def __init__(self, stage: Stage, *, keys: Keys) -> None:
        self._stage = stage
        self._keys = keys

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/v1/models", self.models),
            web.get("/api/v1/models/{id}", self.model),
            web.get("/api/v1/model-versions/{id}", self.version),
            web.get("/api/v1/enums", self.enums),
            web.get("/api/v1/me", self.me),
            web.get("/previews/{name}", self.preview),
        ]

    async def models(self, request: web.Request) -> web.StreamResponse:
        asked = request.query
        if "query" in asked and "page" in asked:
            return _refused(400, "Cannot use page param with query search. Use cursor-based pagination.")
        found = [work for work in works() if any(_is_meant(each, asked) for each in work)]
        start = int(base64.b64decode(asked["cursor"])) if asked.get("cursor") else 0
        take = min(int(asked.get("limit") or MOST), MOST)
        following = base64.b64encode(str(start + take).encode()).decode()
        metadata = {"nextCursor": following} if start + take < len(found) else {}
        items = [_item(each, site=_site(request)) for each in found[start : start + take]]
        return web.json_response({"items": items, "metadata": metadata})

    async def model(self, request: web.Request) -> web.StreamResponse:
        found = (work for work in works() if str(work[0].model) == request.match_info["id"])
        work = next(found, None)
        return (
            web.json_response(_item(work, site=_site(request))) if work else _refused(404, "Model not found")
        )

    async def version(self, request: web.Request) -> web.StreamResponse:
        found = (each for each in SHARED if str(each.version) == request.match_info["id"])
        shared = next(found, None)
        if shared is None:
            return _refused(404, "Model version not found")
        return web.json_response(_whole(shared, site=_site(request)))

    async def enums(self, request: web.Request) -> web.StreamResponse:
        kinds, bases = ({getattr(each, name) for each in SHARED} for name in ("kind", "base"))
        return web.json_response({"ModelType": sorted(kinds), "BaseModel": sorted(bases)})

    async def me(self, request: web.Request) -> web.StreamResponse:
        if self._keys.refusal(request) is not None:
            return _refused(401, "Unauthorized")
        return web.json_response({"id": 1234567, "username": "acme", "tier": "free", "status": "active"})

    async def preview(self, request: web.Request) -> web.StreamResponse:
        """A picture by its number; anything else is a page that calls itself one."""
        number = request.match_info["name"].partition(".")[0]
        if not number.isdecimal():
            return web.Response(body=b"<html><script>alert(1)</script></html>", content_type="image/png")
        width, height = SIDES
        drawn = picture(width=width, height=height, form="jpeg", hue=int(number) % 12, mark=number)
        return web.Response(body=drawn, content_type="image/jpeg")


def _site(request: web.Request) -> str:
    return f"http://{request.host}"


def _is_meant(shared: Shared, asked: MultiMapping[str]) -> bool:
    words = asked.get("query", "").lower().split()
    kinds, bases = asked.getall("types", []), asked.getall("baseModels", [])
    wanted = asked.get("supportsGeneration") != "true" or shared.generates
    return (
        all(word in shared.name.lower() for word in words)
        and (not kinds or shared.kind in kinds)
        and (not bases or shared.base in bases)
        and (asked.get("nsfw") != "false" or not shared.nsfw)
        and wanted
    )


def _item(work: Sequence[Shared], *, site: str) -> dict[str, Any]:
    newest = work[0]
    return {
        "id": newest.model,
        "name": newest.name,
        "description": "<p>Simulated. <script>alert(1)</script></p>",
        "type": newest.kind,
        "nsfw": newest.nsfw,
        "nsfwLevel": 28 if newest.nsfw else 1,
        "availability": "Public",
        "supportsGeneration": newest.generates,
        "allowCommercialUse": "{Image,RentCivit}",
        "stats": STATS,
        "creator": {"username": "acme", "image": None},
        "tags": [],
        "modelVersions": [_version(each, site=site) for each in work],
    }


def _version(shared: Shared, *, site: str) -> dict[str, Any]:
    picture = shared.picture.format(site=site) or f"{site}/previews/{shared.version}.jpeg"
    return {
        "id": shared.version,
        "name": shared.named,
        "baseModel": shared.base,
        "baseModelType": "Standard",
        "publishedAt": "2026-01-01T00:00:00.000Z",
        "supportsGeneration": shared.generates,
        "stats": STATS,
        "files": [{"id": shared.version, "type": "Model", "sizeKB": shared.size_kb, "primary": True}],
        "images": [{"url": picture, "nsfwLevel": 8 if shared.nsfw else 1, "type": "image"}],
        "downloadUrl": f"{site}/api/download/models/{shared.version}",
    }


def _whole(shared: Shared, *, site: str) -> Mapping[str, Any]:
    return {
        **_version(shared, site=site),
        "modelId": shared.model,
        "air": shared.air,
        "trainedWords": list(shared.words),
        "status": "Published",
        "model": {"name": shared.name, "type": shared.kind, "nsfw": shared.nsfw, "poi": False},
    }


def _refused(status: int, error: str) -> web.Response:
    return web.json_response({"error": error}, status=status)
