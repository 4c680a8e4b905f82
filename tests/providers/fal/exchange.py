"""A fal.ai that answers exactly what a test lays out, on loopback, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from artfactory.providers.base import Access
from artfactory.providers.fal import Fal

KEY = "an-id:a-secret"
MODEL = "fal-ai/flux/dev"
ID = "764cabcf-b745-4b3e-ae38-1200304cf45b"
NOW = 1_764_000_000.0  # seconds since the epoch


@dataclass(frozen=True)
class Reply:
    content: Any = None  # JSON, or text as it is
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        text = self.content if isinstance(self.content, str) else json.dumps(self.content)
        kind = "text/html" if isinstance(self.content, str) else "application/json"
        return web.Response(text=text, status=self.status, headers=self.headers, content_type=kind)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


Answering = Reply | list[Reply] | Callable[[Asked], Reply]


class Rehearsed:
    """`answers`: what each "METHOD /path" gets. A list is answered one by one, and its last one for ever."""

    def __init__(self) -> None:
        self.answers: dict[str, Answering] = {}
        self.asked: list[Asked] = []
        self.address = ""
        self.now = NOW

    def fal(self, *, key: str = KEY) -> Fal:
        addresses = dict.fromkeys(("queue", "api", "rest", "schema"), self.address)
        return Fal(Access(key=key, addresses=addresses), clock=lambda: self.now)

    def paths(self) -> list[str]:
        return [f"{each.method} {each.path}" for each in self.asked]

    async def answer(self, request: web.Request) -> web.Response:
        asked = Asked(
            request.method, request.path, dict(request.query), dict(request.headers), await request.read()
        )
        self.asked.append(asked)
        answer = self.answers.get(f"{asked.method} {asked.path}", Reply({"detail": "?"}, 418))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        return (answer if isinstance(answer, Reply) else answer(asked)).response()


@contextlib.asynccontextmanager
async def rehearsed() -> AsyncIterator[Rehearsed]:
    rehearsed = Rehearsed()
    application = web.Application(client_max_size=2**26)
    application.router.add_route("*", "/{path:.*}", rehearsed.answer)
    async with TestServer(application) as server:
        rehearsed.address = f"http://127.0.0.1:{server.port}"
        yield rehearsed
