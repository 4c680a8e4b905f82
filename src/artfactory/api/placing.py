"""Placing an Order once, however often the request is repeated."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header

from artfactory.api.ids import named
from artfactory.api.problems import Problem
from artfactory.api.schemas.orders import OrderBody
from artfactory.engine.news import News
from artfactory.orders.models import Order, OrderKey
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project

IdempotencyKey = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255, pattern=r"^[\x20-\x7e]+$")
]


def place_once(body: OrderBody, *, key: str | None) -> Order:
    """Raises OrderRefused, or Problem for a key of another body."""
    return place_request_once(body.request(), key=key, said=body.model_dump(exclude_unset=True))


def place_request_once(request: OrderRequest, *, key: str | None, said: Any) -> Order:
    """A new Order, or the one of that key. `said` is what has to be the same then: all that was sent.

    Raises OrderRefused, or Problem for a key of something else.
    """
    if key is None:
        return _place(request)
    OrderKey.forget_old(at=timezone.now())
    digest = _digest(said)
    try:
        return _place_under(key, request, digest=digest)
    except IntegrityError:  # the same key came twice at once, and the other was first
        return _known(key, digest=digest)


@transaction.atomic
def _place_under(key: str, request: OrderRequest, *, digest: str) -> Order:
    if OrderKey.objects.filter(key=key).exists():
        return _known(key, digest=digest)
    order = _place(request)
    OrderKey.objects.create(key=key, digest=digest, order=order)
    return order


@transaction.atomic
def _place(request: OrderRequest) -> Order:
    order = Order.place(request, project=project_of(request.project))
    news = News()
    news.settle(order.pk)
    news.publish()
    return order


def project_of(text: str | None) -> Project:
    """By id, else by name, which may be new; without one, where work lands by itself."""
    if text is None or not text.strip():
        return Project.first()
    return named(Project.objects.all(), text) or Project.named(text)


def _known(key: str, *, digest: str) -> Order:
    kept = OrderKey.objects.select_related("order").get(key=key)
    if kept.digest != digest:
        message = _("This Idempotency-Key belongs to a request with another body.")
        raise Problem.because(422, "key_reused", message, loc=("Idempotency-Key",))
    return kept.order


def _digest(said: Any) -> str:
    """The same for the same request, however its JSON was written."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
