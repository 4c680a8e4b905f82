"""Reading what was sent: JSON as RFC 8259 means it, and nothing that a database could choke on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from artfactory.api.problems import Problem

MOST_LEVELS = 32
MOST_VALUES = 50_000
INTEGERS = range(-(2**63), 2**64)  # a larger seed is sent as text

Place = tuple[str, ...]


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = json.loads(request.body.decode(), parse_constant=_no_number)
        except (ValueError, RecursionError):
            message = _("The body is not JSON in UTF-8.")
            raise Problem.because(400, "bad_json", message) from None
        _check(body)
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        for name, values in data.lists():
            for text in (name, *values):
                _check_text(text, (name.replace("\0", ""),))
        return super().parse_querydict(data, list_fields, request)


def _no_number(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _check(body: Any) -> None:
    """Raises Problem for the first value that nothing behind could keep."""
    for count, (value, place) in enumerate(_values(body)):
        if count >= MOST_VALUES or len(place) > MOST_LEVELS:
            message = _("The body holds too much, or is nested too deeply.")
            raise Problem.because(422, "too_much", message, loc=place[:3])
        if isinstance(value, str):
            _check_text(value, place)
        elif isinstance(value, int | float) and not _fits(value):
            message = _("This number is too large. A large seed is sent as text.")
            raise Problem.because(422, "number_out_of_range", message, loc=place)


def _values(body: Any) -> Iterator[tuple[Any, Place]]:
    """Every value and every name in it, with its place."""
    rest: list[tuple[Any, Place]] = [(body, ())]
    while rest:
        value, place = rest.pop()
        yield value, place
        if isinstance(value, dict):
            rest += ((name, place) for name in value)
            rest += ((inner, (*place, name)) for name, inner in value.items())
        elif isinstance(value, list):
            rest += ((inner, (*place, str(at))) for at, inner in enumerate(value))


def _fits(number: float) -> bool:
    return isfinite(number) if isinstance(number, float) else number in INTEGERS


def _check_text(text: str, place: Place) -> None:
    if "\0" in text or (not text.isprintable() and _has_surrogate(text)):
        message = _("This text holds a character that cannot be kept.")
        raise Problem.because(422, "bad_text", message, loc=tuple(map(_kept, place)))


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _kept(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()
