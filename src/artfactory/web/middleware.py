"""Middleware out of plain functions, for Django's sync and async side at once."""

from __future__ import annotations

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

GetResponse = Callable[[HttpRequest], Any]  # answers a response, or an awaitable of one
Middleware = Callable[[GetResponse], GetResponse]
Check = Callable[[HttpRequest], HttpResponseBase | None]
Finish = Callable[[HttpResponseBase], HttpResponseBase]


def asking_first(check: Check, *, reads_database: bool = False) -> Middleware:
    """`check` may refuse a request by answering it."""
    check_later = sync_to_async(check) if reads_database else None

    def middleware(get_response: GetResponse) -> GetResponse:
        async def later(request: HttpRequest) -> Any:
            refusal = await check_later(request) if check_later else check(request)
            return refusal or await get_response(request)

        def now(request: HttpRequest) -> Any:
            return check(request) or get_response(request)

        return later if iscoroutinefunction(get_response) else now

    return sync_and_async_middleware(middleware)


def finishing(finish: Finish) -> Middleware:
    """`finish` completes every answer."""

    def middleware(get_response: GetResponse) -> GetResponse:
        async def later(request: HttpRequest) -> Any:
            return finish(await get_response(request))

        def now(request: HttpRequest) -> Any:
            return finish(get_response(request))

        return later if iscoroutinefunction(get_response) else now

    return sync_and_async_middleware(middleware)


def in_one_thread(get_response: GetResponse) -> GetResponse:
    """Passes everything on. Stands innermost and knows only the sync side, so that Django runs all
    middleware around it in one thread of the request, instead of changing threads for each.
    """

    def middleware(request: HttpRequest) -> Any:
        return get_response(request)

    return middleware
