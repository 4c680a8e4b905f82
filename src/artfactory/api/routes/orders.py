from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from ninja.responses import Status

from artfactory.api.ids import found, named, within
from artfactory.api.paging import Keyset, Listing, page
from artfactory.api.placing import IdempotencyKey, place_once
from artfactory.api.problems import Problem
from artfactory.api.routing import Routes
from artfactory.api.schemas.budgets import CapBody
from artfactory.api.schemas.orders import OrderAnswer, OrderBody, OrderFilters, OrderPosition, described
from artfactory.engine.news import News
from artfactory.orders.costing import Cost
from artfactory.orders.models import Generation, Order
from artfactory.orders.models.generation import GenerationQuerySet

routes = Routes(tags=["orders"])
NEWEST = Keyset((("pk", int),), descending=True)


@routes.get("/orders", response=Listing[OrderAnswer])
def list_orders(request: HttpRequest, filters: Query[OrderFilters]) -> Listing[OrderAnswer]:
    orders = within(_orders(), "project", filters.project)
    part = page(orders.filter(status=filters.status) if filters.status else orders, filters, NEWEST)
    return Listing[OrderAnswer](items=described(part.rows), next_cursor=part.next_cursor, total=part.total)


@routes.post("/orders", response={201: OrderAnswer})
def place_order(
    request: HttpRequest,
    body: OrderBody,
    idempotency_key: IdempotencyKey = None,
) -> Status[OrderAnswer]:
    """A repeat with the same key is answered with the order that the first one placed."""
    return Status(201, answered(place_once(body, key=idempotency_key)))


@routes.get("/orders/{order_id}", response=OrderAnswer)
def show_order(request: HttpRequest, order_id: str) -> OrderAnswer:
    return answered(found(_orders(), order_id))


@routes.post("/orders/{order_id}/cancel", response=OrderAnswer)
def cancel_order(request: HttpRequest, order_id: str) -> OrderAnswer:
    order = found(_orders(), order_id)
    concerned = _generations(order).unfinished()
    return _after(order, concerned, lambda: order.cancel(at=timezone.now()))


@routes.post("/orders/{order_id}/retry", response=OrderAnswer)
def retry_order(request: HttpRequest, order_id: str) -> OrderAnswer:
    """Only what failed."""
    order = found(_orders(), order_id)
    concerned = _generations(order).failed()
    return _after(order, concerned, lambda: order.retry_failed(at=timezone.now()))


@routes.post("/orders/{order_id}/pause", response=OrderAnswer)
def pause_order(request: HttpRequest, order_id: str) -> OrderAnswer:
    order = found(_orders(), order_id)
    return _after(order, Generation.objects.none(), lambda: order.pause(at=timezone.now()))


@routes.post("/orders/{order_id}/resume", response=OrderAnswer)
def resume_order(request: HttpRequest, order_id: str) -> OrderAnswer:
    order = found(_orders(), order_id)
    return _after(order, Generation.objects.none(), lambda: order.resume(at=timezone.now()))


@routes.put("/orders/{order_id}/position", response=OrderAnswer)
def move_order(request: HttpRequest, order_id: str, body: OrderPosition) -> OrderAnswer:
    order = found(_orders(), order_id)
    if order.finished_at:
        message = _("This order has ended, so it waits in no line.")
        raise Problem.because(409, "ended", message)
    before = _in_line(body.before, other_than=order)
    return _after(order, Generation.objects.none(), lambda: order.move(before=before))


@transaction.atomic
def _after(order: Order, concerned: QuerySet[Generation], verb: Callable[[], object]) -> OrderAnswer:
    """Do it, and tell open pages which Generations it concerned."""
    news = News()
    news.settle(order.pk)
    for generation in concerned.values_list("pk", flat=True):
        news.generation(order.pk, generation)
    verb()
    news.publish()
    return answered(order)


@routes.put("/orders/{order_id}/max_cost", response=OrderAnswer)
def cap_order(request: HttpRequest, order_id: str, body: CapBody) -> OrderAnswer:
    """Raise, lower or lift what it may cost; what was held back goes on by itself."""
    order = found(_orders(), order_id)
    costs = [Cost(Decimal(each.amount), each.currency) for each in body.max_cost]
    return _after(order, Generation.objects.none(), lambda: order.cap(costs))


def _in_line(order_id: str | None, *, other_than: Order) -> Order | None:
    if order_id is None:
        return None
    before = named(Order.objects.unfinished().exclude(pk=other_than.pk), order_id)
    if before is None:
        message = _("There is no such order in the line.")
        raise Problem.because(422, "unknown_order", message, loc=("before",))
    return before


def _orders() -> QuerySet[Order]:
    return Order.objects.prefetch_related("lines__ai_model", "caps")


def _generations(order: Order) -> GenerationQuerySet:
    return Generation.objects.filter(order=order)


def answered(order: Order) -> OrderAnswer:
    order.refresh_from_db()
    return described([order])[0]
