"""What axe holds against a page, in both themes."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

_GRAVE = {"serious", "critical"}
# What passes is not told, since the answers would be large. Style sheets are asked for only once.
_ALL = {"resultTypes": ["violations"], "preload": False}
_COLOURS = {**_ALL, "runOnly": ["color-contrast"]}  # all that a theme changes
_SHAPE = {**_ALL, "rules": {"color-contrast": {"enabled": False}}}  # all that a window changes


Theme = Literal["light", "dark"]


def grave_violations(page: Page) -> list[str]:
    return [*_in_theme(page, "light"), *_in_theme(page, "dark", options=_COLOURS)]


def grave_violations_of_shape(page: Page) -> list[str]:
    """In another window, after the colours were looked at in one."""
    return _in_theme(page, "light", options=_SHAPE)


def _in_theme(page: Page, theme: Theme, *, options: Any = _ALL) -> list[str]:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{theme}: {violation['id']}: {node['html'][:200]} · {node['failureSummary'][:300]}"
        for violation in found
        if violation["impact"] in _GRAVE
        for node in violation["nodes"]
    ]
