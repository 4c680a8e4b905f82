"""fal's storage: a token and an upload, an upload in parts, and an address that takes one PUT."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

from aiohttp import web

from simulators.fal import words
from simulators.fal.keys import Keys
from simulators.fal.reading import json_object
from simulators.files import File
from simulators.stage import Stage

TOKEN_SECONDS = 3600.0


class Storage:
    def __init__(self, stage: Stage, *, keys: Keys) -> None:
        self._stage = stage
        self._keys = keys
        self._tokens: set[str] = set()
        self._places: set[str] = set()  # paths that take a PUT
        self._parts: dict[str, dict[int, bytes]] = {}  # by upload id

    def routes(self) -> list[web.RouteDef]:
        """On the host of the REST API."""
        return [
            web.post("/storage/auth/token", self.token),
            web.post("/storage/upload/initiate", self.initiate),
        ]

    def media_routes(self) -> tuple[web.RouteDef, ...]:
        """On the media host: there a token of its own is asked for, never the key."""
        parts = r"/{path:files/[^/]+/[^/]+}/multipart/{upload}"
        return (
            web.post("/files/upload", self.upload),
            web.post("/files/upload/multipart", self.begin),
            web.put(parts + r"/{number:\d+}", self.part),
            web.post(parts + "/complete", self.complete),
            web.put(r"/{path:files/[^/]+/[^/]+}", self.put),
        )

    async def token(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request, needs_credit=True)
        if refused is not None:
            return refused
        token = secrets.token_hex(16)
        self._tokens.add(token)
        until = datetime.fromtimestamp(datetime.now(UTC).timestamp() + TOKEN_SECONDS, UTC)
        facts = {"token": token, "token_type": "Bearer", "base_url": self._stage.files.base}
        return web.json_response({**facts, "expires_at": until.isoformat()})

    async def initiate(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request, needs_credit=True)
        if refused is not None:
            return refused
        asked = await json_object(request) or {}
        address = self._reserve(str(asked.get("file_name") or "upload.bin"))
        return web.json_response({"upload_url": address, "file_url": address})

    async def put(self, request: web.Request) -> web.StreamResponse:
        if request.path not in self._places:
            return web.Response(status=403, text="Not a place for an upload")
        self._keep(request.path, data=await request.read(), media_type=request.content_type)
        return web.Response()

    async def upload(self, request: web.Request) -> web.StreamResponse:
        if not self._is_let_in(request):
            return words.detail(401, "Unauthorized")
        address = self._reserve(request.headers.get("X-Fal-File-Name", "upload.bin"))
        path = address.removeprefix(self._stage.files.base)
        self._keep(path, data=await request.read(), media_type=request.content_type)
        return web.json_response({"access_url": address})

    async def begin(self, request: web.Request) -> web.StreamResponse:
        if not self._is_let_in(request):
            return words.detail(401, "Unauthorized")
        upload = secrets.token_hex(8)
        self._parts[upload] = {}
        address = self._reserve(request.headers.get("X-Fal-File-Name", "upload.bin"))
        return web.json_response({"access_url": address, "uploadId": upload})

    async def part(self, request: web.Request) -> web.StreamResponse:
        parts = self._parts.get(request.match_info["upload"])
        if parts is None or not self._is_let_in(request):
            return words.detail(404, "Not found")
        data = parts[int(request.match_info["number"])] = await request.read()
        return web.Response(headers={"ETag": _tag(data)})

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """Refused where a part is missing or was damaged on its way."""
        parts = self._parts.get(request.match_info["upload"])
        if parts is None or not self._is_let_in(request):
            return words.detail(404, "Not found")
        asked = (await json_object(request) or {}).get("parts", [])
        named = {int(each["partNumber"]): each["etag"] for each in asked}
        if named != {number: _tag(data) for number, data in parts.items()}:
            return words.detail(400, "The parts do not match")
        whole = b"".join(parts[number] for number in sorted(parts))
        self._keep(f"/{request.match_info['path']}", data=whole, media_type="application/octet-stream")
        return web.json_response({})

    def clear(self) -> None:
        for each in (self._tokens, self._places, self._parts):
            each.clear()

    def _reserve(self, name: str) -> str:
        path = f"/files/{secrets.token_hex(8)}/{name.replace('/', '_')}"
        self._places.add(path)
        return self._stage.files.base + path

    def _keep(self, path: str, *, data: bytes, media_type: str) -> None:
        gone_at = self._stage.clock.now() + self._stage.configuration.upload_seconds
        self._stage.files.put(path, File(media_type, lambda: data, gone_at=gone_at))

    def _is_let_in(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return scheme == "Bearer" and token in self._tokens


def _tag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'
