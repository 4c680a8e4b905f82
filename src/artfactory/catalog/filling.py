"""Filling the catalogue with what the Providers offer. Nothing is ever removed by it."""

from __future__ import annotations

from artfactory.accounts import providers
from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.providers.base import Lists, Offer
from artfactory.providers.registry import known


def fill() -> None:
    """Open an account at every Provider and take in what each one carries with it."""
    for name, kind in known().items():
        ProviderAccount.opened(provider=name, label=kind.label)
        provider = providers.provider(name)
        if isinstance(provider, Lists):
            take_in(name, list(provider.offers()))


def take_in(provider: str, offers: list[Offer]) -> None:
    """Add new AIModels and bring known ones up to date; a person's favourites stay."""
    facts = ["name", "family", "modality", "parameters", "unknown_tokens", "available"]
    AIModel.objects.bulk_create(
        [_as_model(provider, offer) for offer in offers],
        update_conflicts=True,
        unique_fields=["provider", "native_id"],
        update_fields=facts,
    )


def _as_model(provider: str, offer: Offer) -> AIModel:
    return AIModel(
        provider=provider,
        native_id=offer.model,
        name=offer.name,
        family=offer.family,
        modality=offer.modality,
        parameters=dict(offer.parameters),
        unknown_tokens=offer.unknown_tokens,
    )
