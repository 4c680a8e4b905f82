"""Counts and sums for a whole page of rows: one GROUP BY each, however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from artfactory.api.schemas.base import Money
from artfactory.orders.models import Generation, Order
from artfactory.orders.spending import spent
from artfactory.products.models import Product

Keys = Iterable[int]


def states_of_orders(orders: Keys) -> dict[int, dict[str, int]]:
    """How many Generations of each Order there are in each state that occurs."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Generation.objects.filter(order__in=orders).order_by()
    for order, status, count in rows.values_list("order", "status").annotate(Count("pk")):
        found[order][status] = count
    return found


def spent_by_orders(orders: Keys) -> dict[Any, list[Money]]:
    return _spent(Generation.objects.filter(order__in=orders), "order")


def spent_by_projects(projects: Keys) -> dict[Any, list[Money]]:
    return _spent(Generation.objects.filter(order__project__in=projects), "order__project")


def spent_by_providers() -> dict[Any, list[Money]]:
    return _spent(Generation.objects.all(), "provider")


def in_flight_by_providers() -> dict[Any, int]:
    return _counts(Generation.objects.in_flight(), "provider")


def orders_of_projects(projects: Keys) -> dict[Any, int]:
    return _counts(Order.objects.filter(project__in=projects), "project")


def products_of_projects(projects: Keys) -> dict[Any, int]:
    return _counts(Product.objects.visible().filter(project__in=projects), "project")


def _counts(rows: QuerySet[Any], owner: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(owner).annotate(Count("pk")))


def _spent(rows: QuerySet[Generation], owner: str) -> dict[Any, list[Money]]:
    return {
        whose: [Money.of(amount, currency) for currency, amount in sorted(each.items())]
        for whose, each in spent(rows, by=owner).items()
    }
