"""What holds on every page, in both themes and at both widths."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page
from tests.browser.browsing import PHONE, WIDE, Visitor
from tests.browser.pages import MISSING, PAGES

GRAVE = {"serious", "critical"}
REACHED = "a, button, input, select, textarea, summary"
UNFIT = """(reached) => [...document.querySelectorAll(reached)].filter((one) => {
  const box = one.getBoundingClientRect();
  const inText = one.closest('p, dd, li, td, h2') && getComputedStyle(one).display === 'inline';
  return one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !inText && box.width > 1
    && !one.matches('[type=checkbox], [type=radio]') && (box.height < 24 || box.width < 24);
}).map((one) => one.outerHTML.slice(0, 160))"""


def opened(visitor: Visitor, path: str, size: tuple[int, int]) -> Page:
    page = visitor.open(path, size=size)
    if path == MISSING:
        visitor.watches[-1].forgive(about="404")
    return page


def grave_violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} · {node['failureSummary'][:300]}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_nobody_out(visitor: Visitor, path: str, size: tuple[int, int]) -> None:
    page = opened(visitor, path, size)
    page.wait_for_load_state("load")
    visitor.stop_watching()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert grave_violations(page) == [], theme


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_every_window_and_every_finger(visitor: Visitor, path: str) -> None:
    page = opened(visitor, path, WIDE)
    for width in (1440, 720, 390, 320):  # 720: a window of 1440 at twice the size
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(UNFIT, REACHED) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_one_main_part_and_at_most_one_first_choice(
    visitor: Visitor, path: str
) -> None:
    page = opened(visitor, path, WIDE)
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    if path != "/styleguide/":
        assert page.locator(".button--primary:visible").count() <= 1
