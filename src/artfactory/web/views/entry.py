"""/enter/CODE: the door of a browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from artfactory.web.entrance import let_in
from artfactory.web.entry import use_code
from artfactory.web.refusals import refuse


@require_safe
def enter(request: HttpRequest, code: str) -> HttpResponseBase:
    return _kept_secret(_answer(request, code))


def _answer(request: HttpRequest, code: str) -> HttpResponseBase:
    if request.method == "HEAD" or _is_only_looking(request):
        return HttpResponse(status=204)
    if not use_code(code):
        return _used(request)
    let_in(request)
    rotate_token(request)
    # A page, not a redirect: after a link clicked elsewhere, a redirect would still count as
    # coming from there, and the browser would not send a SameSite=Strict cookie.
    return render(request, "web/entered.html")


def _is_only_looking(request: HttpRequest) -> bool:
    """A browser that fetches ahead must not use the code up."""
    purposes = [request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")]
    return any("prefetch" in purpose or "prerender" in purpose for purpose in purposes)


def _used(request: HttpRequest) -> HttpResponse:
    return refuse(
        request,
        403,
        code="used_code",
        detail=_("This address has been used already. Each one opens the door once."),
        next_step=_("Run “artfactory open” to get a fresh one."),
    )


def _kept_secret(response: HttpResponseBase) -> HttpResponseBase:
    """The code stays out of logs, caches and of what the next page learns."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs the path
    return response
