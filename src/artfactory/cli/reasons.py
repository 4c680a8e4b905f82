"""Why an Order did not come out whole, and what to do about it: the most frequent first."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from artfactory.accounts.models import ProviderAccount
from artfactory.cli.language import _
from artfactory.orders.models import Generation, Order
from artfactory.orders.models.states import Status

ENDED_BADLY = (Status.FAILED, Status.BLOCKED, Status.UNKNOWN)


def reasons(order: Order) -> Iterator[str]:
    its = Generation.objects.filter(order=order)
    ended = its.filter(status__in=ENDED_BADLY).exclude(problem=None)
    stopped = (ended | its.held_by_budget()).order_by()
    told = stopped.values_list("problem__message", "problem__advice").annotate(n=Count("pk"))
    for message, advice, count in told.order_by("-n"):
        yield _("{n} × {reason}").format(n=f"{count:,}", reason=f"{message} {advice}".strip())
    waiting = its.waiting().values("provider")
    for account in ProviderAccount.objects.stopped().filter(provider__in=waiting):
        paused = _("{provider} is paused. Resume it in Settings › Providers.").format(provider=account)
        yield paused if account.paused_at else account.advice
