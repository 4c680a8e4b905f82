"""Headers of every answer that do not come from Django or django-csp."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from artfactory.web.middleware import finishing
from artfactory.web.policy import HEADERS


def described(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        patch_vary_headers(response, ["HX-Request"])  # a part and its page share an address
    return response


describe = finishing(described)
