"""Models that a person added by their id or address, beside those that a Provider lists."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from artfactory.catalog.filling import take_in
from artfactory.catalog.models import AIModel
from artfactory.providers.base import Offer


@transaction.atomic
def keep(provider: str, offer: Offer, *, described: bool, at: datetime) -> AIModel:
    """As it was told now; one that was hidden comes back."""
    take_in(provider, [offer])
    ai_model = AIModel.objects.at(f"{provider}:{offer.model}")
    ai_model.added_at, ai_model.undescribed = ai_model.added_at or at, not described
    ai_model.save(update_fields=["added_at", "undescribed"])
    return ai_model
