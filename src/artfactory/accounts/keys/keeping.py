"""Keeping and removing keys, and what the account knows of them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.accounts.keys import ring, sealed
from artfactory.accounts.keys.key import cleaned
from artfactory.accounts.keys.lookup import key_of, needs_key
from artfactory.accounts.models import ProviderAccount


def keep(account: ProviderAccount, text: str) -> None:
    """In the keyring, else in the sealed file. Raises BadKey, or Unreadable if the file is damaged."""
    value = cleaned(text)
    settings.KNOWN_SECRETS.add(value)
    if ring.write(account.provider, value):
        sealed.discard(account.provider)
    else:
        sealed.seal(account.provider, value)
        ring.discard(account.provider)  # an older one there would come first
    note(account, at=timezone.now())


def remove(account: ProviderAccount) -> bool:
    """Whether one was kept. One from the environment stays, and counts."""
    was_kept = any([ring.discard(account.provider), sealed.discard(account.provider)])
    if was_kept:
        note(account, at=timezone.now())
    return was_kept


def settle(account: ProviderAccount) -> None:
    """The environment of whoever produces, or another program, may have brought or taken a key meanwhile."""
    if not needs_key(account.provider):
        return
    key = key_of(account.provider)
    told = account.key_ends if account.state != account.State.NO_KEY else None
    if told != (key.ends if key else None):
        note(account, at=timezone.now())


def note(account: ProviderAccount, *, at: datetime) -> None:
    key = key_of(account.provider)
    if key is not None:
        account.note_key(ends=key.ends, at=at)
    else:
        account.forget_key(at=at, advice=_no_key(account))


def _no_key(account: ProviderAccount) -> str:
    text = _("%(provider)s has no key yet, so nothing is sent there. Enter one in Settings › Providers.")
    return text % {"provider": account.label}
