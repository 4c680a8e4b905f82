"""The real ASGI application behind a real socket, on the database of the test."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any

import uvicorn
from django.conf import settings
from django.db import connections

from artfactory.config.asgi import application
from artfactory.engine.live import WIRE
from artfactory.web.tokens import token

PATIENCE = 20.0  # seconds


@contextmanager
def serving() -> Iterator[int]:
    """The port of the server; it is gone afterwards, with every connection to the database."""
    cookie = settings.SESSION_COOKIE_NAME
    config = uvicorn.Config(
        application, port=0, log_level="warning", lifespan="off", ws="none", timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield _port_of(server)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        WIRE._thread.submit(connections.close_all).result(PATIENCE)
        settings.SESSION_COOKIE_NAME = cookie
    assert not thread.is_alive()


def _port_of(server: uvicorn.Server) -> int:
    until = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < until, "The server did not start."
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


@contextmanager
def opened(
    port: int, method: str, path: str, body: Any = None, **named: str
) -> Iterator[http.client.HTTPResponse]:
    """The answer, with its body still to be read."""
    headers = {"Authorization": f"Bearer {token()}", "Content-Type": "application/json"}
    headers |= {name.replace("_", "-"): value for name, value in named.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    sent = None if body is None else json.dumps(body).encode()
    with closing(connection):
        connection.request(method, f"/api/v1{path}", sent, headers)
        with connection.getresponse() as response:
            yield response


def asked(port: int, method: str, path: str, body: Any = None, **named: str) -> tuple[int, Any]:
    with opened(port, method, path, body, **named) as response:
        return response.status, json.loads(response.read())
