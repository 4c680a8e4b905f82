"""Bringing files: they are read and shown, and only then, after a word of the person, kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from artfactory.lookups import importing
from artfactory.lookups.importing import Choice, Kind
from artfactory.lookups.models import Arrival, Unfit
from artfactory.lookups.reading import Brought, read_files
from artfactory.lookups.views.changes import told


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "lookups/import.html")
    files = request.FILES.getlist("files")
    reading = read_files(_brought(files))
    if reading.found:
        return redirect("lookups:arrival", Arrival.keep(reading).pk)
    context = {"none": not files, "refused": reading.refused}
    return render(request, "lookups/import.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, arrival_id: int) -> HttpResponse:
    arrival = get_object_or_404(Arrival, pk=arrival_id)
    if request.method == "POST":
        return _taken_in(request, arrival)
    rows = importing.rows(arrival)
    context = {
        "arrival": arrival,
        "rows": rows,
        "counts": {kind.value: sum(row.kind == kind for row in rows) for kind in Kind},
        "choices": Choice.choices,
    }
    return render(request, "lookups/arrival.html", context)


def _taken_in(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    if request.POST.get("forget"):
        arrival.delete()
        messages.info(request, _("Nothing of these files was kept."))
        return redirect("lookups:imports")
    known = request.POST.get("known", "")
    choice = Choice(known) if known in Choice.values else Choice.LEAVE
    without = {int(n) for n in request.POST.getlist("without") if n.isascii() and n.isdecimal()}
    try:
        return told(importing.take_in(arrival, known=choice, without=without))
    except Unfit as unfit:
        messages.error(request, _("Nothing was kept. %(why)s") % {"why": unfit.message})
        return redirect("lookups:arrival", arrival.pk)


def _brought(files: list[UploadedFile[bytes]]) -> Iterator[Brought]:
    for file in files:
        yield Brought(file.name or "", file.read())
