"""A host on loopback that does to a download whatever a host can do to one."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web
from tests.samples.pictures import noisy_png, png
from tests.samples.traps import SIGNATURE

SMALL = png()
FIRST, SECOND = noisy_png(900, seed=1), noisy_png(900, seed=2)  # 2.4 MB each, and of the same size
HALF = len(FIRST) // 2
PIECE = SIGNATURE + bytes(64 * 1024)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Counting(web.Server):
    def __init__(self, host: Host) -> None:
        super().__init__(host.answer, handler_cancellation=True, access_log=None)
        self._host = host

    def connection_made(self, *args: Any) -> None:
        self._host.connections += 1
        super().connection_made(*args)


@dataclass
class Host:
    """`requests` are those that came, headers and all; a connection counts even without one."""

    port: int = 0
    requests: list[web.BaseRequest] = field(default_factory=list)
    connections: int = 0
    _runner: web.ServerRunner | None = None

    async def open(self, tls: object = None) -> Self:
        server = Counting(self)
        self._runner = web.ServerRunner(server, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, ssl_context=tls)  # type: ignore[arg-type]
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"

    def address(self, path: str) -> str:
        return f"http://{self.name}/{path}"

    def visits(self, path: str) -> int:
        return sum(request.path == f"/{path}" for request in self.requests)

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.requests.append(request)
        name = request.path.strip("/").partition("/")[0]
        return await TRICKS[name](request, self.visits(request.path.strip("/")))


async def small(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return web.Response(body=SMALL, headers={"Set-Cookie": "visitor=7; Path=/"})


async def large(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return web.Response(body=FIRST, content_type="image/png")


async def breaks_off(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    """Once; then it goes on where it was."""
    if visit == 1:
        return await _half(request, FIRST, {"ETag": '"one"'})
    return _rest(request, FIRST, {"ETag": '"one"'})


async def breaks_off_dated(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    dated = {"Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}
    return await _half(request, FIRST, dated) if visit == 1 else _rest(request, FIRST, dated)


async def breaks_off_unnamed(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    """A weak ETag does not promise the same bytes."""
    headers = {"ETag": 'W/"one"'}
    return await _half(request, FIRST, headers) if visit == 1 else web.Response(body=FIRST)


async def flips(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    """Another version in the meantime, as a decent host says it: all of it."""
    if visit == 1:
        return await _half(request, FIRST, {"ETag": '"one"'})
    return web.Response(body=SECOND, headers={"ETag": '"two"'})


async def mixes(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    """Another version in the meantime, and its rest is sent all the same."""
    if visit == 1:
        return await _half(request, FIRST, {"ETag": '"one"'})
    if "Range" in request.headers:
        return _rest(request, SECOND, {"ETag": '"two"'})
    return web.Response(body=SECOND, headers={"ETag": '"two"'})


async def mistakes_the_place(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    if visit == 1:
        return await _half(request, FIRST, {"ETag": '"one"'})
    if "Range" in request.headers:
        span = f"bytes {HALF + 7}-{len(FIRST) - 1}/{len(FIRST)}"
        headers = {"ETag": '"one"', "Content-Range": span}
        return web.Response(status=206, body=FIRST[HALF + 7 :], headers=headers)
    return web.Response(body=FIRST)


async def refuses_ranges(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    if visit == 1:
        return await _half(request, FIRST, {"ETag": '"one"'})
    return web.Response(status=416) if "Range" in request.headers else web.Response(body=FIRST)


async def always_short(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return await _half(request, FIRST, {})


async def longer_than_said(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(SMALL)}\r\n\r\n"
    _transport(request).write(head.encode() + SMALL + b"and more")
    _transport(request).close()
    return web.Response()


async def endless(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    for _ in range(20_000):  # 1.3 GB, if nobody hangs up
        await answer.write(PIECE)
    return answer


async def says_it_is_huge(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": str(3 * 10**9)})
    await answer.prepare(request)
    await answer.write(PIECE)
    await asyncio.sleep(30)
    return answer


async def drips(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": "100000"})
    await answer.prepare(request)
    for _ in range(1000):
        await answer.write(b"x")
        await asyncio.sleep(0.02)
    return answer


async def drips_headers(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    _transport(request).write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        _transport(request).write(f"X-{number}: 1\r\n".encode())
        await asyncio.sleep(0.02)
    return web.Response()


async def falls_silent(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


async def packed(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return web.Response(body=gzip.compress(SMALL), headers={"Content-Encoding": "gzip"})


async def packed_strangely(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return web.Response(body=SMALL, headers={"Content-Encoding": "zstd"})


async def packed_bomb(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    packer = zlib.compressobj(9, wbits=31)
    data = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(400)) + packer.flush()
    return web.Response(body=data, headers={"Content-Encoding": "gzip"})


async def redirects(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    """As often as the path says."""
    left = int(request.path.rpartition("/")[2])
    return _to(f"/redirects/{left - 1}" if left else "/small")


async def leads_to(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return _to(request.query["to"])


async def page(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return web.Response(text="\n<!DOCTYPE html><p>This link has expired", content_type="text/html")


async def empty(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return web.Response(body=b"")


async def status(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return web.Response(status=int(request.path.rpartition("/")[2]), text="no")


async def recovers(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    return web.Response(status=503) if visit < 3 else web.Response(body=SMALL)


async def asks_for_a_pause(request: web.BaseRequest, visit: int) -> web.StreamResponse:
    if visit == 1:
        return web.Response(status=429, headers={"Retry-After": request.query["seconds"]})
    return web.Response(body=SMALL)


async def _half(request: web.BaseRequest, data: bytes, headers: Mapping[str, str]) -> web.StreamResponse:
    answer = web.StreamResponse(headers={**headers, "Content-Length": str(len(data))})
    await answer.prepare(request)
    await answer.write(data[:HALF])
    _transport(request).close()
    return answer


def _rest(request: web.BaseRequest, data: bytes, headers: Mapping[str, str]) -> web.StreamResponse:
    start = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
    span = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
    return web.Response(status=206, body=data[start:], headers={**headers, **span})


def _to(location: str) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": location})


def _transport(request: web.BaseRequest) -> asyncio.Transport:
    assert isinstance(request.transport, asyncio.Transport)
    return request.transport


TRICKS = {
    trick.__name__: trick
    for trick in (
        small,
        large,
        breaks_off,
        breaks_off_dated,
        breaks_off_unnamed,
        flips,
        mixes,
        mistakes_the_place,
        refuses_ranges,
        always_short,
        longer_than_said,
        endless,
        says_it_is_huge,
        drips,
        drips_headers,
        falls_silent,
        packed,
        packed_strangely,
        packed_bomb,
        redirects,
        leads_to,
        page,
        empty,
        status,
        recovers,
        asks_for_a_pause,
    )
}
