"""Two or more Lookups become one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from artfactory.lookups import changing
from artfactory.lookups.changing import Merger
from artfactory.lookups.forms import MergerForm, chosen, refuse
from artfactory.lookups.models import Change, Lookup, Unfit
from artfactory.lookups.references import links, naming
from artfactory.lookups.views.changes import told


@require_http_methods(["GET", "HEAD", "POST"])
def merger(request: HttpRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    lookups = chosen(asked.getlist("of"))
    if request.method != "POST" or len(lookups) < 2:
        return _page(request, lookups, MergerForm(initial={"name": lookups[0].name if lookups else ""}))
    form = MergerForm(request.POST)
    change = _merged(form, lookups) if form.is_valid() else None
    if change:
        return told(change, at=Lookup.objects.get(name=form.cleaned_data["name"]))
    return _page(request, lookups, form, status=422)


def _merged(form: MergerForm, lookups: list[Lookup]) -> Change | None:
    said = form.cleaned_data
    try:
        return changing.merge(lookups, to=said["name"], keep=said["keep"], everywhere=said["everywhere"])
    except Unfit as unfit:
        refuse(form, unfit)
        return None


def _page(
    request: HttpRequest, lookups: list[Lookup], form: MergerForm, *, status: int = 200
) -> HttpResponse:
    every = links(Lookup.objects.as_pools())
    named = [lookup.name for lookup in lookups]
    others = sorted({other for name in named for other in naming(name, every)} - set(named))
    context = {"form": form, "lookups": lookups, "merger": Merger.of(lookups), "others": others}
    return render(request, "lookups/merger.html", context, status=status)
