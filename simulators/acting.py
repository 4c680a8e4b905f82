"""What a fault does to a connection. Faults that only change an answer are left to the handler."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import struct
from collections.abc import Awaitable, Callable

from aiohttp import web

from simulators.faults import Rule

RULE: web.RequestKey[Rule] = web.RequestKey("rule", Rule)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

GATEWAY_PAGE = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
PIECE = bytes(64 * 1024)
PIECES = 10  # of a slow body


async def act(
    rule: Rule, *, request: web.Request, handler: Handler, elsewhere: str = ""
) -> web.StreamResponse:
    if rule.what == "redirect":
        return web.Response(
            status=rule.status or 302, headers={"Location": rule.to or elsewhere + request.path}
        )
    if rule.what == "kill":
        return await kill(rule, request, handler)
    before = BEFORE.get(rule.what)
    if before is not None:
        return await before(rule, request)
    request[RULE] = rule
    answer = await handler(request)
    after = AFTER.get(rule.what)
    return answer if after is None else await after(rule, request, answer)


async def refuse(rule: Rule, request: web.Request) -> web.StreamResponse:
    """Reset the connection: the body was not read."""
    reset(request)
    return web.Response()


async def cut_before(rule: Rule, request: web.Request) -> web.StreamResponse:
    await request.read()
    drop(request)
    return web.Response()


async def html(rule: Rule, request: web.Request) -> web.StreamResponse:
    """What a gateway says instead of the Provider; with 200 it is what an expired link looks like."""
    return gateway_page(rule.status or 502)


async def kill(rule: Rule, request: web.Request, handler: Handler) -> web.StreamResponse:
    """The client dies of it: before its request counts, or after, when nobody hears the answer."""
    await request.read()
    if rule.when == "after":
        await handler(request)
    if rule.pid is not None:
        os.kill(rule.pid, signal.SIGKILL)
    drop(request)
    return web.Response()


async def cut_after(rule: Rule, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    drop(request)
    return web.Response()


async def slow_answer(rule: Rule, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """The work is done and accepted at once; only the word of it comes late."""
    await asyncio.sleep(2.0 if rule.seconds is None else rule.seconds)
    return answer


async def slow_body(rule: Rule, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    body = body_of(answer)
    slow = await begun(request, answer=answer, length=len(body))
    step = max(1, -(-len(body) // PIECES))
    for start in range(0, len(body), step):
        await asyncio.sleep((2.0 if rule.seconds is None else rule.seconds) / PIECES)
        await slow.write(body[start : start + step])
    await slow.write_eof()
    return slow


async def short(rule: Rule, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Promise the whole length and hang up half-way."""
    body = body_of(answer)
    cut = await begun(request, answer=answer, length=len(body))
    await cut.write(body[: len(body) // 2])
    hang_up(request)
    return cut


async def endless(rule: Rule, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """It begins like the true answer and never ends, until the client leaves."""
    stream = await begun(request, answer=answer, length=None)
    await stream.write(body_of(answer))
    while request.transport is not None and not request.transport.is_closing():
        await stream.write(PIECE)
        await asyncio.sleep(0)
    return stream


async def not_json(rule: Rule, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Accepted, and the answer cannot be read."""
    return web.Response(text='{"status": "IN_QUEUE", "request_', content_type="application/json")


BEFORE = {"refuse": refuse, "cut_before": cut_before, "html": html}
AFTER = {
    "cut_after": cut_after,
    "slow_answer": slow_answer,
    "slow_body": slow_body,
    "short": short,
    "endless": endless,
    "not_json": not_json,
}


async def begun(
    request: web.Request, *, answer: web.StreamResponse, length: int | None
) -> web.StreamResponse:
    """The head of the answer is sent; its body follows piece by piece."""
    stream = web.StreamResponse(status=answer.status, headers=answer.headers)
    stream.headers.popall("Content-Length", None)
    stream.content_length = length
    await stream.prepare(request)
    return stream


def body_of(answer: web.StreamResponse) -> bytes:
    body = answer.body if isinstance(answer, web.Response) else None
    return body if isinstance(body, bytes) else b""


def gateway_page(status: int) -> web.Response:
    title = {200: "Not Found", 503: "503 Service Temporarily Unavailable"}.get(
        status, f"{status} Bad Gateway"
    )
    return web.Response(status=status, text=GATEWAY_PAGE.format(title), content_type="text/html")


def drop(request: web.Request) -> None:
    """Close at once; what was not sent yet is lost."""
    if request.transport is not None:
        request.transport.abort()


def hang_up(request: web.Request) -> None:
    """Close once what was written is on its way."""
    if request.transport is not None:
        request.transport.close()


def reset(request: web.Request) -> None:
    """A TCP reset instead of an orderly end: linger of zero seconds (socket(7))."""
    if request.transport is None:
        return
    connection = request.transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
