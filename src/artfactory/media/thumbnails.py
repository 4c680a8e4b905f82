"""Thumbnails lie in the cache by the digest of their file: disposable, made again when missing."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

from artfactory.media.decoding.decoders import Decoders
from artfactory.media.decoding.facts import Facts
from artfactory.media.sniffing import HEAD, sniff


def thumbnail_path(sha256: str) -> Path:
    return Path(settings.CACHE_FOLDER) / sha256[:2] / f"{sha256}.webp"


def put_thumbnail(sha256: str, picture: bytes) -> bool:
    """False where it cannot be written; the file itself matters more."""
    place = thumbnail_path(sha256)
    part = Path(settings.TMP_FOLDER) / f"{secrets.token_hex(12)}.part"
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_bytes(picture)
        part.chmod(0o600)
        os.replace(part, place)
    except OSError:
        part.unlink(missing_ok=True)
        return False
    return True


def make_again(path: Path, *, sha256: str) -> Path | None:
    """The thumbnail of a stored file, decoded anew; None if that fails. Blocks for a moment."""
    with path.open("rb") as file:
        known = sniff(file.read(HEAD))
    if known is None:
        return None
    facts = shared_decoders().decode(path, media_type=known.media_type)
    if isinstance(facts, Facts) and put_thumbnail(sha256, facts.thumbnail):
        return thumbnail_path(sha256)
    return None


@cache
def shared_decoders() -> Decoders:
    """One child for a process that decodes rarely. It leaves with the process."""
    return Decoders(folder=Path(settings.TMP_FOLDER), count=1)
