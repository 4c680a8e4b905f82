"""Asking the Providers what their models cost, and keeping it in the catalogue. A refusal removes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from artfactory.accounts import keys
from artfactory.accounts.models import ProviderAccount
from artfactory.accounts.redaction import redact
from artfactory.catalog.filling import reprice
from artfactory.catalog.models import AIModel
from artfactory.engine import ask
from artfactory.providers.base import Price, Provider, Quotes
from artfactory.providers.errors import ProviderError

PATIENCE = 60.0  # seconds: some are asked for one model after the other

Ask = Callable[[str, ask.Question[Mapping[str, Price]]], Mapping[str, Price]]


def _put(provider: str, question: ask.Question[Mapping[str, Price]]) -> Mapping[str, Price]:
    return ask.ask(provider, question, within=PATIENCE)


def refresh_prices(*, put: Ask = _put) -> list[str]:
    """At every Provider with a key. What went wrong, in words for people."""
    told = (_refresh(account, put) for account in ProviderAccount.objects.all())
    return [words for words in told if words]


def refresh_prices_of(provider: str, *, put: Ask = _put) -> str:
    """What went wrong, in words for people; empty where nothing did."""
    account = ProviderAccount.objects.filter(provider=provider).first()
    return _refresh(account, put) if account else ""


def _refresh(account: ProviderAccount, put: Ask) -> str:
    if keys.needs_key(account.provider) and keys.key_of(account.provider) is None:
        return ""
    models = list(AIModel.objects.filter(provider=account.provider).values_list("native_id", flat=True))

    async def question(provider: Provider) -> Mapping[str, Price]:
        return await provider.prices(models) if isinstance(provider, Quotes) else {}

    try:
        reprice(account.provider, put(account.provider, question))
    except ProviderError as error:
        return redact(error.message)
    return ""
