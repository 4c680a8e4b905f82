from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from ninja.responses import Status

from artfactory.accounts.models import ProviderAccount
from artfactory.api.ids import found, named
from artfactory.api.paging import Keyset, Listing, Paging, page
from artfactory.api.problems import Problem
from artfactory.api.routing import Routes
from artfactory.api.schemas.budgets import BudgetAnswer, BudgetBody, described
from artfactory.orders.budgeting import Standing
from artfactory.orders.models import Budget
from artfactory.projects.models import Project

routes = Routes(tags=["budgets"])
OLDEST = Keyset((("pk", int),))


@routes.get("/budgets", response=Listing[BudgetAnswer])
def list_budgets(request: HttpRequest, filters: Query[Paging]) -> Listing[BudgetAnswer]:
    """Those that stand for all Orders; the cap of one Order is in that Order."""
    part = page(_standing(), filters, OLDEST)
    items = [_answered(budget) for budget in part.rows]
    return Listing[BudgetAnswer](items=items, next_cursor=part.next_cursor, total=part.total)


@routes.post("/budgets", response={201: BudgetAnswer})
def create_budget(request: HttpRequest, body: BudgetBody) -> Status[BudgetAnswer]:
    return Status(201, _kept(Budget(), body))


@routes.get("/budgets/{budget_id}", response=BudgetAnswer)
def show_budget(request: HttpRequest, budget_id: str) -> BudgetAnswer:
    return _answered(found(_standing(), budget_id))


@routes.put("/budgets/{budget_id}", response=BudgetAnswer)
def replace_budget(request: HttpRequest, budget_id: str, body: BudgetBody) -> BudgetAnswer:
    return _kept(found(_standing(), budget_id), body)


@routes.delete("/budgets/{budget_id}", response={204: None})
def delete_budget(request: HttpRequest, budget_id: str) -> Status[None]:
    """What it held back goes on by itself."""
    found(_standing(), budget_id).delete()
    return Status(204, None)


def _kept(budget: Budget, body: BudgetBody) -> BudgetAnswer:
    budget.scope, budget.period, budget.warn_at, budget.stops = (
        *(body.scope, body.period, body.warn_at, body.stops),
    )
    budget.amount, budget.currency = Decimal(body.most.amount), body.most.currency
    for name, owner in _owner(body).items():
        setattr(budget, name, owner)
    try:
        with transaction.atomic():
            budget.save()
    except IntegrityError:
        message = _("There is such a budget already, in that currency and for that period.")
        raise Problem.because(409, "taken", message) from None
    return _answered(budget)


def _owner(body: BudgetBody) -> dict[str, Any]:
    """Raises Problem."""
    project = named(Project.objects.all(), body.project)
    if body.scope == "project" and project is None:
        raise Problem.because(422, "unknown_project", _("There is no such project."), loc=("project",))
    provider = body.provider or ""
    if body.scope == "provider" and not ProviderAccount.objects.filter(provider=provider).exists():
        raise Problem.because(422, "unknown_provider", _("There is no such provider."), loc=("provider",))
    return {"project": project, "provider": provider}


def _answered(budget: Budget) -> BudgetAnswer:
    return described(Standing.of(budget, at=timezone.now()))


def _standing() -> QuerySet[Budget]:
    return Budget.objects.standing()
