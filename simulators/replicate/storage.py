"""Files that people lay at Replicate, to name them in an input. They are read with the token alone."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

from aiohttp import web

from simulators.clock import stamp
from simulators.files import File
from simulators.replicate import words
from simulators.replicate.keys import Keys
from simulators.stage import Stage

MOST = 100 * 10**6  # bytes


class Storage:
    def __init__(self, stage: Stage, *, keys: Keys) -> None:
        self._stage = stage
        self._keys = keys
        self._known: dict[str, dict[str, Any]] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v1/files", self.create),
            web.get("/v1/files", self.listed),
            web.get("/v1/files/{id}", self.get),
            web.delete("/v1/files/{id}", self.delete),
            web.get("/v1/files/{id}/download", self.download),
        ]

    async def create(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        if (request.content_length or 0) > MOST:
            return words.problem(413, "Files must be less than 100MB in size")
        try:
            form = await request.post()
        except ValueError:
            return words.problem(400, "The body is no form")
        content = form.get("content")
        if not isinstance(content, web.FileField):
            return words.problem(400, "Missing content")
        metadata = form.get("metadata")
        told = json.loads(metadata.file.read() if isinstance(metadata, web.FileField) else metadata or "{}")
        facts = self._keep(content, host=request.host, metadata=told)
        return web.json_response(facts, status=201)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        return web.json_response({"next": None, "previous": None, "results": list(self._known.values())})

    async def get(self, request: web.Request) -> web.StreamResponse:
        facts = self._facts(request)
        refused = self._keys.refusal(request)
        return refused or (web.json_response(facts) if facts else words.not_found("file"))

    async def delete(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        return web.Response(status=204 if self._known.pop(request.match_info["id"], None) else 404)

    async def download(self, request: web.Request) -> web.StreamResponse:
        file = self._stage.files.find(_path(request.match_info["id"]), at=self._stage.clock.now())
        refused = self._keys.refusal(request)
        if refused is not None or file is None:
            return refused or words.not_found("file")
        return web.Response(body=file.make(), content_type=file.media_type)

    def clear(self) -> None:
        self._known.clear()

    def _keep(self, content: web.FileField, *, host: str, metadata: Any) -> dict[str, Any]:
        data, now = content.file.read(), self._stage.clock.now()
        key = base64.b64encode(secrets.token_hex(18).encode()).decode()
        gone_at = now + self._stage.configuration.upload_seconds
        self._stage.files.put(_path(key), File(content.content_type, lambda: data, gone_at=gone_at))
        md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
        self._known[key] = {
            "id": key,
            "name": content.filename,
            "content_type": content.content_type,
            "size": len(data),
            "etag": md5,
            "checksums": {"sha256": hashlib.sha256(data).hexdigest(), "md5": md5},
            "metadata": metadata,
            "created_at": stamp(now),
            "expires_at": stamp(gone_at),
            "urls": {"get": f"http://{host}{_path(key)}"},
        }
        return self._known[key]

    def _facts(self, request: web.Request) -> dict[str, Any] | None:
        key = request.match_info["id"]
        gone = self._stage.files.find(_path(key), at=self._stage.clock.now()) is None
        return None if gone else self._known.get(key)


def _path(key: str) -> str:
    return f"/v1/files/{key}"
