"""`artfactory keys`: set, list and remove keys of Providers. A key is read, and never an argument."""

from __future__ import annotations

import getpass
import sys

from artfactory.accounts import keys
from artfactory.accounts.models import ProviderAccount
from artfactory.cli.answers import print_json, print_rows
from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused
from artfactory.engine import keying
from artfactory.providers.registry import known

MOST_READ = 10_000  # characters of standard input; a key is shorter


def set_key(provider: str) -> int:
    account = _account(provider)
    try:
        keying.enter(account, _read(account))
    except (keys.BadKey, keys.Unreadable) as error:
        raise Refused(str(error)) from error
    print(_("The key of {provider} is kept ({place}).").format(provider=account, place=_kept_in(provider)))
    _warn_of_environment(account)
    return 0


def list_keys(*, as_json: bool) -> int:
    accounts = [account for account in ProviderAccount.objects.all() if keys.needs_key(account.provider)]
    if as_json:
        _print_json(accounts)
    elif accounts:
        print_rows([_row(account.provider) for account in accounts])
    else:
        print(_("No known Provider needs a key."))
    return 0


def _print_json(accounts: list[ProviderAccount]) -> None:
    from artfactory.api.paging import Listing  # late: the API takes a while, and only JSON needs it
    from artfactory.api.schemas.providers import ProviderAnswer, described

    answers = described(accounts)
    print_json(Listing[ProviderAnswer](items=answers, next_cursor=None, total=len(answers)))


def remove_key(provider: str) -> int:
    account = _account(provider)
    try:
        was_kept = keying.remove(account)
    except keys.Unreadable as error:
        raise Refused(str(error)) from error
    if not was_kept and keys.key_of(provider) is None:
        raise Refused(_("{provider} has no key; nothing was changed.").format(provider=account))
    if not was_kept:
        raise Refused(_from_environment(account))
    print(_("The key of {provider} is removed.").format(provider=account))
    _warn_of_environment(account)
    return 0


def _account(provider: str) -> ProviderAccount:
    account = ProviderAccount.objects.filter(provider=provider).first()
    takers = ", ".join(name for name in known() if keys.needs_key(name))
    if account is None:
        text = _("There is no Provider {name}. With a key: {known}.")
        raise Refused(text.format(name=provider[:60], known=takers))
    if not keys.needs_key(provider):
        raise Refused(_("{provider} needs no key.").format(provider=account))
    return account


def _read(account: ProviderAccount) -> str:
    """From a terminal without showing it."""
    if not sys.stdin.isatty():
        return sys.stdin.read(MOST_READ)
    return getpass.getpass(_("Key of {provider}: ").format(provider=account))


def _row(provider: str) -> tuple[str, str, str]:
    key = keys.key_of(provider)
    if key is None:
        return provider, _("no key"), ""
    return provider, _places()[key.source], f"…{key.ends}"


def _kept_in(provider: str) -> str:
    stored = keys.stored_in(provider)
    return _places()[stored] if stored else ""


def _places() -> dict[keys.Source, str]:
    return {
        keys.Source.ENVIRONMENT: _("environment"),
        keys.Source.KEYRING: _("keyring"),
        keys.Source.FILE: _("encrypted file"),
    }


def _warn_of_environment(account: ProviderAccount) -> None:
    key = keys.key_of(account.provider)
    if key is not None and key.source == keys.Source.ENVIRONMENT:
        print(_from_environment(account), file=sys.stderr)


def _from_environment(account: ProviderAccount) -> str:
    setting = known()[account.provider].key_setting
    text = _("The key that counts comes from the environment ({setting}); remove it there.")
    return text.format(setting=setting)
