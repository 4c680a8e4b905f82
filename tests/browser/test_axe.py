from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page
from tests.browser.browsing import PHONE, WIDE, Theme, Visitor

PAGES = ["/styleguide/"]
GRAVE = {"serious", "critical"}


def grave_violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} · {node['failureSummary'][:300]}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_keeps_anybody_out(visitor: Visitor, path: str, theme: Theme, size: tuple[int, int]) -> None:
    page = visitor.open(path, theme=theme, size=size)
    visitor.stop_watching()
    assert grave_violations(page) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 390, 720, 1440])
def test_no_page_is_wider_than_the_window(visitor: Visitor, path: str, width: int) -> None:
    page = visitor.open(path, size=(width, 800))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
