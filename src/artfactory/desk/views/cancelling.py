"""Cancel some of the Generations of an Order that wait: choose, be asked, done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from artfactory.desk.cancelling import PAGE, Selection, by_model, saving, unsent
from artfactory.desk.views.numbers import whole_number
from artfactory.engine.models import Event
from artfactory.orders.models import Order


@require_safe
def choose(request: HttpRequest, order_id: int) -> HttpResponse:
    order = get_object_or_404(Order, pk=order_id)
    waiting, start = unsent(order), whole_number(request.GET.get("from")) or 0
    rows = list(waiting.select_related("ai_model").filter(number__gte=start).order_by("number")[: PAGE + 1])
    counts = by_model(waiting)
    lines = [(line, counts.get(line.ai_model_id, 0)) for line in order.lines.select_related("ai_model")]
    context = {"order": order, "rows": rows[:PAGE], "lines": lines, "waiting": sum(counts.values())}
    context["next"] = rows[PAGE].number if rows[PAGE:] else None
    return render(request, "desk/waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest, order_id: int) -> HttpResponse:
    order = get_object_or_404(Order, pk=order_id)
    selection = Selection.asked(order, request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        return _cancel(request, selection)
    counts = by_model(selection.rows)
    saved = sorted(saving(order, counts).items())
    context = {"order": order, "selection": selection, "count": sum(counts.values()), "saved": saved}
    return render(request, "desk/waiting_cancellation.html", context)


def _cancel(request: HttpRequest, selection: Selection) -> HttpResponse:
    at, order = timezone.now(), selection.order
    ended = selection.rows.cancel_unsent(at=at)
    order.settle(at=at)
    Event.tell(Event.of_order(order.pk))
    sent = (whole_number(request.POST.get("count")) or ended) - ended
    messages.success(request, _said(ended, sent))
    return redirect("desk:order", order.pk)


def _said(ended: int, sent: int) -> str:
    said = ngettext("%(n)s generation will not be made.", "%(n)s generations will not be made.", ended)
    said %= {"n": f"{ended:,}"}
    if sent > 0:
        said += " " + _("%(n)s did not wait any more and were left alone.") % {"n": f"{sent:,}"}
    return said
