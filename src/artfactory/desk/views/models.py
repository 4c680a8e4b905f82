"""The catalogue as the model picker shows it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from artfactory.catalog.models import AIModel

MOST_OFFERED = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("words", "")[:200]
    return render(request, "desk/parts/offered.html", {"offered": offered(words), "words": words})


def offered(words: str) -> list[AIModel]:
    """Favourites first. One more than are shown, so that the page can say there are more."""
    found = AIModel.objects.available().matching(words[:200])
    return list(found.order_by("-favorite", "provider", "name")[: MOST_OFFERED + 1])
