"""What axe holds against a page, in both themes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

_GRAVE = {"serious", "critical"}
# What passes is not told, since the answers would be large. Style sheets are asked for only once.
_ALL = {"resultTypes": ["violations"], "preload": False}
_COLOURS = {**_ALL, "runOnly": ["color-contrast"]}  # all that a theme changes


Theme = Literal["light", "dark"]


def grave_violations(page: Page, *, themes: Sequence[Theme] = ("light", "dark")) -> list[str]:
    first, *others = themes
    return [*_in_theme(page, first), *chain(*(_in_theme(page, each, options=_COLOURS) for each in others))]


def _in_theme(page: Page, theme: Theme, *, options: Any = _ALL) -> list[str]:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{theme}: {violation['id']}: {node['html'][:200]} · {node['failureSummary'][:300]}"
        for violation in found
        if violation["impact"] in _GRAVE
        for node in violation["nodes"]
    ]
