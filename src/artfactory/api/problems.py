"""Errors of the API: problem+json (RFC 9457), every flaw with its place."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from artfactory.api.schemas.base import AMOUNT
from artfactory.orders.requests import Flaw, OrderRefused

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_NO_OBJECT = {"model_type", "model_attributes_type", "dict_type"}
_PARAMETERS = ("body", "filters")  # what routes call them; the person who asks never sees these names


class Problem(Exception):
    """An answer other than what was asked for, with everything that is wrong."""

    def __init__(self, status: int, flaws: Sequence[Flaw], *, retry_after: float | None = None) -> None:
        """`retry_after`: seconds after which it may go well."""
        super().__init__(" ".join(flaw.message for flaw in flaws))
        self.status = status
        self.flaws = flaws
        self.retry_after = retry_after

    @classmethod
    def because(
        cls,
        status: int,
        code: str,
        message: str,
        *,
        loc: tuple[str, ...] = (),
        retry_after: float | None = None,
    ) -> Problem:
        return cls(status, [Flaw(loc, code, message)], retry_after=retry_after)


def not_found() -> Problem:
    return Problem.because(404, "not_found", _("There is nothing at this address."))


def answer(problem: Problem) -> HttpResponse:
    content = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": str(problem),
        "errors": [_described(flaw) for flaw in problem.flaws],
    }
    waiting = {} if problem.retry_after is None else {"Retry-After": str(math.ceil(problem.retry_after))}
    return JsonResponse(content, status=problem.status, content_type=MEDIA_TYPE, headers=waiting)


def _described(flaw: Flaw) -> dict[str, Any]:
    described = {"loc": list(flaw.loc), "code": flaw.code, "message": flaw.message}
    if flaw.generations:
        described["links"] = [f"/api/v1/generations/{key}" for key in flaw.generations]
    return described if flaw.pos is None else described | {"pos": flaw.pos}


# What routes may raise, each answered in the one shape.


def on_problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(problem)


def on_refusal(_request: HttpRequest, refused: OrderRefused) -> HttpResponse:
    return answer(Problem(422, refused.flaws))


def on_nothing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return answer(not_found())


def on_unfit(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The body or the query has another shape than the schema says."""
    return answer(Problem(422, [_flaw(each) for each in error.errors]))


def on_unread(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """The body could not be read; the parser knows why."""
    if isinstance(error.__cause__, Problem):
        return answer(error.__cause__)
    return answer(Problem.because(error.status_code, "bad_request", str(error)))


def on_too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return answer(Problem.because(413, "too_large", _("The body is too large.")))


def on_database(_request: HttpRequest, error: OperationalError) -> HttpResponse:
    """A full disk, a library that may only be read, a database that was lost."""
    logger.exception("The database refused", exc_info=error)
    message = _("The library cannot be read or written right now; nothing was changed. Try again.")
    return answer(Problem.because(503, "library_unavailable", message))


def _flaw(error: dict[str, Any]) -> Flaw:
    place = list(error["loc"][1:])  # the first says body, query, path or header
    if place and place[0] in _PARAMETERS:
        del place[0]
    return Flaw(tuple(place), str(error["type"]), _sentence(error))


def _sentence(error: dict[str, Any]) -> str:
    """In words that name none of our classes, and apart from the next one."""
    if error["type"] in _NO_OBJECT:
        return _("Say an object: names, each with its value.")
    if error.get("ctx", {}).get("pattern") == AMOUNT:
        return _("Say an amount as text, such as 4.00: not negative, at most 7 digits and 6 decimals.")
    said = str(error["msg"]).removeprefix("Value error, ")
    return said if said.endswith((".", "!", "?")) else f"{said}."
