"""Placing an Order from a page: sent twice, it is ordered once."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from django.db import IntegrityError, transaction

from artfactory.engine.models import Event
from artfactory.orders.costing import Costs
from artfactory.orders.models import Order, OrderKey
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project


def place_once(
    request: OrderRequest, *, project: Project, key: str, told: Mapping[str, Costs] | None = None
) -> Order:
    """The Order, placed now, or the one that this filling in of the form placed before.

    `told`: what the page showed of it by the word of Providers themselves.
    A double click, a reload and the back button repeat key and content; changed content is another Order.
    Raises OrderRefused if it cannot be ordered.
    """
    digest = sha256(f"{project.pk}\n{request!r}".encode()).hexdigest()
    name = f"page:{key[:64]}:{digest}"
    return _placed(name) or _place(request, told or {}, project=project, name=name, digest=digest)


def _placed(name: str) -> Order | None:
    known = OrderKey.objects.filter(key=name).select_related("order").first()
    return known.order if known else None


def _place(
    request: OrderRequest, told: Mapping[str, Costs], *, project: Project, name: str, digest: str
) -> Order:
    try:
        with transaction.atomic():
            order = Order.place(request, project=project, told=told)
            OrderKey.objects.create(key=name, digest=digest, order=order)
            Event.tell(Event.of_order(order.pk))
            return order
    except IntegrityError:  # the other click was faster
        placed = _placed(name)
        if placed is None:
            raise
        return placed
