"""What grows without end is kept short."""

from __future__ import annotations

from django.utils import timezone

from artfactory.engine.models import Event
from artfactory.engine.news import News
from artfactory.media.storage import remove_leftovers
from artfactory.orders.models import OrderKey


def tidy(_news: News) -> None:
    now = timezone.now()
    Event.objects.forget_old(at=now)
    OrderKey.forget_old(at=now)
    remove_leftovers(at=now.timestamp())
