"""What was done, told on the page that follows, with a way to take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from artfactory.lookups.models import Change, Lookup, Overtaken


@require_POST
def reversal(request: HttpRequest, change_id: int) -> HttpResponse:
    change = get_object_or_404(Change, pk=change_id)
    try:
        change.take_back()
    except Overtaken:
        text = _("This was changed again since, so nothing was undone. What there is now stays.")
        messages.error(request, text)
    else:
        messages.success(request, _("Undone: everything is as it was before."))
    lookup = change.only
    return redirect(lookup or "lookups:index")


def told(change: Change, *, at: Lookup | None = None) -> HttpResponseRedirect:
    """To the page of that Lookup, or of the only one that it was about, or to all of them. There it can be
    undone.
    """
    address = resolve_url(at or change.only or "lookups:index")
    return redirect(f"{address}?change={change.pk}")


def told_change(request: HttpRequest) -> Change | None:
    """What was just done, where the address says so and it was not undone yet."""
    number = request.GET.get("change", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    return Change.objects.filter(pk=number).first() if is_number else None
