"""What a person does with an Order under way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from artfactory.desk.production import in_line, line_up, step
from artfactory.desk.requests import DeskRequest
from artfactory.desk.standing import standing
from artfactory.desk.views.back import back
from artfactory.desk.views.numbers import whole_number
from artfactory.engine.models import Event
from artfactory.orders.models import Order


@require_POST
def cancellation(request: DeskRequest, order_id: int) -> HttpResponse:
    return _change(request, order_id, lambda order, at: order.cancel(at=at))


@require_POST
def pause(request: DeskRequest, order_id: int) -> HttpResponse:
    return _change(request, order_id, lambda order, at: order.pause(at=at))


@require_POST
def resumption(request: DeskRequest, order_id: int) -> HttpResponse:
    return _change(request, order_id, lambda order, at: order.resume(at=at))


@require_POST
def retry(request: DeskRequest, order_id: int) -> HttpResponse:
    """All that failed, or those that failed for one reason."""
    because = request.POST.get("because")
    return _change(request, order_id, lambda order, at: order.retry_failed(at=at, because=because))


@require_POST
def position(request: DeskRequest, order_id: int) -> HttpResponse:
    """One step `up` or `down` the line, `first` or `last`; or `before` another Order, or no one: the last."""
    order = get_object_or_404(Order, pk=order_id)
    _move(order, request)
    _tell(order)
    if request.htmx:
        line = list(in_line().values_list("pk", flat=True))
        place = line.index(order.pk) + 1 if order.pk in line else len(line)
        context = {"rows": line_up(), "moved": order.pk, "place": place, "all": len(line)}
        return render(request, "desk/parts/line_moved.html", context)
    return back(request, otherwise="desk:production")


def _move(order: Order, request: DeskRequest) -> None:
    """Nowhere, if the other one does not stand in line any more."""
    if "before" not in request.POST:
        order.move(before=step(order, request.POST.get("step", "")))
        return
    wanted = request.POST["before"]
    before = in_line().exclude(pk=order.pk).filter(pk=whole_number(wanted) or 0).first()
    if before or not wanted:
        order.move(before=before)


def _change(request: DeskRequest, order_id: int, verb: Callable[[Order, datetime], object]) -> HttpResponse:
    order = get_object_or_404(Order, pk=order_id)
    verb(order, timezone.now())
    _tell(order)
    if request.htmx:
        context = {"standing": standing(order), "part": request.POST.get("part", "")}
        return render(request, "desk/parts/order_changed.html", context)
    return back(request, otherwise="desk:production")


def _tell(order: Order) -> None:
    Event.tell(Event.of_order(order.pk))
