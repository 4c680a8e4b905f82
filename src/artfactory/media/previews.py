"""Previews of what others share: only our own small picture of each is kept, in the cache, by its address.

Those that are looked at least go first, when there are too many; what somebody marked or used stays.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from artfactory.media.decoding.facts import Facts
from artfactory.media.serving import described, missing
from artfactory.media.sniffing import sniff
from artfactory.media.storage import NotKept, Received, discard, receive
from artfactory.media.thumbnails import shared_decoders
from artfactory.web.streaming import file_response

MOST = 1_000  # kept, beside those that stay anyway; some 40 KB each
NONE = (  # drawn in grey, for both themes
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 120" fill="none" stroke="#888" stroke-width="1">'
    '<rect x="39" y="53" width="18" height="14" rx="2"/><path d="M39 64l6-5 5 4 3-2 4 3"/></svg>'
)
SPARED = 100  # fewer than that once some must go, so that they go seldom


class NoPicture(Exception):
    """What lies there is no picture, or cannot be read as one."""


def kept_preview(address: str) -> Path | None:
    """It counts as looked at now."""
    place = _place(address)
    with suppress(OSError):
        os.utime(place)
        return place
    return None


def keep_preview(address: str, data: bytes | Received) -> Path:
    """Blocks for a moment. Raises NoPicture, or NotKept."""
    received = data if isinstance(data, Received) else receive(data)
    try:
        return _put(_place(address), _small_picture(received))
    finally:
        discard(received)


def forget_most_previews(*, but: Collection[str] = (), most: int = MOST) -> int:
    """`but`: addresses whose previews stay. How many went."""
    staying = {_place(address) for address in but}
    loose = [path for path in _folder().glob("*.webp") if path not in staying]
    if len(loose) <= most:
        return 0
    oldest = sorted(loose, key=_looked_at)[: len(loose) - max(most - SPARED, 0)]
    for path in oldest:
        path.unlink(missing_ok=True)
    return len(oldest)


def send_preview(request: HttpRequest, place: Path | None) -> HttpResponseBase:
    """What looks like a picture that is missing, where there is none."""
    if place is None:
        answer = missing(NONE)
        answer["Content-Type"], answer["Cache-Control"] = "image/svg+xml", "private, max-age=300"
        return answer
    return file_response(request, place, media_type="image/webp", headers=described(place.stem))


def _small_picture(received: Received) -> bytes:
    known = sniff(received.head)
    if known is None or known.kind != "image":
        raise NoPicture
    facts = shared_decoders().decode(received.path, media_type=known.media_type)
    if not isinstance(facts, Facts) or facts.kind != "image" or not facts.thumbnail:
        raise NoPicture
    return facts.thumbnail


def _put(place: Path, picture: bytes) -> Path:
    part = Path(settings.TMP_FOLDER) / f"{secrets.token_hex(12)}.part"
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_bytes(picture)
        part.chmod(0o600)
        os.replace(part, place)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NotKept(str(error)) from error
    return place


def _folder() -> Path:
    return Path(settings.CACHE_FOLDER) / "previews"


def _place(address: str) -> Path:
    return _folder() / f"{sha256(address.encode()).hexdigest()}.webp"


def _looked_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
