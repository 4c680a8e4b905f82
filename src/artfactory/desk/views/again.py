"""Ordering once more what made a Product: asked with its cost, then placed."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from artfactory.desk.ordering_again import Again, ways
from artfactory.desk.placing import place_once
from artfactory.orders.models import Generation
from artfactory.orders.repeating import Seeds
from artfactory.orders.requests import Flaw, OrderRefused
from artfactory.products.models import Product


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, product_id: int) -> HttpResponse:
    products = Product.objects.visible().select_related("generation__order", "generation__ai_model", "asset")
    product = get_object_or_404(products, pk=product_id)
    if product.generation is None:
        raise Http404
    if request.method != "POST":
        return _page(request, product, product.generation, key=secrets.token_urlsafe(12))
    return _place(request, product, product.generation)


def _place(request: HttpRequest, product: Product, generation: Generation) -> HttpResponse:
    key, said = request.POST.get("key", "")[:64], request.POST.get("seeds", "")
    again = Again(generation, Seeds(said) if said in Seeds.__members__.values() else Seeds.SAME, key)
    flaws = list(again.flaws)
    if not flaws and (flaw := again.dearer(request.POST.get("shown_cost", ""))):
        flaws = [flaw]
    if not flaws:
        try:
            order = place_once(again.request, project=product.project, key=key)
        except OrderRefused as refusal:
            flaws = refusal.flaws
        else:
            return redirect("desk:order", order.pk)
    return _page(request, product, generation, key=key, flaws=flaws, status=422)


def _page(
    request: HttpRequest,
    product: Product,
    generation: Generation,
    *,
    key: str,
    flaws: list[Flaw] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"product": product, "generation": generation, "ways": ways(generation, key=key)}
    return render(request, "desk/again.html", context | {"key": key, "flaws": flaws or []}, status=status)
