"""What a Provider tells of all that it offers, written down: what came, what changed, what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from artfactory.catalog.filling import take_in
from artfactory.catalog.models import AIModel
from artfactory.providers.base import Offer


@transaction.atomic
def told(provider: str, offers: Sequence[Offer], *, unread: Sequence[str] = (), at: datetime) -> int:
    """These are offered now; how many of them are new. What is unread keeps the form it had."""
    here = AIModel.objects.filter(provider=provider)
    names = [offer.model for offer in offers]
    known = set(here.filter(native_id__in=names).values_list("native_id", flat=True))
    hidden = set(here.filter(available=False, added_at__isnull=False).values_list("native_id", flat=True))
    take_in(provider, [offer for offer in offers if offer.model not in hidden])
    here.filter(native_id__in=[*names, *unread]).update(refreshed_at=at)
    back = here.filter(native_id__in=[*names, *unread], vanished_at__isnull=False)
    back.update(vanished_at=None, available=True)
    return len(set(names) - known)


def gone(provider: str, *, since: datetime, at: datetime) -> int:
    """What was not told of since then is offered no more; one's own stays. It can be read still."""
    listed = AIModel.objects.available().filter(provider=provider, added_at=None)
    return listed.exclude(refreshed_at__gte=since).update(**_vanished(at))


def one_gone(ai_model: AIModel, *, at: datetime) -> int:
    return AIModel.objects.available().filter(pk=ai_model.pk).update(**_vanished(at))


def _vanished(at: datetime) -> dict[str, object]:
    return {"available": False, "vanished_at": at, "refreshed_at": at}
