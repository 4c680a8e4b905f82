"""The static files of this build, and their digest. No Django, so that settings can ask."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_PACKAGES = ("artfactory", "django_htmx")


def static_files() -> dict[str, Path]:
    """Name in an address → file, sorted by name."""
    return dict(sorted(_found()))


def build_digest() -> str:
    """Changes whenever a static file does, so that its address may be kept forever."""
    digest = hashlib.sha256()
    for name, path in static_files().items():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()[:20]


def _found() -> Iterator[tuple[str, Path]]:
    for folder in _folders():
        for path in folder.rglob("*"):
            name = path.relative_to(folder)
            if path.is_file() and not any(part.startswith(".") for part in name.parts):
                yield name.as_posix(), path


def _folders() -> Iterator[Path]:
    for package in _PACKAGES:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or []) if spec else []:
            yield from Path(place).glob("static")
            yield from Path(place).glob("*/static")
