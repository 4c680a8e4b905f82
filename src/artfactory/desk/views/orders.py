"""Orders: placing one, and one with its results."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reswap, retarget

from artfactory.desk.bringing import with_brought
from artfactory.desk.context import current_project
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.placing import place_once
from artfactory.desk.requests import DeskRequest
from artfactory.desk.side_by_side import changed_in_grid, grid
from artfactory.desk.standing import standing
from artfactory.desk.tiles import PAGE, Tile, changed_tiles, tiles
from artfactory.desk.views.drafts import put_aside
from artfactory.desk.views.new_order import ask_prices, asked, page, priced, result_of
from artfactory.desk.views.numbers import whole_number, whole_numbers
from artfactory.orders.models import Order
from artfactory.orders.pieces import as_typed
from artfactory.orders.requests import MOST_GENERATIONS, OrderRefused

ALL = "all"
GRID = "grid"
MOST_IDS = 1_000


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: DeskRequest) -> HttpResponse:
    return _place(request) if request.method == "POST" else redirect("desk:production")


@require_safe
def show(request: HttpRequest, order_id: int) -> HttpResponse:
    order = get_object_or_404(Order.objects.select_related("project"), pk=order_id)
    if request.GET.get("view") == GRID:
        shown = {"grid": grid(order, start=_start(request)), "prompt": as_typed(order)}
        return render(request, "desk/side_by_side.html", {"standing": standing(order), **shown})
    return render(request, "desk/order.html", _order_page(order))


@require_safe
def news(request: HttpRequest, order_id: int) -> HttpResponse:
    """What changed, each to be swapped where it is. `part` says what of the Order the page shows."""
    order = get_object_or_404(Order, pk=order_id)
    below = whole_number(request.GET.get("below")) or PAGE
    here = standing(order)
    context = {
        "standing": here,
        "part": request.GET.get("part", ""),
        "other_tools": here.version != request.GET.get("shown"),
        "changed": _changed(request, order, below=below),
        "below": below,
    }
    return render(request, "desk/parts/order_news.html", context)


@require_safe
def more(request: DeskRequest, order_id: int) -> HttpResponse:
    """The next tiles; without htmx the whole page from there on."""
    order = get_object_or_404(Order.objects.select_related("project"), pk=order_id)
    start = whole_number(request.GET.get("from")) or 0
    if request.htmx:
        context = {"standing": standing(order), "tiles": tiles(order, start=start), "more": True}
        return render(request, "desk/parts/more_tiles.html", context)
    return render(request, "desk/order.html", _order_page(order, start=start))


def _place(request: DeskRequest) -> HttpResponse:
    ask_prices(request.POST)
    form = priced(with_brought(request.POST, request.FILES))
    form.refuse_empty()
    form.refuse_dearer()
    order = _placed(request, form) if form.quote and not form.refused else None
    if order is None:
        return _refuse(request, form)
    put_aside(request, form)
    if request.htmx:
        context = {"form": form.afresh(), "result": result_of(order)}
        return render(request, "desk/parts/placed.html", context)
    return redirect("desk:order", order.pk)


def _placed(request: HttpRequest, form: OrderForm) -> Order | None:
    try:
        told = form.quote.told if form.quote else {}
        return place_once(form.request(), project=current_project(request), key=form.key, told=told)
    except OrderRefused as refusal:
        form.refused += refusal.flaws
    except OperationalError:
        form.refuse_unwritable()
    return None


def _refuse(request: DeskRequest, form: OrderForm) -> HttpResponse:
    """The form as it was typed, each mistake beside its field."""
    if not request.htmx:
        return render(request, "desk/new_order.html", page(request, form), status=422)
    response = render(request, "desk/parts/quote.html", asked(form, words="") | {"refused": True})
    return reswap(retarget(response, "#order-sum"), "outerHTML")


def _order_page(order: Order, *, start: int = 0) -> dict[str, Any]:
    return {
        "standing": standing(order),
        "lines": order.lines.select_related("ai_model"),
        "tiles": tiles(order, start=start),
        "prompt": as_typed(order),
    }


def _changed(request: HttpRequest, order: Order, *, below: int) -> list[Tile]:
    if request.GET.get("view") == GRID:
        return changed_in_grid(order, _ids(request), start=_start(request))
    return changed_tiles(order, _ids(request), below=below)


def _start(request: HttpRequest) -> int:
    return min(whole_number(request.GET.get("from")) or 0, MOST_GENERATIONS)


def _ids(request: HttpRequest) -> list[int] | None:
    """The Generations that changed; None when the browser lost count and wants them all."""
    changed = request.GET.get("changed", "")
    if changed == ALL:
        return None
    return whole_numbers(changed, most=MOST_IDS)
