"""The catalogue, and one model of it: its price, its parameters, what it made."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from artfactory.catalog.mapping import Mapping
from artfactory.catalog.models import AIModel
from artfactory.catalog.prices import UNITS, Measure, OwnPrice, PriceRefused, unit_word
from artfactory.desk.catalogue import Catalogue, Wanted
from artfactory.desk.catalogue_refresh import refresh_now
from artfactory.desk.model_page import examples_of, history_of
from artfactory.desk.requests import DeskRequest
from artfactory.desk.views.back import back
from artfactory.desk.views.numbers import whole_number
from artfactory.engine.refreshing import start
from artfactory.orders.costing import Costing

View = Callable[[DeskRequest, str], HttpResponse]


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    number = whole_number(request.GET.get("page")) or 1
    catalogue = Catalogue(Wanted.read(request.GET), number)
    page = "desk/parts/catalogue_list.html" if request.htmx else "desk/catalogue.html"
    return render(request, page, {"catalogue": catalogue, "refresh": refresh_now()})


@require_POST
def refresh(request: DeskRequest) -> HttpResponse:
    start(at=timezone.now())
    if request.htmx:
        return render(request, "desk/parts/refresh.html", {"refresh": refresh_now()})
    return redirect("desk:catalogue")


@require_safe
def refresh_news(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/parts/refresh.html", {"refresh": refresh_now()})


@require_safe
def show(request: HttpRequest, address: str) -> HttpResponse:
    return render(request, "desk/model.html", _page(found_model(address)))


def below_a_model(word: str) -> Callable[[View], View]:
    """For what is changed by POST. The id of a model may end in that word: its page is what GET asks for."""

    def wrap(change: View) -> View:
        @wraps(change)
        def view(request: DeskRequest, address: str) -> HttpResponse:
            is_page = request.method in ("GET", "HEAD")
            return show(request, f"{address}/{word}") if is_page else require_POST(change)(request, address)

        return view

    return wrap


@below_a_model("favorite")
def favorite(request: DeskRequest, address: str) -> HttpResponse:
    ai_model = found_model(address)
    verb = ai_model.favor if request.POST.get("value") == "1" else ai_model.unfavor
    verb()
    if request.htmx:
        return render(request, "desk/parts/model_star.html", {"ai_model": ai_model})
    return back(request, otherwise="desk:catalogue")


@below_a_model("price")
def price(request: DeskRequest, address: str) -> HttpResponse:
    ai_model = found_model(address)
    answers = {name: request.POST.get(name, "")[:100] for name in ("amount", "currency", "unit")}
    try:
        ai_model.name_price(OwnPrice.read(**answers), on=localdate())
    except PriceRefused as refusal:
        context = _page(ai_model) | {"answers": answers, "wrong": refusal.field, "why": str(refusal)}
        return render(request, "desk/model.html", context, status=422)
    messages.success(request, _("Your price counts from now on, in every quote."))
    return redirect(ai_model)


@below_a_model("price/removal")
def price_removal(request: DeskRequest, address: str) -> HttpResponse:
    ai_model = found_model(address)
    ai_model.take_back_price()
    messages.success(request, _("Your price is gone. What the Provider lists counts again."))
    return redirect(ai_model)


def found_model(address: str) -> AIModel:
    try:
        return AIModel.objects.at(address.replace("\0", ""))
    except AIModel.DoesNotExist:
        raise Http404 from None


def _page(ai_model: AIModel) -> dict[str, Any]:
    known = ai_model.price
    said = known.unit if known and Measure.read(known.unit) else UNITS[0]
    return {
        "ai_model": ai_model,
        "mapping": Mapping.of(ai_model),
        "history": history_of(ai_model),
        "examples": examples_of(ai_model),
        "why_unknown": Costing(ai_model).why_unknown,
        "units": [(unit, unit_word(unit)) for unit in dict.fromkeys([*UNITS, said])],
        "answers": {
            "amount": f"{known.amount.normalize():f}" if known else "",
            "currency": known.currency if known else "USD",
            "unit": said,
        },
    }
