"""A person who has entered, with a browser that knows no scripts, or one that asks as htmx does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from importlib import import_module
from typing import Any

from django.conf import settings
from django.test import Client


@dataclass(frozen=True)
class Page:
    status: int
    text: str
    address: str  # where it sends the browser; empty where it stays

    @property
    def words(self) -> str:
        """What can be read, without tags, in one line."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())

    def tag(self, name: str) -> str:
        """The start tag of the element with that id; empty where there is none."""
        found = re.search(rf'<\w+[^>]*\bid="{re.escape(name)}"[^>]*>', self.text)
        return unescape(found[0]) if found else ""

    def inside(self, name: str) -> str:
        """The words of the element with that id, as far as its first end tag of the same kind."""
        found = re.search(rf'<(\w+)[^>]*\bid="{re.escape(name)}"[^>]*>(.*?)</\1>', self.text, re.S)
        assert found, f"nothing is called {name}"
        return Page(200, found[2], "").words


class Person:
    def __init__(self) -> None:
        visit = import_module(settings.SESSION_ENGINE).SessionStore()
        visit["entered_at"] = "2026-01-01T00:00:00+00:00"
        visit.save()
        self._client = Client(headers={"Host": "127.0.0.1"})
        self._client.cookies[settings.SESSION_COOKIE_NAME] = str(visit.session_key)

    def get(self, path: str, *, htmx: bool = False) -> Page:
        return _page(self._client.get(path, headers=_headers(htmx)))

    def post(self, path: str, answers: dict[str, Any] | None = None, *, htmx: bool = False) -> Page:
        return _page(self._client.post(path, answers or {}, headers=_headers(htmx)))

    def follow(self, page: Page) -> Page:
        assert page.status == 302
        return self.get(page.address)


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true"} if htmx else {}


def _page(response: Any) -> Page:
    """Of a file only that it is there."""
    text = "" if response.streaming else response.content.decode()
    return Page(response.status_code, text, response.headers.get("Location", ""))
