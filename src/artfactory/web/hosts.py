"""The first door: only requests that name this very address go on, whatever they ask for.

A page elsewhere can point its own name at 127.0.0.1 (DNS rebinding) and would then be of one
origin with us; its Host gives it away. So an unknown Host is refused before anything else runs.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from artfactory.web.asgi import Application, Receive, Scope, Send, answer
from artfactory.web.cookies import use_port

_LOOPBACK = (b"127.0.0.1", b"localhost", b"[::1]")
_FORWARDED = (b"x-forwarded-", b"forwarded", b"x-real-ip")


class HostCheck:
    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        elif names_us(scope):
            use_port(scope["server"][1])
            await self._application(_as_received(scope), receive, send)
        else:
            await _refuse(scope, send)


def names_us(scope: Scope) -> bool:
    """Whether the request has one Host, it is ours, and its target is a path of ours."""
    hosts = [value for name, value in scope["headers"] if name.lower() == b"host"]
    target = scope.get("raw_path") or scope["path"].encode()
    return len(hosts) == 1 and hosts[0] in _our_hosts(scope) and target.startswith(b"/")


def _our_hosts(scope: Scope) -> set[bytes]:
    port = (scope.get("server") or ("", None))[1]
    if port is None:  # not a TCP port: nothing that a browser could name
        return set()
    hosts = {b"%b:%d" % (name, port) for name in _LOOPBACK}
    return hosts | set(_LOOPBACK) if port == 80 else hosts


def _as_received(scope: Scope) -> Scope:
    """Without what only a proxy may say; there is none."""
    headers = [pair for pair in scope["headers"] if not pair[0].lower().startswith(_FORWARDED)]
    return {**scope, "headers": headers, "scheme": "http"}


async def _refuse(scope: Scope, send: Send) -> None:
    port = (scope.get("server") or ("", 0))[1]
    text = _("This is not an address of Art Factory. Open http://127.0.0.1:%(port)s/ instead.")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await answer(send, status=400, headers=headers, body=(text % {"port": port}).encode())
