from __future__ import annotations

from collections.abc import Iterable

from django import template

from artfactory.desk.budgets import label
from artfactory.desk.forms.capping import written
from artfactory.orders.models import Budget

register = template.Library()


@register.filter
def budget_label(budget: Budget) -> str:
    """What it is of: a Project, a Provider or everything."""
    return label(budget)


@register.filter
def as_typed_money(budgets: Iterable[Budget] | Budget) -> str:
    """As a person would type it: "4 USD + 500 BUZZ"."""
    return written([budgets] if isinstance(budgets, Budget) else budgets)
