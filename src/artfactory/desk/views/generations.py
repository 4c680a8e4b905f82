"""One Generation: its end, or another try. Answers with its tile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from artfactory.desk.requests import DeskRequest
from artfactory.desk.tiles import tile
from artfactory.engine.models import Event
from artfactory.orders.models import Generation, Resolution


@require_POST
def cancellation(request: DeskRequest, generation_id: int) -> HttpResponse:
    return _change(request, generation_id, lambda generation, at: generation.cancel(at=at))


@require_POST
def retry(request: DeskRequest, generation_id: int) -> HttpResponse:
    return _change(request, generation_id, lambda generation, _at: generation.retry())


@require_POST
def resolution(request: DeskRequest, generation_id: int) -> HttpResponse:
    """What a person decides about one whose outcome is unknown."""
    action = request.POST.get("action", "")
    if action not in Resolution.values:
        return HttpResponseBadRequest()
    generation = get_object_or_404(Generation.objects.select_related("order"), pk=generation_id)
    _carry_out(generation, lambda row, at: row.resolve(Resolution(action), at=at))
    return redirect("desk:production")


def _change(
    request: DeskRequest, generation_id: int, verb: Callable[[Generation, datetime], object]
) -> HttpResponse:
    every = Generation.objects.select_related("order", "ai_model")
    generation = get_object_or_404(every, pk=generation_id)
    _carry_out(generation, verb)
    if request.htmx:
        return render(request, "desk/parts/generation.html", {"tile": tile(generation)})
    return redirect("desk:order", generation.order_id)


def _carry_out(generation: Generation, verb: Callable[[Generation, datetime], object]) -> None:
    at = timezone.now()
    verb(generation, at)
    generation.order.settle(at=at)
    Event.tell(Event.of_order(generation.order_id, generations=[generation.pk]))
