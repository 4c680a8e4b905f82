"""Looking a key up."""

from __future__ import annotations

import logging

from django.conf import settings

from artfactory.accounts.keys import ring, sealed
from artfactory.accounts.keys.key import BadKey, Key, Source, cleaned
from artfactory.providers.base import ProviderKind
from artfactory.providers.registry import known

logger = logging.getLogger(__name__)


def key_of(name: str) -> Key | None:
    """The key that counts for that Provider now; None where there is none, or none is needed."""
    kind = known().get(name)
    return look_up(kind) if kind is not None and kind.key_setting else None


def stored_in(name: str) -> Source | None:
    """Where it would come from without the environment."""
    kind = known().get(name)
    kept = (_from_ring(kind) or _from_file(kind)) if kind is not None else None
    return kept.source if kept else None


def needs_key(name: str) -> bool:
    kind = known().get(name)
    return kind is not None and bool(kind.key_setting)


def look_up(kind: ProviderKind) -> Key | None:
    key = _from_environment(kind) or _from_ring(kind) or _from_file(kind)
    if key is not None:
        settings.KNOWN_SECRETS.add(key.value)  # whoever holds it can leak it; see redaction
    return key


def _from_environment(kind: ProviderKind) -> Key | None:
    value = settings.HANDED_KEYS.get(kind.key_setting)
    return Key(value, Source.ENVIRONMENT) if value else None


def _from_ring(kind: ProviderKind) -> Key | None:
    value = ring.read(kind.name)
    try:
        return Key(cleaned(value), Source.KEYRING) if value else None
    except BadKey:
        return None


def _from_file(kind: ProviderKind) -> Key | None:
    try:
        value = sealed.unsealed(kind.name)
    except (sealed.Unreadable, OSError) as error:
        logger.warning("The kept key of %s cannot be read: %s", kind.name, error)
        return None
    return Key(value, Source.FILE) if value else None
