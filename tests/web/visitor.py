"""One request at a time over a bare socket, so that nothing is put right on the way."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPMessage, HTTPResponse


@dataclass(frozen=True)
class Reply:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def sets_cookie(self) -> bool:
        """Taking one away that is worth nothing does not count."""
        return any("Max-Age=0" not in cookie for cookie in self.headers.get_all("Set-Cookie", []))

    @property
    def shares_with_others(self) -> bool:
        return any(name.lower().startswith("access-control-") for name in self.headers)


@dataclass(frozen=True)
class Visitor:
    """Somebody who talks to the server at `port`, with these headers on every request."""

    port: int
    cookie: str = ""
    token: str = ""
    csrf: str = ""

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        host: str | None = None,
        body: bytes = b"",
    ) -> Reply:
        lines = [f"Host: {host or f'127.0.0.1:{self.port}'}", *self._own_headers()]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        lines += [f"Content-Length: {len(body)}"] if body or method not in {"GET", "HEAD"} else []
        return self.say(f"{method} {path} HTTP/1.1", *lines, body=body)

    def say(self, *lines: str, body: bytes = b"") -> Reply:
        """Sends exactly these lines; reads a stream no further than its head."""
        message = "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(message)
            response = HTTPResponse(connection, method=lines[0].partition(" ")[0])
            response.begin()
            endless = response.headers.get_content_type() == "text/event-stream"
            return Reply(response.status, response.headers, b"" if endless else response.read())

    def _own_headers(self) -> list[str]:
        own = {"Cookie": self.cookie, "X-CSRFToken": self.csrf}
        own["Authorization"] = f"Bearer {self.token}" if self.token else ""
        return [f"{name}: {value}" for name, value in own.items() if value]


def entered(port: int, code: str) -> Visitor:
    """A browser after it opened /enter/CODE and the page that follows."""
    reply = Visitor(port).ask("GET", f"/enter/{code}")
    assert reply.status == 200, reply.body
    cookie = reply.headers["Set-Cookie"].partition(";")[0]
    return Visitor(port, cookie=cookie, csrf=_csrf_of(Visitor(port, cookie=cookie)))


def _csrf_of(visitor: Visitor) -> str:
    for path in ("/orders/new/", "/"):
        found = re.search(
            rb'X-CSRFToken": "(\w+)"|csrfmiddlewaretoken" value="(\w+)"', visitor.ask("GET", path).body
        )
        if found:
            return (found[1] or found[2]).decode()
    return ""
