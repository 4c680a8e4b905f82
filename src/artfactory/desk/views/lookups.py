"""The page of one Lookup: its values, its name, and where it is used."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from artfactory.desk.lookup_uses import uses_of
from artfactory.lookups import changing
from artfactory.lookups.forms import NameForm, ValuesForm, refuse
from artfactory.lookups.models import Change, Lookup, Unfit
from artfactory.lookups.views.changes import told, told_change


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, lookup_id: int) -> HttpResponse:
    lookup = get_object_or_404(Lookup, pk=lookup_id)
    if request.method != "POST":
        return _page(request, lookup)
    form = ValuesForm(request.POST)
    if not form.is_valid():
        return _page(request, lookup, values=form)
    return told(changing.rewrite(lookup, given=form.given))


@require_POST
def name(request: HttpRequest, lookup_id: int) -> HttpResponse:
    lookup = get_object_or_404(Lookup, pk=lookup_id)
    form = NameForm(request.POST)
    change = _renamed(form, lookup) if form.is_valid() else None
    return told(change, at=lookup) if change else _page(request, Lookup.objects.get(pk=lookup_id), name=form)


@require_POST
def tidying(request: HttpRequest, lookup_id: int) -> HttpResponse:
    return told(changing.tidy(get_object_or_404(Lookup, pk=lookup_id)))


def _renamed(form: NameForm, lookup: Lookup) -> Change | None:
    said = form.cleaned_data
    try:
        return changing.rename(lookup, to=said["name"], everywhere=said["everywhere"])
    except Unfit as unfit:
        refuse(form, unfit)
        return None


def _page(
    request: HttpRequest,
    lookup: Lookup,
    *,
    values: ValuesForm | None = None,
    name: NameForm | None = None,
) -> HttpResponse:
    context = {
        "lookup": lookup,
        "values": values or ValuesForm(initial={"values": lookup.text}),
        "name": name or NameForm(initial={"name": lookup.name, "everywhere": True}),
        "uses": uses_of(lookup),
        "change": told_change(request),
    }
    return render(request, "desk/lookup.html", context, status=422 if values or name else 200)
