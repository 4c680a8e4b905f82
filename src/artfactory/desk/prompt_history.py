"""What was asked for in a Project: every prompt once, the favorites first, then the one used last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Max, Q, QuerySet, When

from artfactory.orders.models import Order
from artfactory.products.models import Product
from artfactory.projects.models import Project

EACH_PAGE = 50


@dataclass(frozen=True)
class Said:
    prompt: str
    negative: str
    orders: int
    products: int
    newest: int  # number of the last Order with it
    last: datetime
    favorite: int  # 1 or 0


def history(
    project: Project, words: str, *, favorites: bool, page: str | None
) -> tuple[Page[Any], list[Said]]:
    """Those with these words, or the favorites among them: which page it is, and what stands on it."""
    said = _said(project, words)
    found: Page[Any] = Paginator(said.filter(favorite=1) if favorites else said, EACH_PAGE).get_page(page)
    return found, _with_products(project, list(found.object_list))


def _said(project: Project, words: str) -> QuerySet[Any, Any]:
    orders = Order.objects.filter(project=project)
    if words:
        orders = orders.filter(Q(prompt__icontains=words) | Q(negative__icontains=words))
    grouped = orders.order_by().values("prompt", "negative")
    counted = grouped.annotate(orders=Count("pk"), newest=Max("pk"), last=Max("created_at"))
    is_favorite = Case(When(favorite_prompt__isnull=False, then=1), default=0)
    return counted.annotate(favorite=Max(is_favorite)).order_by("-favorite", "-newest")


def _with_products(project: Project, rows: Sequence[dict[str, Any]]) -> list[Said]:
    """Products are counted for the page alone."""
    orders = Order.objects.filter(project=project, prompt__in=[row["prompt"] for row in rows])
    counted = Product.objects.filter(trashed_at=None, order__in=orders).order_by()
    grouped = counted.values_list("order__prompt", "order__negative").annotate(Count("pk"))
    products = {(prompt, negative): count for prompt, negative, count in grouped}
    return [Said(**row, products=products.get((row["prompt"], row["negative"]), 0)) for row in rows]
