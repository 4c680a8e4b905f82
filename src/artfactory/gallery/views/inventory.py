from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from artfactory.gallery.filters import FilterBar
from artfactory.gallery.pages import COUNTED, counted, page, read_key
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
    count = counted(wanted)
    facts = {"page": shown, "bar": FilterBar(wanted), "count": min(count, COUNTED), "more": count > COUNTED}
    return render(request, "gallery/inventory.html", facts)


def _day_above(request: HttpRequest) -> date | None:
    """The last day that the page already has a head for."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
