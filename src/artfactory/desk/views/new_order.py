"""The Order page: the form, drawn anew when the models change, and its sum while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from artfactory.catalog.models import AIModel
from artfactory.desk.context import current_project
from artfactory.desk.forms.again import answers_like, answers_of
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.sums import Sum
from artfactory.desk.requests import DeskRequest
from artfactory.desk.standing import standing
from artfactory.desk.tiles import tiles
from artfactory.desk.views.models import offered
from artfactory.desk.views.numbers import whole_number
from artfactory.orders.models import Order

TILES_OF_THE_NEWEST = 24
TILES_OF_OTHERS = 8
RESULTS = (TILES_OF_THE_NEWEST, TILES_OF_OTHERS, TILES_OF_OTHERS)  # of the newest Orders, beside the form


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    form = OrderForm(_first_answers(request))
    return render(request, "desk/new_order.html", page(request, form))


@require_POST
def draft(request: DeskRequest) -> HttpResponse:
    """The form as it is filled in so far, with a model more or less."""
    form = OrderForm(request.POST)
    if request.htmx:
        return render(request, "desk/parts/asks.html", asked(form, words="") | {"swapped": True})
    return render(request, "desk/new_order.html", page(request, form))


@require_POST
def quote(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/parts/quote.html", asked(OrderForm(request.POST), words=""))


def page(request: HttpRequest, form: OrderForm) -> dict[str, Any]:
    words = form.answers.get("words", "")
    return asked(form, words=words) | {"results": results(request)}


def asked(form: OrderForm, *, words: str) -> dict[str, Any]:
    summed = Sum(form.quote) if form.quote else None
    return {"form": form, "sum": summed, "words": words, "offered": offered(words, beside=form.addresses)}


def results(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest Orders of the Project with their first tiles."""
    orders = Order.objects.filter(project=current_project(request)).newest()[: len(RESULTS)]
    return [result_of(order, limit=limit) for order, limit in zip(orders, RESULTS, strict=False)]


def result_of(order: Order, *, limit: int = TILES_OF_THE_NEWEST) -> dict[str, Any]:
    return {"standing": standing(order), "tiles": tiles(order, limit=limit)}


def _first_answers(request: HttpRequest) -> QueryDict:
    """From the address, from an Order to repeat, or empty with the models used last."""
    if order := _named_in(request):
        return answers_of(order)
    project = current_project(request)
    answers = answers_like(_last_of(project.pk), otherwise=_any_model())
    for name, values in request.GET.lists():
        answers.setlist(name, values)
    return answers


def _named_in(request: HttpRequest) -> Order | None:
    named = whole_number(request.GET.get("again"))
    return Order.objects.filter(pk=named).first() if named is not None else None


def _last_of(project: int) -> Order | None:
    return Order.objects.filter(project=project).newest().first()


def _any_model() -> str:
    found = AIModel.objects.available().order_by("-favorite", "pk").first()
    return found.address if found else ""
