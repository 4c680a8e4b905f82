"""What holds on every page, in both themes and at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.axe import grave_violations, grave_violations_of_shape
from tests.browser.browsing import PHONE, Visitor
from tests.browser.pages import MISSING, PAGES

REACHED = "a, button, input, select, textarea, summary"
UNFIT = """(reached) => [...document.querySelectorAll(reached)].filter((one) => {
  const box = one.getBoundingClientRect();
  const inText = one.closest('p, dd, li, td, h2') && getComputedStyle(one).display === 'inline';
  return one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !inText && box.width > 1
    && !one.matches('[type=checkbox], [type=radio]') && (box.height < 24 || box.width < 24);
}).map((one) => one.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_nobody_out_and_fits_every_window_and_every_finger(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    page.wait_for_load_state("load")
    if path == MISSING:
        visitor.watches[-1].forgive(about="404")
    visitor.stop_watching()  # axe's own script is foreign to the page
    assert grave_violations(page) == []
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    if path != "/styleguide/":
        assert page.locator(".button--primary:visible").count() <= 1
    for width in (1440, 720, PHONE[0], 320):  # 720: a window of 1440 at twice the size
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(UNFIT, REACHED) == []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert grave_violations_of_shape(page) == []


def test_a_stranger_is_told_how_to_come_in(visitor: Visitor) -> None:
    page = visitor.page(entered=False)
    page.goto(f"{visitor.origin}/inventory/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This door is closed")
    expect(page.get_by_text("artfactory open")).to_be_visible()
    visitor.watches[-1].forgive(about="403")
    visitor.stop_watching()
    assert grave_violations(page) == []
