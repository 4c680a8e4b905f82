"""Blobs: asked for by id with the key, and then found where that leads, which asks for none."""

from __future__ import annotations

import random
import string
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from simulators import acting, hostile
from simulators.civitai import words
from simulators.civitai.answers import next_year, ticks
from simulators.civitai.keys import Keys
from simulators.civitai.outputs import PLACE
from simulators.civitai.signing import opens, signed, token
from simulators.civitai.workflows import KEPT, Workflows
from simulators.files import File
from simulators.media_host import ranged
from simulators.stage import Stage

MOST = 64 * 2**20  # bytes; ours
LETTERS = string.digits + "ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
TICKET = "sig"
LEVELS = ("pg", "pg13", "r", "x", "xxx")
MATURE = "x"  # how what is unsafe is rated
ENDINGS = {
    "image/png": ("png", "image"),
    "image/jpeg": ("jpeg", "image"),
    "image/webp": ("webp", "image"),
    "video/mp4": ("mp4", "video"),
    "audio/mpeg": ("mp3", "audio"),
    "audio/wav": ("wav", "audio"),
}


class Blobs:
    def __init__(self, stage: Stage, *, keys: Keys, workflows: Workflows) -> None:
        self._stage = stage
        self._keys = keys
        self._workflows = workflows
        self._laid: dict[str, str] = {}  # by the token of its content
        self._chance = random.Random(0)

    def routes(self) -> list[web.RouteDef]:
        """The words come before the ids."""
        return [
            web.get(PLACE + "upload", self.presign),
            web.post(PLACE.rstrip("/"), self.upload),
            web.get(PLACE + "content/{token}", self.content, allow_head=False),
            web.get(PLACE + "blocked/{token}", self.blocked),
            web.head(PLACE + "{id}", self.head),
            web.get(PLACE + "{id}", self.get, allow_head=False),
            web.post(PLACE + "{id}/refresh", self.refresh),
        ]

    async def presign(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        now = self._stage.clock.now()
        address = f"http://{request.host}{PLACE.rstrip('/')}?{TICKET}={int(now)}"
        return web.json_response({"uploadUrl": address, "expiresAt": ticks(now + 3600)})

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """With the key, or where the address brings a signature."""
        refused = None if TICKET in request.query else self._keys.refusal(request)
        if refused is not None:
            return refused
        if request.content_type not in ENDINGS:
            return words.problem(415)
        if (request.content_length or 0) > MOST:
            return words.problem(413)
        ending, kind = ENDINGS[request.content_type]
        blob, data = f"{''.join(self._chance.choices(LETTERS, k=26))}.{ending}", await request.read()
        gone_at = self._stage.clock.now() + self._stage.configuration.upload_seconds
        self._stage.files.put(PLACE + blob, File(request.content_type, lambda: data, gone_at=gone_at))
        return web.json_response({"type": kind, **self._told(blob, host=request.host)}, status=201)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """301 and a relative address, as measured; the specification says 308.

        `nsfwLevel` is the most that is wanted.
        """
        blob = request.match_info["id"]
        refused = self._refusal(request, blob)
        if refused is not None:
            return refused
        if self._spoiled(request) or not self._is_there(blob):
            return words.not_found()
        self._laid[token(blob)] = blob
        where = "blocked" if self._is_blocked(request, blob) else "content"
        place = f"{PLACE}{where}/{token(blob)}{_saving(request, blob)}"
        return web.Response(status=self._stage.configuration.says_moved, headers={"Location": place})

    async def blocked(self, request: web.Request) -> web.StreamResponse:
        """Where the signed address of a mature file leads, as was measured; asked for by id, it is served."""
        return words.problem(403)

    async def head(self, request: web.Request) -> web.StreamResponse:
        blob = request.match_info["id"]
        refused = self._refusal(request, blob)
        if refused is not None or not self._is_there(blob):
            return refused or words.not_found()
        self._laid[token(blob)] = blob
        level = MATURE if self._is_mature(blob) else "pg"
        headers = {"Location": f"{PLACE}content/{token(blob)}", "x-nsfw-level": level}
        return web.Response(status=204, headers=headers)

    async def content(self, request: web.Request) -> web.StreamResponse:
        rule = request.get(acting.RULE)
        kind = "" if rule is None else rule.what
        blob = self._laid.get(request.match_info["token"], "")
        file = self._stage.files.find(PLACE + blob, at=self._stage.clock.now())
        if file is None or kind == "expired":
            return words.not_found()
        if kind == "gzip_bomb":
            return hostile.gzip_bomb()
        version = hostile.fresh() if kind == "new_etag" else ""
        whole = kind == "no_range"
        answer = ranged(request, data=file.make(), media_type=file.media_type, version=version, whole=whole)
        if "filename" in request.query:
            answer.headers["Content-Disposition"] = f'attachment; filename="{request.query["filename"]}"'
        return answer

    async def refresh(self, request: web.Request) -> web.StreamResponse:
        """A fresh address, and thirty days more."""
        blob = request.match_info["id"]
        refused = self._keys.refusal(request)
        file = self._stage.files.find(PLACE + blob, at=self._stage.clock.now())
        if refused is not None or file is None:
            return refused or words.not_found()
        gone_at = self._stage.clock.now() + KEPT
        self._stage.files.put(PLACE + blob, File(file.media_type, file.make, gone_at=gone_at))
        return web.json_response(self._told(blob, host=request.host))

    def misses(self, given: Mapping[str, Any]) -> bool:
        """Whether an input names a blob of ours that is gone."""
        named = [each for value in given.values() for each in (value if isinstance(value, list) else [value])]
        texts = [each for each in named if isinstance(each, str) and PLACE in each]
        return any(not self._is_there(urlsplit(each).path.rpartition("/")[2]) for each in texts)

    def clear(self) -> None:
        self._laid.clear()

    def _is_mature(self, blob: str) -> bool:
        made = (each for each in self._workflows.all() if blob.startswith(each.job))
        return any(each.script == "unsafe" for each in made)

    def _is_blocked(self, request: web.Request, blob: str) -> bool:
        wanted = request.query.get("nsfwLevel", MATURE)
        below = wanted in LEVELS and LEVELS.index(wanted) < LEVELS.index(MATURE)
        return self._is_mature(blob) and ("sig" in request.query or below)

    def _refusal(self, request: web.Request, blob: str) -> web.Response | None:
        signature = request.query.get("sig", "")
        if signature and opens(blob, signature=signature, now=self._stage.clock.now()):
            return None
        return self._keys.refusal(request)

    def _spoiled(self, request: web.Request) -> bool:
        rule = request.get(acting.RULE)
        return rule is not None and rule.what == "expired"

    def _is_there(self, blob: str) -> bool:
        return self._stage.files.find(PLACE + blob, at=self._stage.clock.now()) is not None

    def _told(self, blob: str, *, host: str) -> dict[str, Any]:
        now = self._stage.clock.now()
        until = ticks(next_year(now))
        address = signed(blob, host=host, at=now, until=until)
        return {"id": blob, "available": True, "url": address, "urlExpiresAt": until}


def _saving(request: web.Request, blob: str) -> str:
    """For somebody who wants to keep the file rather than see it."""
    if request.query.get("download") != "true":
        return ""
    return "?" + urlencode({"filename": request.query.get("filename", blob)})
