"""The request as our views know it: with htmx's facts on it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class DeskRequest(HttpRequest):
    htmx: HtmxDetails
