"""No page of another site, or of another port of this machine, makes a browser act on us.

Browsers say where a request comes from (Sec-Fetch-Site, Origin); both are believed only when
they refuse. "same-site" is foreign too: it is any other port on this machine.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from artfactory.web.middleware import asking_first
from artfactory.web.refusals import for_programs, refuse

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_OWN_SITES = frozenset({"same-origin", "none"})  # "none": typed, or from a bookmark


def check_origin(request: HttpRequest) -> HttpResponseBase | None:
    if _is_foreign(request):
        return refuse(
            request,
            403,
            code="cross_site",
            detail=_("This request comes from another site, so nothing was done."),
        )
    if _is_of_another_type(request):
        return refuse(request, 415, code="media_type", detail=_("The body must be application/json."))
    return None


def _is_foreign(request: HttpRequest) -> bool:
    from_elsewhere = request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITES
    if request.method in SAFE:
        return from_elsewhere and not _is_visit(request)
    return from_elsewhere or _has_foreign_origin(request)


def _is_visit(request: HttpRequest) -> bool:
    """A link on another site may lead here, into a tab of its own; it changes nothing."""
    mode = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest", "document")
    return request.method == "GET" and mode == ("navigate", "document")


def _has_foreign_origin(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    return origin is not None and origin != f"{request.scheme}://{request.get_host()}"


def _is_of_another_type(request: HttpRequest) -> bool:
    """Only types that a form of another site cannot send are read as a request to the API."""
    if request.method in SAFE or not for_programs(request) or not _has_body(request):
        return False
    if request.content_type == "application/json":
        return False
    takes_files = request.path_info.rstrip("/") in settings.MULTIPART_PATHS
    return not (takes_files and request.content_type == "multipart/form-data")


def _has_body(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "0").strip()
    return length != "0" or "Transfer-Encoding" in request.headers


refuse_cross_site = asking_first(check_origin)
