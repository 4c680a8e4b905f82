"""Filling the catalogue with what the Providers offer. Nothing is ever removed by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from artfactory.accounts import keys, providers
from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.providers.base import Lists, Offer, Price
from artfactory.providers.registry import known

PRICE = ("price_amount", "price_currency", "price_unit", "price_basis", "priced_at")


def fill() -> None:
    """Open an account at every Provider and take in what each one carries with it."""
    for name, kind in known().items():
        account = ProviderAccount.opened(provider=name, label=kind.label)
        if account.key_changed_at is None:  # later on, whoever produces knows which keys there are
            keys.settle(account)
        provider = providers.provider(name)
        if isinstance(provider, Lists):
            take_in(name, _packed(name, provider.offers()))


def _packed(provider: str, offers: Iterable[Offer]) -> list[Offer]:
    """What its Provider told itself is younger than what is packed."""
    told = AIModel.objects.filter(provider=provider, refreshed_at__isnull=False)
    younger = set(told.values_list("native_id", flat=True))
    return [offer for offer in offers if offer.model not in younger]


def take_in(provider: str, offers: list[Offer]) -> None:
    """Add new AIModels and bring known ones up to date; a person's favourites stay.

    So does a price that was asked for, where none is carried along.
    """
    facts = ["name", "family", "modality", "parameters", "unknown_tokens", "available"]
    for priced in (True, False):
        AIModel.objects.bulk_create(
            [_as_model(provider, offer) for offer in offers if (offer.price is not None) == priced],
            update_conflicts=True,
            unique_fields=["provider", "native_id"],
            update_fields=[*facts, *PRICE] if priced else facts,
        )


def reprice(provider: str, prices: Mapping[str, Price]) -> None:
    """As the Provider lists them now. Models that it says nothing of keep what they had."""
    for native_id, price in prices.items():
        AIModel.objects.filter(provider=provider, native_id=native_id).update(**_priced(price))


def _as_model(provider: str, offer: Offer) -> AIModel:
    return AIModel(
        provider=provider,
        native_id=offer.model,
        name=offer.name,
        family=offer.family,
        modality=offer.modality,
        parameters=dict(offer.parameters),
        unknown_tokens=offer.unknown_tokens,
        **_priced(offer.price),
    )


def _priced(price: Price | None) -> dict[str, Any]:
    if price is None:
        return {}
    return {
        "price_amount": price.amount.amount,
        "price_currency": price.amount.currency,
        "price_unit": price.unit,
        "price_basis": price.basis,
        "priced_at": date.fromisoformat(price.priced_on) if price.priced_on else None,
    }
