"""Providers as lanes: how many of their places are busy, and what holds each back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.models import Attempt, Generation
from artfactory.orders.models.states import IN_FLIGHT, Status

MOST_PIPS = 40
SLOW = 60  # requests a minute: from there on a pace can be watched
State = ProviderAccount.State


@dataclass(frozen=True)
class Lane:
    account: ProviderAccount
    in_flight: int
    waiting: int
    at: datetime
    sent_at: datetime | None = None  # when the last request left, where a slow pace makes that matter

    @property
    def busy(self) -> range:
        return range(min(self.in_flight, MOST_PIPS))

    @property
    def free(self) -> range:
        return range(max(0, min(self.account.places, MOST_PIPS) - self.in_flight))

    @property
    def is_full(self) -> bool:
        return self.waiting > 0 and self.in_flight >= self.account.places

    @property
    def until(self) -> datetime | None:
        """When something may be sent again; None where nothing is held back by time."""
        if self.account.seconds_to_wait(at=self.at):
            return self.account.waiting_until
        if self.waiting and self.left == 0:
            return self.account.allowance_until
        return self._by_pace if self.waiting and not self.is_full else None

    @property
    def seconds(self) -> int:
        return max(1, round((self.until - self.at).total_seconds())) if self.until else 0

    @property
    def left(self) -> int | None:
        """How many requests it takes until its pace starts anew; None where that is not known to be few."""
        until = self.account.allowance_until
        return self.account.allowance_left if until and until > self.at else None

    @property
    def because(self) -> str:
        """Why it waits until then."""
        words = {"provider": self.account, "n": self.account.pace}
        if self.account.state == State.UNREACHABLE:
            return _("%(provider)s cannot be reached; it is tried again by itself") % words
        if self._is_told:
            return _("%(provider)s allows %(n)s/min") % words
        if self.left == 0:
            return _("%(provider)s takes no more until then") % words
        if self.account.state == State.THROTTLED:
            return _("%(provider)s asked for a slower pace") % words
        return _("your limit is %(n)s/min") % words

    @property
    def _is_told(self) -> bool:
        learned = self.account.learned_per_minute
        return learned is not None and self.account.pace == learned

    @property
    def _by_pace(self) -> datetime | None:
        pace = self.account.pace
        if self.sent_at is None or not pace:
            return None
        then = self.sent_at + timedelta(seconds=60 / pace)
        return then if then > self.at else None


def lanes() -> list[Lane]:
    """Two questions, and one more for each Provider that waits at a slow pace."""
    at = timezone.now()
    work = {provider: (in_flight, waiting) for provider, in_flight, waiting in _work()}
    return [
        _lane(account, *work.get(account.provider, (0, 0)), at) for account in ProviderAccount.objects.all()
    ]


def _lane(account: ProviderAccount, in_flight: int, waiting: int, at: datetime) -> Lane:
    is_slow = waiting and account.pace is not None and account.pace <= SLOW
    return Lane(account, in_flight, waiting, at, _last_sent(account.provider) if is_slow else None)


def _last_sent(provider: str) -> datetime | None:
    sent = Attempt.objects.filter(generation__provider=provider).order_by("-pk")
    return sent.values_list("created_at", flat=True).first()


def _work() -> Iterable[tuple[str, int, int]]:
    """In flight and waiting at each Provider that has work."""
    under_way = Generation.objects.filter(status__in=[*IN_FLIGHT, Status.WAITING]).order_by()
    return under_way.values_list("provider").annotate(
        in_flight=Count("pk", filter=Q(status__in=IN_FLIGHT)),
        waiting=Count("pk", filter=Q(status=Status.WAITING)),
    )
