from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from artfactory.gallery.looking import Sides, look_at
from artfactory.products.models import Product, ProductFilter


@require_safe
def show(request: HttpRequest, product_id: int) -> HttpResponse:
    """One Product, large, with everything that is known about it."""
    product = get_object_or_404(Product.objects.visible().shown(), pk=product_id)
    wanted = ProductFilter.read(request.GET.dict())
    look = look_at(product, wanted, sides=Sides.read(request.GET.dict()))
    return render(request, "gallery/viewer.html", {"look": look})
