"""Every address that the resolver knows, as a path with sample values in its places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize

_PLACE = re.compile(r"<(?:(?P<kind>[^>:]+):)?(?P<name>[^>]+)>")
_BY_NAME = {
    "code": "no-such-code",
    "provider": "workshop",
    "p": "workshop",
    "model_id": "workshop:painter",
    "address": "workshop:painter",
}
_BY_KIND = {"uuid": "00000000-0000-0000-0000-000000000001"}


def routes() -> list[str]:
    return sorted({f"/{path}" for path in _paths(get_resolver().url_patterns)})


def _paths(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        here = before + _sample(each)
        if isinstance(each, URLResolver):
            yield from _paths(each.url_patterns, here)
        else:
            yield here


def _sample(each: URLPattern | URLResolver) -> str:
    if isinstance(each.pattern, RoutePattern):
        return _PLACE.sub(_value, str(each.pattern))
    template, names = normalize(each.pattern.regex.pattern)[0]
    return template % {name: _BY_NAME.get(name, "1") for name in names}


def _value(place: re.Match[str]) -> str:
    return _BY_NAME.get(place["name"]) or _BY_KIND.get(place["kind"], "1")
