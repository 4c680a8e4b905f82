"""The only place that builds a Provider from a key."""

from __future__ import annotations

from django.conf import settings

from artfactory.accounts.keys import key_of
from artfactory.providers.base import Access, Provider
from artfactory.providers.registry import known


def provider(name: str) -> Provider:
    """A fresh adapter for that Provider, with the key that counts now.

    Raises KeyError for a name nobody offers.
    """
    kind = known()[name]
    key = key_of(name)
    addresses = {what: settings.ENVIRONMENT.addresses[setting] for what, setting in kind.settings.items()}
    return kind(Access(key=key.value if key else "", addresses=addresses))


def labels() -> dict[str, str]:
    """Every Provider's name and the name people know it by."""
    return {name: kind.label for name, kind in known().items()}
