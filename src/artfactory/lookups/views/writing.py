"""New Lookups: typed, copied, or the starter lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from artfactory.lookups import changing
from artfactory.lookups.forms import LookupForm, refuse
from artfactory.lookups.models import Change, Lookup, Unfit
from artfactory.lookups.views.changes import told


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = LookupForm(initial={"name": request.GET.get("name", "")})
        return render(request, "lookups/new.html", {"form": form})
    form = LookupForm(request.POST)
    change = _created(form) if form.is_valid() else None
    return told(change) if change else render(request, "lookups/new.html", {"form": form}, status=422)


@require_POST
def duplicate(request: HttpRequest, lookup_id: int) -> HttpResponse:
    return told(changing.duplicate(get_object_or_404(Lookup, pk=lookup_id)))


@require_POST
def starters(request: HttpRequest) -> HttpResponse:
    return told(changing.add_starters())


def _created(form: LookupForm) -> Change | None:
    try:
        return changing.create(name=form.cleaned_data["name"], given=form.given)
    except Unfit as unfit:
        refuse(form, unfit)
        return None
