"""The API token: what a program shows instead of a session."""

from __future__ import annotations

from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest


def token() -> str:
    return str(settings.API_TOKEN)


def has_token(request: HttpRequest) -> bool:
    scheme, _space, shown = request.headers.get("Authorization", "").partition(" ")
    shown = shown.strip()  # an empty one is nobody's, even where the kept one was emptied
    is_ours = compare_digest(shown.encode(), token().encode())
    return bool(shown) and is_ours and scheme.lower() == "bearer"
