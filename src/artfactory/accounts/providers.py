"""The only place that builds a Provider from a key."""

from __future__ import annotations

from django.conf import settings

from artfactory.providers.base import Access, Provider
from artfactory.providers.registry import known


def provider(name: str) -> Provider:
    """A fresh adapter for that Provider. Raises KeyError for a name nobody offers."""
    kind = known()[name]
    addresses = {what: settings.ENVIRONMENT.addresses[setting] for what, setting in kind.settings.items()}
    return kind(Access(addresses=addresses))


def labels() -> dict[str, str]:
    """Every Provider's name and the name people know it by."""
    return {name: kind.label for name, kind in known().items()}
