from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from artfactory.api.schemas.base import Answer, Body, Caps, Money, MoneySaid, OneOf
from artfactory.orders.budgeting import Standing
from artfactory.orders.models import Budget

Period = Annotated[str, OneOf(Budget.Period.values)]
Owner = Literal["everything", "project", "provider"]


class BudgetBody(Body):
    scope: Owner = "everything"
    project: str | None = Field(None, max_length=120, description="its id, for the scope “project”")
    provider: str | None = Field(None, max_length=60, description="its name, for the scope “provider”")
    period: Period = Budget.Period.DAY
    most: MoneySaid
    warn_at: int = Field(80, ge=1, le=100, description="percent of it")
    stops: bool = Field(True, description="hold back what would pass it; otherwise it only warns")

    @model_validator(mode="after")
    def _has_its_owner(self) -> BudgetBody:
        named = {name for name in ("project", "provider") if getattr(self, name) is not None}
        if named != {self.scope} - {"everything"}:
            message = _("Name the project or the provider that the budget is of, and nothing else.")
            raise ValueError(message)
        return self


class BudgetAnswer(Answer):
    id: str
    scope: Annotated[str, OneOf(Budget.Scope.values)]
    order: str | None = Field(None, description="whose cap it is")
    project: str | None = None
    provider: str | None = None
    period: Period
    most: Money
    warn_at: int
    stops: bool
    spent: Money = Field(description="in this period, with what was perhaps paid")
    reserved: Money = Field(description="for what is under way")
    left: Money
    state: Literal["ok", "warning", "reached"]
    ends_at: datetime | None = Field(description="when it begins anew")


class CapBody(Body):
    max_cost: Caps = Field(description="by currency; empty: no cap")


def described(standing: Standing) -> BudgetAnswer:
    budget, spent = standing.budget, standing.committed
    owners = {"order": budget.order_id, "project": budget.project_id, "provider": budget.provider}
    return BudgetAnswer(
        id=str(budget.pk),
        scope=budget.scope,
        period=budget.period,
        most=Money.of(budget.amount, budget.currency),
        warn_at=budget.warn_at,
        stops=budget.stops,
        spent=Money.of(spent.spent, budget.currency),
        reserved=Money.of(spent.reserved, budget.currency),
        left=Money.of(standing.left, budget.currency),
        state=standing.state,
        ends_at=standing.ends_at,
        **{name: str(owner) for name, owner in owners.items() if owner},
    )
