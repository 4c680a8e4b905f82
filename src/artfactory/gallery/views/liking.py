from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from artfactory.engine.models import Event
from artfactory.gallery.tiles import tile_of
from artfactory.gallery.views.inventory import HtmxRequest
from artfactory.products.models import Product

PLACES = ("tile", "bar", "thumb")


@require_POST
def create(request: HtmxRequest, product_id: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.visible().shown(), pk=product_id)
    with transaction.atomic():
        product.like() if request.POST.get("value") == "1" else product.unlike()
        Event.tell(Event.of_product(product.pk))
    if request.htmx:
        return render(request, "gallery/parts/liked.html", {"tile": tile_of(product), **_standing(request)})
    return redirect(_back(request) or reverse("gallery:viewer", args=[product.pk]))


def _standing(request: HtmxRequest) -> dict[str, str]:
    """Where the button stands, so that it comes back as it was."""
    place = request.POST.get("place", "")
    return {"place": place if place in PLACES else PLACES[0], "next": _back(request) or ""}


def _back(request: HtmxRequest) -> str | None:
    """The page that the button stands on, if that is one of ours."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else None
