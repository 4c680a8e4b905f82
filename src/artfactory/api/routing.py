"""How every route is bound: by its function's name, and without fields that have nothing to say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import Router

from artfactory.api.problems import Problem, answer


class Routes(Router):
    def add_api_operation(
        self, path: str, methods: list[str], view_func: Callable[..., Any], **options: Any
    ) -> None:
        ours = {"exclude_unset": True, "operation_id": view_func.__name__, "url_name": view_func.__name__}
        super().add_api_operation(path, methods, view_func, **(options | ours))


def explaining(pattern: URLPattern) -> URLPattern:
    """The same address, with a refused method answered in the shape of all errors."""
    view = pattern.callback

    def now(request: HttpRequest, **place: Any) -> HttpResponseBase:
        return _explained(view(request, **place))

    async def later(request: HttpRequest, **place: Any) -> HttpResponseBase:
        awaited: Awaitable[HttpResponseBase] = view(request, **place)
        return _explained(await awaited)

    wrapped = later if iscoroutinefunction(view) else now
    return URLPattern(pattern.pattern, wrapped, pattern.default_args, pattern.name)


def _explained(response: HttpResponseBase) -> HttpResponseBase:
    if not isinstance(response, HttpResponseNotAllowed):
        return response
    message = _("This address does not know that method. It knows: %(methods)s.")
    allowed = ", ".join(sorted(response["Allow"].split(", ")))
    explained = answer(Problem.because(405, "method_not_allowed", message % {"methods": allowed}))
    explained["Allow"] = allowed
    return explained
