from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from artfactory.gallery.filters import FilterBar
from artfactory.gallery.pages import arrived, page, read_key
from artfactory.products.models import ProductFilter


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def show(request: HtmxRequest) -> HttpResponse:
    """The whole page, or with htmx the days that follow below it."""
    wanted = ProductFilter.read(request.GET.dict())
    shown = page(wanted, before=read_key(request.GET.get("before", "")))
    if request.htmx and not request.htmx.boosted:
        return render(request, "gallery/parts/days.html", {"page": shown, "above": _day_above(request)})
    return render(request, "gallery/inventory.html", {"page": shown, "bar": FilterBar(wanted)})


@require_safe
def arrivals(request: HttpRequest) -> HttpResponse:
    """How many Products have come that an open page does not show yet."""
    wanted = ProductFilter.read(request.GET.dict())
    count = arrived(wanted, after=read_key(request.GET.get("after", "")) or 0)
    return render(request, "gallery/parts/arrived.html", {"count": count, "wanted": wanted})


def _day_above(request: HttpRequest) -> date | None:
    """The last day that the page already has a head for."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
