"""The site of the simulated Civitai: a few checkpoints and LoRAs, to search and to look at without a key."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from simulators.civitai.keys import Keys
from simulators.stage import Stage

MOST = 100
ECOSYSTEMS = {"SD 1.5": "sd1", "SDXL 1.0": "sdxl", "Pony": "pony", "Flux.1 D": "flux1", "Krea 2": "krea2"}
STATS = {"downloadCount": 1, "thumbsUpCount": 1}


@dataclass(frozen=True)
class Shared:
    model: int
    version: int
    name: str
    named: str  # the version
    kind: str  # "Checkpoint"
    base: str
    words: tuple[str, ...] = ()
    nsfw: bool = False
    generates: bool = True

    @property
    def air(self) -> str:
        return f"urn:air:{ECOSYSTEMS[self.base]}:{self.kind.lower()}:civitai:{self.model}@{self.version}"


SHARED = (
    Shared(101055, 128078, "SD XL", "v1.0", "Checkpoint", "SDXL 1.0"),
    Shared(4384, 128713, "DreamShaper", "8", "Checkpoint", "SD 1.5"),
    Shared(257749, 290640, "Pony Diffusion V6 XL", "V6", "Checkpoint", "Pony"),
    Shared(618692, 691639, "FLUX", "Dev", "Checkpoint", "Flux.1 D"),
    Shared(900001, 910001, "Fox Photo", "v2", "Checkpoint", "SDXL 1.0", nsfw=True),
    Shared(900002, 910002, "Old Fox", "v1", "Checkpoint", "SD 1.5", generates=False),
    Shared(900003, 910003, "New Fox", "v1", "Checkpoint", "Krea 2"),
    Shared(900101, 910101, "Fox Fur Detail", "v1", "LORA", "SDXL 1.0", ("fxfur", "soft fur")),
    Shared(900102, 910102, "Pony Foxes", "v3", "LORA", "Pony", ("ponyfox",)),
    Shared(900103, 910103, "Fox Sketch", "v1", "LORA", "SD 1.5", ("foxsketch",)),
)


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
        ]

    async def models(self, request: web.Request) -> web.StreamResponse:
        asked = request.query
        if "query" in asked and "page" in asked:
            return _refused(400, "Cannot use page param with query search. Use cursor-based pagination.")
        found = [each for each in SHARED if _is_meant(each, asked)]
        start = int(base64.b64decode(asked["cursor"])) if asked.get("cursor") else 0
        take = min(int(asked.get("limit") or MOST), MOST)
        following = base64.b64encode(str(start + take).encode()).decode()
        metadata = {"nextCursor": following} if start + take < len(found) else {}
        items = [_item(each) for each in found[start : start + take]]
        return web.json_response({"items": items, "metadata": metadata})

    async def model(self, request: web.Request) -> web.StreamResponse:
        found = (each for each in SHARED if str(each.model) == request.match_info["id"])
        shared = next(found, None)
        return web.json_response(_item(shared)) if shared else _refused(404, "Model not found")

    async def version(self, request: web.Request) -> web.StreamResponse:
        found = (each for each in SHARED if str(each.version) == request.match_info["id"])
        shared = next(found, None)
        return web.json_response(_whole(shared)) if shared else _refused(404, "Model version not found")

    async def enums(self, request: web.Request) -> web.StreamResponse:
        kinds, bases = ({getattr(each, name) for each in SHARED} for name in ("kind", "base"))
        return web.json_response({"ModelType": sorted(kinds), "BaseModel": sorted(bases)})

    async def me(self, request: web.Request) -> web.StreamResponse:
        if self._keys.refusal(request) is not None:
            return _refused(401, "Unauthorized")
        return web.json_response({"id": 1234567, "username": "acme", "tier": "free", "status": "active"})


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


def _item(shared: Shared) -> dict[str, Any]:
    return {
        "id": shared.model,
        "name": shared.name,
        "description": "Simulated.",
        "type": shared.kind,
        "nsfw": shared.nsfw,
        "nsfwLevel": 28 if shared.nsfw else 1,
        "availability": "Public",
        "supportsGeneration": shared.generates,
        "allowCommercialUse": "{Image,RentCivit}",
        "stats": STATS,
        "creator": {"username": "acme", "image": None},
        "tags": [],
        "modelVersions": [_version(shared)],
    }


def _version(shared: Shared) -> dict[str, Any]:
    return {
        "id": shared.version,
        "name": shared.named,
        "baseModel": shared.base,
        "baseModelType": "Standard",
        "publishedAt": "2026-01-01T00:00:00.000Z",
        "supportsGeneration": shared.generates,
        "stats": STATS,
        "files": [],
        "images": [{"url": f"https://image.civitai.com/simulated/{shared.version}.jpeg", "nsfwLevel": 1}],
        "downloadUrl": f"https://civitai.com/api/download/models/{shared.version}",
    }


def _whole(shared: Shared) -> Mapping[str, Any]:
    return {
        **_version(shared),
        "modelId": shared.model,
        "air": shared.air,
        "trainedWords": list(shared.words),
        "status": "Published",
        "model": {"name": shared.name, "type": shared.kind, "nsfw": shared.nsfw, "poi": False},
    }


def _refused(status: int, error: str) -> web.Response:
    return web.json_response({"error": error}, status=status)
