"""The catalogue as the model picker shows it."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from artfactory.catalog.models import AIModel

MOST_OFFERED = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("words", "")[:200]
    return render(
        request,
        "desk/parts/offered.html",
        {"offered": offered(words, beside=request.GET.getlist("model")), "words": words},
    )


def offered(words: str, *, beside: Collection[str]) -> list[AIModel]:
    """Favorites first, then what needs no key yet, without those chosen; one more than are shown, if any."""
    found = AIModel.objects.available().matching(words[:200]).usable_first()
    room = MOST_OFFERED + 1 + len(beside)
    shown = found.defer("parameters")[:room]
    return [ai_model for ai_model in shown if ai_model.address not in beside][: MOST_OFFERED + 1]
