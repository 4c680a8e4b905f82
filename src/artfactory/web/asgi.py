"""What stands before Django: first the host check, then static files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]


async def answer(send: Send, *, status: int, headers: Headers, body: bytes = b"") -> None:
    """One whole response."""
    described = [*headers]
    if not any(name == b"content-length" for name, _value in described) and status != 304:
        described.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": described})
    await send({"type": "http.response.body", "body": body})
