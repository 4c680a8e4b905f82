"""Deleting some Lookups, after a page that says what that means."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from artfactory.lookups import changing
from artfactory.lookups.forms import chosen
from artfactory.lookups.models import Lookup
from artfactory.lookups.references import links, naming
from artfactory.lookups.views.changes import told


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    lookups = chosen(asked.getlist("of"))
    if request.method == "POST" and lookups:
        return told(changing.remove(lookups))
    if not lookups:
        return redirect("lookups:index")
    every = links(Lookup.objects.as_pools())
    gone = [lookup.name for lookup in lookups]
    others = sorted({other for name in gone for other in naming(name, every)} - set(gone))
    context = {"lookups": lookups, "others": others, "values": sum(each.review.count for each in lookups)}
    return render(request, "lookups/deletion.html", context)
