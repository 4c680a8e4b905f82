"""Budgets in words: what they would do to an Order beside its form, and which are nearly used up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.orders.budgeting import Standing
from artfactory.orders.costing import together
from artfactory.orders.models import Budget
from artfactory.orders.quoting import Quote, QuoteLine
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project
from artfactory.web.templatetags.money import money


@dataclass(frozen=True)
class Said:
    """`stops`: something of the Order would have to wait."""

    text: str
    stops: bool


def said_of(request: OrderRequest, quoted: Quote, *, project: Project) -> list[Said]:
    """What its cap and the Budgets that stand would do to this Order."""
    return [*_of_cap(request, quoted), *_of_standing(quoted, project=project)]


def standings() -> list[Standing]:
    at = timezone.now()
    return [Standing.of(budget, at=at) for budget in Budget.objects.standing().select_related("project")]


def nearly_used_up() -> list[Standing]:
    return [each for each in standings() if each.state != "ok"]


def label(budget: Budget) -> str:
    """What it is of."""
    if budget.scope == Budget.Scope.PROJECT and budget.project:
        return budget.project.name
    if budget.scope == Budget.Scope.PROVIDER:
        return budget.provider_label
    return _("Everything")


def _of_cap(request: OrderRequest, quoted: Quote) -> Iterator[Said]:
    for cap in request.max_cost:
        if _cost_in(cap.currency, quoted.lines) > cap.amount:
            words = _("It is quoted dearer than %(cap)s: it runs as far as that reaches, and the rest waits.")
            yield Said(words % {"cap": money(cap.amount, cap.currency)}, stops=True)


def _of_standing(quoted: Quote, *, project: Project) -> Iterator[Said]:
    at = timezone.now()
    for budget in Budget.objects.standing().select_related("project"):
        lines = [line for line in quoted.lines if _counts(budget, line, project)]
        cost = _cost_in(budget.currency, lines)
        if cost:
            yield from _of_budget(Standing.of(budget, at=at), cost)


def _of_budget(standing: Standing, cost: Decimal) -> Iterator[Said]:
    budget, left = standing.budget, standing.left
    facts = {"left": money(left, budget.currency), "which": budget.words}
    after = (standing.committed.total + cost) * 100
    if cost > left and budget.stops:
        text = _("%(left)s are left of %(which)s: it runs as far as that reaches, and the rest waits.")
        yield Said(text % facts, stops=True)
    elif cost > left:
        yield Said(_("It goes beyond %(which)s, of which %(left)s are left.") % facts, stops=False)
    elif after >= budget.warn_at * budget.amount:
        percent = int(after / budget.amount)
        text = _("After it, %(percent)s %% of %(which)s are used up.")
        yield Said(text % (facts | {"percent": percent}), stops=False)


def _counts(budget: Budget, line: QuoteLine, project: Project) -> bool:
    return budget.covers(order=0, project=project.pk, provider=line.ai_model.provider)


def _cost_in(currency: str, lines: Iterable[QuoteLine]) -> Decimal:
    costs = together(line.costs for line in lines)
    return next((each.amount for each in costs if each.amount and each.currency == currency), Decimal(0))
