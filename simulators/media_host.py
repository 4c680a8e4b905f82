"""The media host: what was made, what was uploaded, and addresses that behave badly. It asks for no key."""

from __future__ import annotations

import hashlib
import re

from aiohttp import web

from simulators import acting, hostile
from simulators.faults import Rule
from simulators.hosts import Host, Part, watching
from simulators.stage import Stage

RANGE = re.compile(r"bytes=(\d+)-(\d*)")  # one range; RFC 9110 §14.1.2 allows to ignore any other


def media_host(
    stage: Stage, *, name: str = "media", port: int = 0, more: tuple[web.RouteDef, ...] = ()
) -> Host:
    """`more`: how a Provider takes uploads on the host of its media."""
    place = _place if name == "media" else lambda request: name  # no rule is about a host elsewhere
    part = Part(name=name, place=place, refusal=_refusal)
    application = web.Application(middlewares=[watching(stage, part=part)], client_max_size=1 << 30)
    media = _Media(stage)
    application.add_routes([*more, *hostile.routes(), web.get(r"/{path:files/.+}", media.file)])
    return Host(application, name=name, place="media", port=port)


class _Media:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def file(self, request: web.Request) -> web.StreamResponse:
        rule = request.get(acting.RULE)
        kind = "" if rule is None else rule.what
        file = self._stage.files.find(request.path, at=self._stage.clock.now())
        if file is None or kind == "expired":
            return web.Response(status=(rule.status if rule else None) or 404, text="Not Found")
        if kind == "gzip_bomb":
            return hostile.gzip_bomb()
        data = file.make()
        version = hostile.fresh() if kind == "new_etag" else ""
        return ranged(
            request, data=data, media_type=file.media_type, version=version, whole=kind == "no_range"
        )


def ranged(
    request: web.Request, *, data: bytes, media_type: str, version: str = "", whole: bool = False
) -> web.Response:
    """RFC 9110 §14: a part where one is asked for and still is a part of the same file."""
    tag = f'"{hashlib.sha256(data).hexdigest()[:16]}{version}"'
    headers = {"ETag": tag} if whole else {"ETag": tag, "Accept-Ranges": "bytes"}
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if whole or asked is None or request.headers.get("If-Range", tag) != tag:
        return web.Response(body=data, content_type=media_type, headers=headers)
    start, end = int(asked[1]), min(int(asked[2] or len(data)), len(data) - 1)
    if start >= len(data) or end < start:
        return web.Response(status=416, headers={**headers, "Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
    return web.Response(status=206, body=data[start : end + 1], content_type=media_type, headers=headers)


def _place(request: web.Request) -> str:
    return "media" if request.method in ("GET", "HEAD") else "upload"


def _refusal(what: str, *, rule: Rule, request: web.Request) -> web.Response | None:
    if what == "throttle":
        headers = {} if rule.retry_after is None else {"Retry-After": f"{rule.retry_after:g}"}
        return web.Response(status=429, text="Too many requests", headers=headers)
    if what == "server_error":
        return web.Response(status=rule.status or 500, text="Internal Server Error")
    return None
