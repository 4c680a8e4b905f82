"""Each element in a real browser, on the page that shows them all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.browsing import PHONE, Visitor


@pytest.fixture
def sheet(visitor: Visitor) -> Page:
    return visitor.open("/styleguide/")


def test_a_stepper_counts_and_stops_at_its_ends(sheet: Page) -> None:
    copies = sheet.get_by_label("Copies", exact=True)
    sheet.get_by_role("button", name="More copies").click()
    expect(copies).to_have_value("5")
    copies.fill("1")
    sheet.get_by_role("button", name="Fewer copies").click()
    expect(copies).to_have_value("1")


def test_a_menu_closes_on_escape_and_gives_the_focus_back(sheet: Page) -> None:
    kind = sheet.locator("summary", has_text="Kind")
    kind.focus()
    sheet.keyboard.press("Enter")
    expect(sheet.get_by_role("link", name="Films")).to_be_visible()
    sheet.keyboard.press("Escape")
    expect(sheet.get_by_role("link", name="Films")).to_be_hidden()
    expect(kind).to_be_focused()


def test_a_menu_closes_when_one_clicks_elsewhere(sheet: Page) -> None:
    sheet.locator("summary", has_text="Kind").click()
    sheet.get_by_role("heading", name="Fields").click()
    expect(sheet.get_by_role("link", name="Films")).to_be_hidden()


def test_a_menu_on_a_phone_stays_inside_the_window(visitor: Visitor) -> None:
    page = visitor.open("/styleguide/", size=PHONE)
    page.locator("summary", has_text="Kind").tap()
    box = page.get_by_role("link", name="Films").bounding_box()
    assert (
        box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE[0] and box["y"] + box["height"] <= PHONE[1]
    )


def test_tiles_are_one_tab_stop_and_arrows_move_among_them(sheet: Page) -> None:
    tiles = sheet.locator(".rows .tile__link")
    tiles.first.focus()
    sheet.keyboard.press("ArrowRight")
    expect(tiles.nth(1)).to_be_focused()
    sheet.keyboard.press("End")
    expect(tiles.last).to_be_focused()
    sheet.keyboard.press("Tab")
    assert not sheet.evaluate("document.activeElement.closest('.rows') !== null")
    sheet.keyboard.press("Shift+Tab")
    expect(tiles.last).to_be_focused()


def test_arrows_go_to_the_tile_below(visitor: Visitor) -> None:
    page = visitor.open("/styleguide/", size=PHONE)
    tiles = page.locator(".rows .tile__link")
    tiles.first.focus()
    page.keyboard.press("ArrowDown")
    below = tiles.first.evaluate(
        "(one) => document.activeElement.getBoundingClientRect().top - one.getBoundingClientRect().top"
    )
    assert below > 20


def test_a_question_comes_before_something_is_lost_and_escape_means_no(sheet: Page) -> None:
    sheet.get_by_text("Cancel Order 41", exact=True).click()
    question = sheet.get_by_role("dialog", name="Cancel Order 41?")
    expect(question).to_be_visible()
    expect(sheet.get_by_role("button", name="Keep it")).to_be_focused()
    sheet.keyboard.press("Escape")
    expect(question).to_be_hidden()


def test_the_stage_zooms_to_eight_hundred_per_cent_and_no_further(sheet: Page) -> None:
    percent = sheet.locator("output[data-zoom]")
    fitted = percent.inner_text()
    for _step in range(40):
        sheet.get_by_role("button", name="Zoom in").click()
    expect(percent).to_have_text("800 %")
    sheet.get_by_role("button", name="1:1").click()
    expect(percent).to_have_text("100 %")
    sheet.get_by_role("button", name="Fit").click()
    expect(percent).to_have_text(fitted)


def test_the_wheel_zooms_where_the_pointer_is(sheet: Page) -> None:
    stage = sheet.locator("zoom-stage")
    stage.scroll_into_view_if_needed()
    stage.hover()
    sheet.mouse.wheel(0, -400)
    expect(stage).to_have_attribute("data-zoomed", "")


def test_a_toast_is_said_and_leaves_by_itself(sheet: Page) -> None:
    sheet.clock.install()
    sheet.evaluate("htmx.trigger(document.body, 'toast', { value: '12 products liked' })")
    toast = sheet.get_by_role("status").get_by_text("12 products liked")
    expect(toast).to_be_visible()
    sheet.clock.fast_forward(20_000)
    expect(toast).to_be_hidden()


def test_everything_is_on_the_page_without_a_script(visitor: Visitor) -> None:
    page = visitor.open("/styleguide/", script=False)
    expect(page.get_by_role("heading", name="Components")).to_be_visible()
    page.locator("summary", has_text="Kind").click()
    expect(page.get_by_role("link", name="Films")).to_be_visible()
    expect(page.get_by_role("button", name="More copies")).to_be_hidden()


def test_no_picture_moves_anything_when_it_arrives(visitor: Visitor) -> None:
    page = visitor.page()
    page.route("**/*.webp", lambda route: route.abort())
    page.goto(f"{visitor.origin}/styleguide/")
    without = page.locator(".rows .tile").evaluate_all("(tiles) => tiles.map((tile) => tile.offsetHeight)")
    page.unroute_all()
    page.reload()
    arrived = page.locator(".rows .tile").evaluate_all("(tiles) => tiles.map((tile) => tile.offsetHeight)")
    assert without == arrived
    visitor.watches[-1].forgive(about="ERR_FAILED")
