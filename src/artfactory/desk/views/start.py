"""The first page, as long as nothing was ever ordered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from artfactory.catalog.models import AIModel
from artfactory.desk.forms.order import OrderForm
from artfactory.orders.models import Order

FREE = "workshop"  # draws without a key, so that everybody can begin
EXAMPLES = (
    _("a red fox in fresh snow, golden hour"),
    _("aurora over a fjord at night"),
    _("dunes under two moons, poster"),
    _("a lighthouse in a storm, ink"),
)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    if Order.objects.exists():
        return redirect("desk:new_order")
    makers = AIModel.objects.available().filter(provider=FREE).order_by("pk")
    context = {"form": OrderForm(request.GET), "makers": makers, "examples": EXAMPLES}
    return render(request, "desk/first.html", context)
