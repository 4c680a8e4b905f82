"""Addresses of the media host that behave badly, each in one way. A name after the address makes a fresh one.

/endless /drip /gzbomb /short /html          every time
/resume /no-range /etag-flip /etag-lie       the first answer is cut half-way; the next ones differ
/redirect?to=ADDRESS  /redirects?count=N     302
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import random
from functools import cache

from aiohttp import web

from simulators import acting, media_host
from simulators.faults import Rule
from simulators.pictures import noise

_versions = itertools.count(1)
_asked: dict[str, int] = {}  # how often each address was asked for
DRIPS = 600  # bytes, one each second
BOMB = 1 << 30  # bytes when unpacked


def routes() -> list[web.RouteDef]:
    named = [("endless", endless), ("drip", drip), ("gzbomb", gzbomb), ("short", short), ("html", html)]
    named += [("resume", resume), ("no-range", resume), ("etag-flip", resume), ("etag-lie", resume)]
    named += [("redirect", redirect), ("redirects", redirects)]
    return [web.get(f"/{{kind:{name}}}{{rest:(/.*)?}}", handler) for name, handler in named]


def fresh() -> str:
    return f"-{next(_versions)}"


def version(number: int) -> bytes:
    """A real picture of about 200 kB, another one for each number."""
    return noise(256, 256, chance=random.Random(number))


async def endless(request: web.Request) -> web.StreamResponse:
    return await acting.endless(Rule("media", "endless"), request, _picture(version(1)))


async def drip(request: web.Request) -> web.StreamResponse:
    answer = await acting.begun(request, answer=_picture(b""), length=DRIPS)
    for byte in version(1)[:DRIPS]:
        await answer.write(bytes([byte]))
        await asyncio.sleep(1.0)
    return answer


async def gzbomb(request: web.Request) -> web.StreamResponse:
    return gzip_bomb()


async def short(request: web.Request) -> web.StreamResponse:
    return await acting.short(Rule("media", "short"), request, _picture(version(1)))


async def html(request: web.Request) -> web.StreamResponse:
    return acting.gateway_page(200)


async def resume(request: web.Request) -> web.StreamResponse:
    """Cut at first. Then: the rest, the whole again, another version, or a part of another version."""
    kind, times = request.match_info["kind"], _asked.get(request.path, 0)
    _asked[request.path] = times + 1
    if times and kind == "etag-lie":
        return _lie(request)
    data = version(2 if times and kind == "etag-flip" else 1)
    whole = kind == "no-range"
    answer = media_host.ranged(request, data=data, media_type="image/png", whole=whole)
    return answer if times else await acting.short(Rule("media", "short"), request, answer)


async def redirect(request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": request.query.get("to", "/html")})


async def redirects(request: web.Request) -> web.StreamResponse:
    left = int(request.query.get("count", "10"))
    target = f"/redirects?count={left - 1}" if left > 1 else "/resume/after-redirects"
    return web.Response(status=302, headers={"Location": target})


def gzip_bomb() -> web.Response:
    """Sent packed although nobody asked for it."""
    headers = {"Content-Encoding": "gzip"}
    return web.Response(body=_bomb(), content_type="image/png", headers=headers)


@cache
def _bomb() -> bytes:
    """RFC 1952 §2.2: members may follow each other, so one of 8 MB is enough to make many."""
    part = 8 << 20
    return gzip.compress(bytes(part), 9) * (BOMB // part)


def _lie(request: web.Request) -> web.Response:
    """206 for a part of another version than the one that was begun."""
    asked = media_host.RANGE.fullmatch(request.headers.get("Range", ""))
    data = version(2)
    start = min(int(asked[1]), len(data) - 1) if asked else 0
    place = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}", "ETag": '"another"'}
    return web.Response(status=206, body=data[start:], content_type="image/png", headers=place)


def _picture(data: bytes) -> web.Response:
    return web.Response(body=data, content_type="image/png")
