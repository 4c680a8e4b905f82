"""A prompt of another language: what it becomes, before it stands in the form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.translating import Review
from artfactory.desk.views.drafts import is_kept, keep
from artfactory.desk.views.new_order import page
from artfactory.lookups.models import Change, Unfit


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    review = Review(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and "use" in request.POST:
        return _use(request, review)
    return render(request, "desk/translation.html", {"review": review})


def _use(request: HttpRequest, review: Review) -> HttpResponse:
    """The form with it, nothing ordered yet; Lookups only where that was ticked."""
    try:
        change = review.write_out() if "rewrite" in request.POST else None
    except Unfit as unfit:
        messages.error(request, unfit.message)
        return render(request, "desk/translation.html", {"review": review}, status=422)
    if change:
        _tell(request, change)
    form = OrderForm(review.filled)
    keep(request, form)
    if is_kept(request, form):
        return redirect("desk:new_order")  # so that a reload shows it and sends nothing again
    return render(request, "desk/new_order.html", page(request, form))


def _tell(request: HttpRequest, change: Change) -> None:
    address = f"{resolve_url('lookups:index')}?change={change.pk}"
    messages.success(
        request, format_html('{} <a href="{}">{}</a>', change.says, address, _("Look at it, or undo it"))
    )
