"""Faults in front of an adapter: a small server on loopback that goes wrong in one way, and remembers.

For the tests of any adapter that speaks HTTP, plugins included. It forwards nothing: whatever comes in meets
the fault, and `foreign` is where its redirects lead.

    async with exchange(FAULTS["cut_after"]) as faulty:
        provider = Mine(Access(key="k", addresses={"api": faulty.address}))
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["FAULTS", "Exchange", "Fault", "Seen", "exchange", "nobody"]

PATIENCE = 5.0  # seconds for a request to arrive


@dataclass(frozen=True)
class Seen:
    """One request that arrived, as far as it was read."""

    method: str
    path: str
    headers: Mapping[str, str]  # names in small letters
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Fault:
    """What happens to a request: how much of it is read, and what is said before the connection ends."""

    answer: bytes = b""
    reads: bool = True  # all of the request, before anything else happens
    waits: bool = False  # says nothing, and keeps the connection open


def _page(status: str, body: str, *, media_type: str = "application/json", more: str = "") -> bytes:
    data = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(data)}\r\n{more}"
    return f"{head}Connection: close\r\n\r\n".encode() + data


HTML = "<html><body><center><h1>Not now</h1></center><hr><center>nginx</center></body></html>"
CUT = '{"id": "7c1f", "request_id": "7c'
AWAY = "Location: {foreign}\r\n"

# Each of them leaves it open whether the request was accepted.
FAULTS: Mapping[str, Fault] = {
    "cut_before": Fault(reads=False),
    "cut_after": Fault(),
    "slow": Fault(waits=True),
    "cut_in_head": Fault(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    "cut_in_body": Fault(_page("200 OK", CUT).replace(b"Content-Length: ", b"Content-Length: 9")),
    "truncated": Fault(_page("200 OK", CUT)),
    "empty": Fault(_page("200 OK", "")),
    "no_object": Fault(_page("200 OK", "[]")),
    "html": Fault(_page("200 OK", HTML, media_type="text/html")),
    "no_http": Fault(b"220 mail.example ESMTP\r\n"),
    "timed_out": Fault(_page("408 Request Timeout", "")),
    "conflict": Fault(_page("409 Conflict", '{"detail": "conflict"}')),
    "server_error": Fault(_page("500 Internal Server Error", '{"detail": "Internal Server Error"}')),
    "bad_gateway": Fault(_page("502 Bad Gateway", HTML, media_type="text/html")),
    "overloaded": Fault(_page("503 Service Unavailable", "", more="Retry-After: 1\r\n")),
    "gateway_timeout": Fault(_page("504 Gateway Timeout", HTML, media_type="text/html")),
    "moved": Fault(_page("302 Found", "", more=AWAY)),
    "moved_as_it_is": Fault(_page("307 Temporary Redirect", "", more=AWAY)),
    "moved_for_good": Fault(_page("308 Permanent Redirect", "", more=AWAY)),
}


class Exchange:
    """`requests`: what arrived here; `strayed`: what arrived where a redirect leads."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.arrived, self._over = asyncio.Event(), asyncio.Event()
        self.address = self.foreign = ""
        self.requests: list[Seen] = []
        self.strayed: list[Seen] = []

    @property
    def posts(self) -> int:
        return sum(seen.method == "POST" for seen in self.requests)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Here: one fault for each connection."""
        with _let_go(writer):
            if not self.fault.reads:
                self.requests.append(await _head(reader))
                return
            self.requests.append(await _request(reader))
            self.arrived.set()
            writer.write(self.fault.answer.replace(b"{foreign}", self.foreign.encode()))
            await writer.drain()
            if self.fault.waits:
                await self._over.wait()

    async def serve_elsewhere(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """There: an answer that anyone would believe."""
        with _let_go(writer):
            self.strayed.append(await _request(reader))
            writer.write(_page("200 OK", '{"id": "strayed", "request_id": "strayed"}'))
            await writer.drain()

    def end(self) -> None:
        self._over.set()


@contextlib.asynccontextmanager
async def exchange(fault: Fault) -> AsyncIterator[Exchange]:
    here = Exchange(fault)
    servers = [
        await asyncio.start_server(serve, "127.0.0.1", 0) for serve in (here.serve, here.serve_elsewhere)
    ]
    here.address, here.foreign = (f"http://127.0.0.1:{_port(server)}" for server in servers)
    try:
        yield here
    finally:
        here.end()
        for server in servers:
            server.close()
            await asyncio.wait_for(server.wait_closed(), PATIENCE)


async def nobody() -> str:
    """An address where nothing listens."""
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    address = f"http://127.0.0.1:{_port(server)}"
    server.close()
    await server.wait_closed()
    return address


@contextlib.contextmanager
def _let_go(writer: asyncio.StreamWriter) -> Iterator[None]:
    try:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            yield
    finally:
        writer.close()


async def _request(reader: asyncio.StreamReader) -> Seen:
    head = await _head(reader)
    length = int(head.headers.get("content-length", "0"))
    body = await asyncio.wait_for(reader.readexactly(length), PATIENCE)
    return Seen(head.method, head.path, head.headers, body)


async def _head(reader: asyncio.StreamReader) -> Seen:
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    method, path, _version = first.split(" ", 2)
    return Seen(method, path, {name.strip().lower(): value.strip() for name, _colon, value in pairs}, b"")


def _port(server: asyncio.Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port
