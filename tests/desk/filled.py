"""What a browser would send of a form, read from its page."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser

SILENT = {"submit", "button", "file", "reset", "image"}


class Filled(HTMLParser):
    """The successful controls of a page with one form, as `answers`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.answers: dict[str, list[str]] = defaultdict(list)
        self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, kind = said.get("name") or "", said.get("type") or "text"
        if tag == "textarea" and name:
            self._area, self.answers[name] = name, [""]
        if tag != "input" or not name or kind in SILENT or "disabled" in said:
            return
        if kind not in ("checkbox", "radio") or "checked" in said:
            self.answers[name].append(said.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.answers[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
