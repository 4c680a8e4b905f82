"""Where a form sends the browser afterwards: back to the page it was on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, *, otherwise: str) -> HttpResponseRedirect:
    """To `next` of the form, if that is a page of ours, else to the page of that name."""
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if ours else resolve_url(otherwise))
