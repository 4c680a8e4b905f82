"""What a Provider deletes at a known moment and that was not fetched yet: said before it is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.models import Attempt, Generation
from artfactory.orders.models.generation import GenerationQuerySet
from artfactory.orders.models.states import ACCEPTED, TICKET_KEPT, Status
from artfactory.providers.registry import known

State = ProviderAccount.State
Accounts = Mapping[str, ProviderAccount]
SOON = timedelta(minutes=50)  # what goes well is fetched long before so little is left of an hour
LOOKED_BACK = timedelta(days=2)  # at failures whose files may still be had
UNASKABLE = (State.UNREACHABLE, *ProviderAccount.BY_KEY)


@dataclass(frozen=True)
class Expiring:
    files: int = 0  # made, and not here
    unseen: int = 0  # Generations that may be made by now: their Provider cannot be asked
    until: datetime | None = None  # the first moment at which something may be lost
    provider: str = ""  # where that is
    reasons: tuple[str, ...] = ()  # what keeps them from being fetched
    generations: tuple[int, ...] = ()

    @property
    def seconds(self) -> int:
        left = self.until - timezone.now() if self.until else timedelta(0)
        return max(1, round(left.total_seconds()))


@dataclass(frozen=True)
class _Risk:
    generation: int
    provider: str
    until: datetime
    files: int  # 0 where nobody knows
    reason: str


def expiring() -> Expiring:
    """One question while nothing is under way, else three."""
    at = timezone.now()
    rows = list(_fetchable(at=at))
    if not rows:
        return Expiring()
    accounts = {account.provider: account for account in ProviderAccount.objects.all()}
    risks = sorted(_risks(rows, accounts, at=at), key=lambda risk: risk.until)
    return _summed(risks, accounts) if risks else Expiring()


def _fetchable(*, at: datetime) -> GenerationQuerySet:
    """Accepted, and not given up. Each of the three is found by an index."""
    under_way = Q(status__in=ACCEPTED)
    resuming = Q(resumes=True, status=Status.WAITING)
    failed = Q(status=Status.FAILED, finished_at__gte=at - LOOKED_BACK, problem__code__in=TICKET_KEPT)
    rows = GenerationQuerySet(Generation).filter(under_way | resuming | failed)
    return rows.only("provider", "status", "problem", "submitted_at").order_by()


def _risks(rows: list[Generation], accounts: Accounts, *, at: datetime) -> Iterator[_Risk]:
    attempts = Attempt.objects.filter(generation__in=rows, done__isnull=False).order_by("pk")
    made = dict(attempts.values_list("generation_id", "done"))
    for row in rows:
        account = accounts.get(row.provider)
        done = made.get(row.pk)
        risk = _made(row, done, account) if done else _unseen(row, account)
        if risk and risk.until > at and (risk.reason or risk.until - at < SOON):
            yield risk


def _made(row: Generation, done: dict[str, Any], account: ProviderAccount | None) -> _Risk:
    """Its files lie there; without a moment they are in no danger."""
    until = datetime.fromtimestamp(done.get("expires_at") or 0, tz=UTC)
    return _Risk(row.pk, row.provider, until, len(done["outputs"]), _reason(row, account))


def _reason(row: Generation, account: ProviderAccount | None) -> str:
    """What its own row says, else what holds its Provider back."""
    if row.problem:
        return str(row.problem["message"])
    if row.status == Status.WAITING and account is not None and account.is_stopped:
        return _("%(provider)s is paused or stopped.") % {"provider": account}
    return ""


def _unseen(row: Generation, account: ProviderAccount | None) -> _Risk | None:
    """Accepted by a Provider that deletes what it made, and that does not answer now."""
    kept: float | None = getattr(known().get(row.provider), "keeps_for", None)  # as `Removes`
    if kept is None or account is None or account.state not in UNASKABLE or row.submitted_at is None:
        return None
    reason = _("%(provider)s cannot be asked now.") % {"provider": account}
    return _Risk(row.pk, row.provider, row.submitted_at + timedelta(seconds=kept), 0, reason)


def _summed(risks: list[_Risk], accounts: Accounts) -> Expiring:
    first = risks[0]
    return Expiring(
        files=sum(risk.files for risk in risks),
        unseen=sum(1 for risk in risks if not risk.files),
        until=first.until,
        provider=str(accounts.get(first.provider, first.provider)),
        reasons=tuple(dict.fromkeys(risk.reason for risk in risks if risk.reason)),
        generations=tuple(risk.generation for risk in risks),
    )
