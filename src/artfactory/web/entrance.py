"""Who may come in: a browser that entered with a code, or, to the API, a program with the token."""

from __future__ import annotations

from typing import TypeGuard

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.web.middleware import asking_first
from artfactory.web.refusals import for_programs, refuse
from artfactory.web.tokens import has_token

_ENTERED = "entered_at"


class TokenRequest(HttpRequest):
    came_with_token: bool


def let_in(request: HttpRequest) -> None:
    """A fresh session key, so that one known before is worth nothing."""
    request.session.clear_expired()
    request.session.cycle_key()
    request.session[_ENTERED] = timezone.now().isoformat()


def is_inside(request: HttpRequest) -> bool:
    return _ENTERED in request.session


def came_with_token(request: HttpRequest) -> TypeGuard[TokenRequest]:
    return getattr(request, "came_with_token", False)


def check_entrance(request: HttpRequest) -> HttpResponseBase | None:
    if _is_open(request.path_info):
        return None
    if for_programs(request) and "Authorization" in request.headers:
        request.came_with_token = has_token(request)  # type: ignore[attr-defined]
        return None if came_with_token(request) else _needs_token(request)
    if is_inside(request):
        return None
    return _needs_token(request) if for_programs(request) else needs_code(request)


def _is_open(path: str) -> bool:
    return path in settings.OPEN_PATHS or path.startswith(settings.ENTRY_PREFIX)


def needs_code(request: HttpRequest) -> HttpResponseBase:
    return refuse(
        request,
        403,
        code="no_entry",
        detail=_("This browser has not entered this Art Factory, or its visit has ended."),
        next_step=_("Run “artfactory open” to get a fresh address that lets it in."),
    )


def _needs_token(request: HttpRequest) -> HttpResponseBase:
    response = refuse(
        request,
        401,
        code="no_token",
        detail=_("This needs the API token, or the session of a browser that entered."),
        next_step=_("Run “artfactory token” and send it as “Authorization: Bearer …”."),
    )
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


require_entry = asking_first(check_entrance, reads_database=True)
