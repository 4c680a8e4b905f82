"""The only place that builds a Provider from a key."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from artfactory.accounts.keys import key_of
from artfactory.providers.base import Access, Provider, ProviderKind
from artfactory.providers.registry import known


def provider(name: str) -> Provider:
    """A fresh adapter for that Provider, with the key that counts now.

    Raises KeyError for a name nobody offers.
    """
    kind = known()[name]
    key = key_of(name)
    return kind(Access(key=key.value if key else "", addresses=_addresses(kind)))


def keyless(name: str) -> Provider:
    """The same without a key, for what everybody may see. Raises KeyError for a name nobody offers."""
    kind = known()[name]
    return kind(Access(addresses=_addresses(kind)))


def own_hosts() -> list[str]:
    """`host:port` of each address on this machine that somebody set for a Provider: simulators, say."""
    addresses = (urlsplit(address) for address in settings.ENVIRONMENT.addresses.values())
    return [place.netloc for place in addresses if place.scheme == "http" and place.port]


def labels() -> dict[str, str]:
    """Every Provider's name and the name people know it by."""
    return {name: kind.label for name, kind in known().items()}


def _addresses(kind: ProviderKind) -> dict[str, str]:
    return {what: settings.ENVIRONMENT.addresses[setting] for what, setting in kind.settings.items()}
