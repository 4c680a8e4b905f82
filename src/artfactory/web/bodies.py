"""A request larger than anything we take is refused before it is kept anywhere.

Django writes a whole body to disk before it looks at who sent it; without this, any page could
fill the disk. Files may be larger than other bodies, where files are taken and whoever brings one shows a
token or a cookie; what these are worth is judged behind.
"""

from __future__ import annotations

import asyncio
import json

from django.conf import settings
from django.utils.translation import gettext as _

from artfactory.web.asgi import Application, Message, Receive, Scope, Send

HEARD_OUT = 256 * 1024 * 1024  # bytes of a refused body that are read and dropped
HEARD_FOR = 5.0  # seconds


class _TooLarge(Exception):
    pass


class BodyLimit:
    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        most = _most(scope)
        try:
            if _announced(scope) > most:
                raise _TooLarge
            await self._application(scope, _counted(receive, most=most), send)
        except _TooLarge:
            await _refuse(receive, send, most=most)


def _most(scope: Scope) -> int:
    takes_files = scope["path"].rstrip("/") in settings.MULTIPART_PATHS
    shows = any(name in (b"authorization", b"cookie") for name, _value in scope["headers"])
    return int(settings.LARGEST_UPLOAD if takes_files and shows else settings.LARGEST_BODY)


def _announced(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(length) for length in lengths if length.isdigit()), default=0)


def _counted(receive: Receive, *, most: int) -> Receive:
    """A body may come without its length; then it is counted on its way."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > most:
            raise _TooLarge
        return message

    return counted


async def _refuse(receive: Receive, send: Send, *, most: int) -> None:
    text = _("This request is too large: Art Factory takes at most %(most)d MB at once.")
    detail = text % {"most": most // 1_000_000}
    problem = {
        "type": "about:blank",
        "title": "Content Too Large",
        "status": 413,
        "detail": detail,
        "errors": [{"loc": [], "code": "too_large", "message": detail}],
    }
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    body = json.dumps(problem).encode()
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    await _hear_out(receive)
    await send({"type": "http.response.body", "body": b""})


async def _hear_out(receive: Receive) -> None:
    """Whoever still speaks when the line is cut hears no answer; so what comes is dropped, up to a point."""
    heard, more = 0, True
    try:
        async with asyncio.timeout(HEARD_FOR):
            while more and heard < HEARD_OUT:
                message = await receive()
                heard += len(message.get("body", b""))
                more = message["type"] == "http.request" and message.get("more_body", False)
    except TimeoutError:
        return
