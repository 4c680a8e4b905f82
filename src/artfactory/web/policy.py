"""What pages may load and do, in one place. Nothing inline, nothing from elsewhere."""

from __future__ import annotations

from typing import Any

_SELF = "'self'"
_NONE = "'none'"

DIRECTIVES: dict[str, Any] = {
    "default-src": [_NONE],
    "script-src": [_SELF],
    "style-src": [_SELF],
    "img-src": [_SELF, "data:", "blob:"],
    "media-src": [_SELF, "blob:"],
    "connect-src": [_SELF],
    "font-src": [_SELF],
    "worker-src": [_SELF],
    "manifest-src": [_SELF],
    "form-action": [_SELF],
    "frame-ancestors": [_NONE],
    "base-uri": [_NONE],
    "object-src": [_NONE],
}

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Asked again on every visit, yet the browser may go back to a page without a request.
    "Cache-Control": "private, no-cache",
}


def page_policy() -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in DIRECTIVES.items())
