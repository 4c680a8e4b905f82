"""The frame by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.browsing import Visitor


def test_the_first_tab_offers_to_skip_to_the_content(visitor: Visitor) -> None:
    page = visitor.open("/styleguide/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_focus_is_always_visible(visitor: Visitor) -> None:
    page = visitor.open("/styleguide/")
    unseen = []
    for _step in range(60):
        page.keyboard.press("Tab")
        unseen += page.evaluate(
            """() => {
              const one = document.activeElement, style = getComputedStyle(one);
              const around = getComputedStyle(one.closest(".segmented__one, .prompt-editor, .tile") ?? one);
              const seen = [style, around].some(({ outlineStyle }) => outlineStyle !== "none");
              return seen || one === document.body ? [] : [one.outerHTML.slice(0, 120)];
            }"""
        )
    assert unseen == []


def test_letters_do_nothing_while_one_types(visitor: Visitor) -> None:
    page = visitor.open("/styleguide/")
    steps = page.get_by_label("Steps", exact=True)
    steps.fill("")
    steps.press_sequentially("opi?")
    expect(steps).to_have_value("opi?")
    assert page.url.endswith("/styleguide/")
