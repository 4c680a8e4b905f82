"""Stored files on their way to a browser: found by their row, sent as what they were recognised to be.

They come from strangers. So the type is one of a short list or a download, the browser guesses
nothing, and a file opened by itself runs in a sandbox without an origin.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from django.conf import settings
from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from artfactory.media.models import Asset
from artfactory.media.sniffing import SHOWN
from artfactory.media.thumbnails import make_again, thumbnail_path
from artfactory.web.streaming import file_response

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
_FOREVER = "private, max-age=31536000, immutable"  # a stored file never changes


def send_file(request: HttpRequest, asset: Asset, *, download: bool = False) -> HttpResponseBase:
    """The file itself; as a download if that is wished, or if it must not be shown."""
    place = place_of(asset)
    if place is None:
        return missing(_("The file of this product is not in the library any more."))
    is_shown = asset.kind != Asset.Kind.FILE and asset.media_type in SHOWN
    return file_response(
        request,
        place,
        media_type=asset.media_type if is_shown else "application/octet-stream",
        filename=PurePosixPath(asset.path).name,
        attachment=download or not is_shown,
        headers=described(asset.sha256),
    )


def send_thumbnail(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """A small picture of the file, made again where the cache was emptied."""
    picture = _thumbnail(asset)
    if picture is None:
        return missing(_("There is no thumbnail of this file."))
    headers = described(f"{asset.sha256}-thumbnail")
    return file_response(request, picture, media_type="image/webp", headers=headers)


def place_of(asset: Asset) -> Path | None:
    """Where the file lies; None if it is missing, or if its path leads elsewhere or over a link."""
    root = Path(settings.MEDIA_FOLDER).resolve()
    place = root / asset.path
    try:
        is_there = place.resolve(strict=True) == place and place.is_file()
    except (OSError, RuntimeError, ValueError):
        return None
    return place if is_there and place.is_relative_to(root) else None


def _thumbnail(asset: Asset) -> Path | None:
    if asset.kind == Asset.Kind.FILE:
        return None
    cached = thumbnail_path(asset.sha256)
    if cached.is_file() and cached.stat().st_size:
        return cached
    place = place_of(asset)
    return make_again(place, sha256=asset.sha256) if place else None


def described(digest: str) -> dict[str, str]:
    return {**_HEADERS, "Cache-Control": _FOREVER, "ETag": f'"{digest}"'}


def missing(text: str) -> HttpResponseBase:
    headers = {**_HEADERS, "Cache-Control": "no-store"}
    return HttpResponseNotFound(text, content_type="text/plain; charset=utf-8", headers=headers)
