from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from artfactory.lookups.exporting import as_json, as_text, as_zip
from artfactory.lookups.models import Lookup


@require_safe
def export_one(request: HttpRequest, lookup_id: int) -> HttpResponse:
    lookup = get_object_or_404(Lookup, pk=lookup_id)
    return _file(
        as_text(lookup), kind="text/plain; charset=utf-8", name=f"{lookup.name.replace('/', '-')}.txt"
    )


@require_safe
def export_all(request: HttpRequest, form: str) -> HttpResponse:
    name = f"lookups-{localdate().isoformat()}"
    if form == "json":
        return _file(
            as_json(Lookup.objects.all()), kind="application/json; charset=utf-8", name=f"{name}.json"
        )
    if form == "zip":
        return _file(as_zip(Lookup.objects.all()), kind="application/zip", name=f"{name}.zip")
    raise Http404


def _file(content: str | bytes, *, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
