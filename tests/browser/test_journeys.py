"""What a person does from the first start on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.axe import grave_violations
from tests.browser.browsing import Visitor
from tests.browser.factory import Factory


@pytest.fixture
def newcomer(tmp_path: Path, chromium: Browser) -> Iterator[Page]:
    """Somebody who has just opened the printed address for the first time."""
    factory = Factory(tmp_path)
    factory.start()
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(factory.new_address())
    page.wait_for_url(lambda address: "/enter/" not in address)  # it leads on by itself; keys come later
    yield page
    context.close()
    factory.stop()


def test_a_newcomer_makes_a_picture_and_looks_at_it_closely(newcomer: Page) -> None:
    page = newcomer
    expect(page.get_by_role("heading", level=1)).to_have_text("Make your first picture")
    assert grave_violations(page) == []
    page.get_by_role("textbox").first.fill("a red fox in fresh snow, golden hour")
    page.keyboard.press("Control+Enter")
    picture = page.locator(".tile img[src*='thumbnail']").first
    expect(picture).to_be_visible(timeout=60_000)  # the first start, while other tests keep the machine busy
    picture.click()
    expect(page.locator("zoom-stage img").last).to_have_js_property("complete", True)
    page.keyboard.press("+")
    expect(page.locator("zoom-stage")).to_have_attribute("data-zoomed", "")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Order 1")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inventory")


def test_the_places_open_by_their_letters(visitor: Visitor) -> None:
    page = visitor.open("/settings/about/")
    for letter, title in {"p": "Production", "i": "Inventory", "o": "New order", "?": "Settings"}.items():
        page.locator("body").press(letter)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.evaluate("document.activeElement.blur()")


def test_letters_can_be_switched_off_and_arrows_stay(chooser: Visitor) -> None:
    page = chooser.open("/settings/appearance/")
    page.get_by_label("Off").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Off")).to_be_checked()
    page.goto(f"{chooser.origin}/products/1/")
    expect(page.locator("html")).to_have_attribute("data-keys", "off")
    page.keyboard.press("z")
    expect(page.locator("zoom-stage")).not_to_have_attribute("data-zoomed", "")
    page.keyboard.press("ArrowLeft")
    expect(page).not_to_have_url(f"{chooser.origin}/products/1/")


def test_the_inventory_is_walked_by_keys_alone(visitor: Visitor) -> None:
    page = visitor.open("/inventory/")
    tiles = page.locator(".tile__link")
    tiles.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tiles.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".viewer")).to_be_visible()
    second = page.url
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(second)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(second)


def test_a_like_is_kept(visitor: Visitor) -> None:
    page = visitor.open("/products/2/")
    like = page.locator("[aria-keyshortcuts='l']:visible")
    before = like.get_attribute("aria-pressed")
    page.keyboard.press("l")
    expect(like).not_to_have_attribute("aria-pressed", before or "")
    page.reload()
    expect(like).not_to_have_attribute("aria-pressed", before or "")


def test_ordering_watching_and_viewing_work_without_a_script(visitor: Visitor) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter", script=False)
    page.get_by_role("textbox").first.fill("a mountain lake at dawn")
    page.get_by_role("button", name="Order").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Order")
    for _look in range(30):
        page.reload()
        if page.locator(".tile__link").count():
            break
        page.wait_for_timeout(500)
    page.locator(".tile__link").first.click()
    expect(page.locator(".viewer img").first).to_be_visible()


def test_a_new_project_is_made_and_chosen_in_the_top_bar(chooser: Visitor) -> None:
    page = chooser.open("/production/")
    page.locator(".project-switch").click()
    page.get_by_label("Name of a new Project").fill("Foxes of the north")
    page.keyboard.press("Enter")
    expect(page.locator(".project-switch")).to_contain_text("Foxes of the north")
    page.locator(".project-switch").click()
    page.get_by_role("button", name="First project").click()
    expect(page.locator(".project-switch")).to_contain_text("First project")


def test_the_theme_changes_at_once_and_stays(chooser: Visitor) -> None:
    page = chooser.open("/production/")
    page.locator("summary[aria-label='Theme']").click()
    with page.expect_response("**/settings/appearance/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_change_that_cannot_be_sent_is_said(visitor: Visitor) -> None:
    page = visitor.open("/products/3/")
    page.route("**/liking/", lambda route: route.abort())
    page.keyboard.press("l")
    expect(page.locator(".toast")).to_have_text("Art Factory does not answer. Nothing was changed.")
    visitor.watches[-1].forgive(about="ERR_FAILED")
    visitor.watches[-1].forgive(about="htmx:")
