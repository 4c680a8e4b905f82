"""The only place that builds a Provider from a key."""

from __future__ import annotations

from artfactory.providers.base import Provider
from artfactory.providers.registry import known


def provider(name: str) -> Provider:
    """A fresh adapter for that Provider. Raises KeyError for a name nobody offers."""
    return known()[name]()


def labels() -> dict[str, str]:
    """Every Provider's name and the name people know it by."""
    return {name: kind.label for name, kind in known().items()}
