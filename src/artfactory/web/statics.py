"""Static files: looked up by name in a table made at the start, so no path can lead elsewhere.

They need the right Host but no session: they are the same for everybody who installed us.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from artfactory.web.asgi import Application, Receive, Scope, Send, answer
from artfactory.web.build import static_files
from artfactory.web.policy import page_policy
from artfactory.web.sheets import whole_sheet

_TYPES = {
    ".css": b"text/css; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".mjs": b"text/javascript; charset=utf-8",
    ".json": b"application/json",
    ".map": b"application/json",
    ".webmanifest": b"application/manifest+json",
    ".txt": b"text/plain; charset=utf-8",
    ".svg": b"image/svg+xml",
    ".png": b"image/png",
    ".webp": b"image/webp",
    ".ico": b"image/x-icon",
    ".wav": b"audio/wav",
    ".woff2": b"font/woff2",
    ".wasm": b"application/wasm",
}
_ROOT = "/static/"
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
)


@dataclass(frozen=True)
class _Static:
    content: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    etag: bytes


class Statics:
    """Answers /static/<digest of the build>/<name>; everything else goes on to `application`."""

    def __init__(self, application: Application) -> None:
        self._application = application
        policy = page_policy().encode()  # a worker obeys the policy that came with its script
        self._files = {
            f"{settings.STATIC_URL}{name}": _read(path, policy=policy)
            for name, path in static_files().items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_ROOT):
            await self._application(scope, receive, send)
        elif scope["method"] not in {"GET", "HEAD"}:
            await _refuse(send, status=405, allow=True)
        elif file := self._files.get(scope["path"]):
            await _serve(file, scope, send)
        else:
            await _refuse(send, status=404)


def _read(path: Path, *, policy: bytes) -> _Static:
    content = whole_sheet(path) if path.suffix == ".css" else path.read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'.encode()
    headers = (
        (b"content-type", _TYPES.get(path.suffix.lower(), b"application/octet-stream")),
        (b"content-length", str(len(content)).encode()),
        (b"content-security-policy", policy),
        (b"cache-control", b"public, max-age=31536000, immutable"),
        (b"etag", etag),
        *_ALWAYS,
    )
    return _Static(content, headers, etag)


async def _serve(file: _Static, scope: Scope, send: Send) -> None:
    known = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
    if file.etag in known:
        headers = [pair for pair in file.headers if pair[0] != b"content-length"]
        await answer(send, status=304, headers=headers)
    else:
        body = b"" if scope["method"] == "HEAD" else file.content
        await answer(send, status=200, headers=file.headers, body=body)


async def _refuse(send: Send, *, status: int, allow: bool = False) -> None:
    headers = [*_ALWAYS, (b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    if allow:
        headers.append((b"allow", b"GET, HEAD"))
    await answer(send, status=status, headers=headers)
