"""Every "no" in one shape: problem+json (RFC 9457) for programs, a page with the next step for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.API_PREFIX)


def refuse(request: HttpRequest, status: int, *, code: str, detail: str, next_step: str = "") -> HttpResponse:
    """`detail` says what is wrong, `next_step` what a person can do about it."""
    if for_programs(request):
        return _problem(status, code=code, detail=f"{detail} {next_step}".strip())
    context = {"status": status, "title": _title(status), "detail": detail, "next_step": next_step}
    return _page(status, context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 400, code="bad_request", detail=_("This request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 403, code="forbidden", detail=_("This is not allowed."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 404, code="not_found", detail=_("There is nothing at this address."))


def broken(request: HttpRequest) -> HttpResponse:
    detail = _("Something went wrong inside Art Factory. Nothing that was made is lost.")
    return refuse(request, 500, code="internal", detail=detail, next_step=_("Try again."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refuse(
        request,
        403,
        code="csrf",
        detail=_("This form is not one of this visit, so nothing was changed."),
        next_step=_("Reload the page and try again."),
    )


def _problem(status: int, *, code: str, detail: str) -> HttpResponse:
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": _title(status),
        "status": status,
        "detail": detail,
        "errors": [{"loc": [], "code": code, "message": detail}],
    }
    return JsonResponse(problem, status=status, content_type="application/problem+json")


def _title(status: int) -> str:
    return HTTPStatus(status).phrase


def _page(status: int, context: dict[str, Any]) -> HttpResponse:
    """Made without the request, so that a refusal never touches session or database."""
    try:
        return HttpResponse(render_to_string(f"{status}.html", context), status=status)
    except TemplateDoesNotExist:
        text = "\n\n".join(filter(None, [context["detail"], context["next_step"]]))
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
