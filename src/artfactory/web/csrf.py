"""Every change made with a session shows its CSRF token, whichever view answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from artfactory.web.entrance import came_with_token


class CsrfForSessions(CsrfViewMiddleware):
    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        if came_with_token(request):  # no browser adds that by itself
            return None
        return super().process_view(request, _never_exempt, callback_args, callback_kwargs)


def _never_exempt(request: HttpRequest) -> HttpResponse:
    """Stands for the view, so that a csrf_exempt on one (the API's are) opens no door."""
    raise NotImplementedError
