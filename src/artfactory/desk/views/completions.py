"""Names that an editor offers after `[`."""

from __future__ import annotations

from django.db.models.functions import Substr
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from artfactory.lookups.models import Lookup

MOST = 5_000
BEGINNING = 160  # characters of the values that are looked at
SHOWN = 4  # values


@require_safe
def index(request: HttpRequest) -> JsonResponse:
    """Every Lookup with its first values; few bytes for each, since all are filtered in the browser."""
    rows = Lookup.objects.order_by("name").values_list("name", Substr("text", 1, BEGINNING))[:MOST]
    return JsonResponse({"lookups": [{"name": name, "says": _first(text)} for name, text in rows]})


def _first(text: str) -> str:
    """ "red, green, blue, …"; a value that was cut is left out where there are others."""
    lines = [line for line in text.split("\n") if line.strip()]
    whole = lines[:-1] if len(text) == BEGINNING and len(lines) > 1 else lines
    more = ["…"] if len(whole) > SHOWN or len(whole) < len(lines) else []
    return ", ".join([*whole[:SHOWN], *more])
