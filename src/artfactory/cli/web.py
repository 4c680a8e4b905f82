"""`artfactory web`: the pages and the API, in one process."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from django.conf import settings
from django.utils.module_loading import import_string

from artfactory.cli import lifeline
from artfactory.cli.folders import prepare_folders
from artfactory.cli.language import _
from artfactory.cli.library import load, make_ready
from artfactory.cli.listening import address_of, listen
from artfactory.cli.logs import log_to

LAST_ANSWERS = 2  # seconds for requests under way when it ends


def serve_pages(*, host: str, port: int, descriptor: int | None, supervised: bool) -> int:
    prepare_folders()
    listener = listen(host, port) if descriptor is None else socket.socket(fileno=descriptor)
    server = _load()
    lifeline.leave_on_signal(server.leave)
    if supervised:
        _await_go(server)
    else:
        make_ready(afresh=True)
        _announce(listener)
    asyncio.run(server.serve(sockets=[listener]))
    return 0


def _load() -> _Server:
    load(log="web")
    _make_secrets()
    server = _Server(_configuration())
    log_to("web")  # once more: loading the application sets Django up again
    return server


def _await_go(server: _Server) -> None:
    """The first web child prepares the library; one that is started again finds it prepared."""
    message = lifeline.await_go()
    lifeline.leave_with_supervisor(server.leave)
    if message.get("prepare"):
        make_ready(afresh=True)


def _make_secrets() -> None:
    """Now, where a folder that cannot be written is refused, not when the first page needs them."""
    for secret in (settings.SECRET_KEY, settings.API_TOKEN):
        str(secret)


def _configuration() -> uvicorn.Config:
    return uvicorn.Config(
        import_string(settings.ASGI_APPLICATION),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=LAST_ANSWERS,
    )


class _Server(uvicorn.Server):
    """Leaves when it is told to; signals are ours, and live streams are ended first."""

    def leave(self) -> None:
        self.should_exit = True

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        await self._serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        _close_streams()
        await super().shutdown(sockets)


def _close_streams() -> None:
    from artfactory.engine import live

    live.close()


def _announce(listener: socket.socket) -> None:
    from artfactory.web.entry import new_code

    line = _("Art Factory's pages are at {address}")
    print(line.format(address=f"{address_of(listener)}/enter/{new_code()}"), flush=True)
