"""From the inventory to a Product and back, as a person does it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.browsing import PHONE, WIDE, Visitor
from tests.browser.factory import Factory

PICTURES = 5  # of the Order below; the factory's first Orders are there, too
FOX = re.compile("a small fox in a quiet fjord")


@pytest.fixture(scope="module")
def order(factory: Factory) -> int:
    """An Order of so many pictures; its number."""
    number = factory.order("workshop:painter", "a small fox in a quiet fjord", copies=PICTURES, pace=0)
    factory.finish()
    return number


def pictures(page: Page) -> list[str]:
    script = "links => links.map((link) => link.closest('.tile').id)"
    return [str(each) for each in page.locator(".tile__link").evaluate_all(script)]


def focused_tile(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('.tile')?.id ?? ''"))


def look(visitor: Visitor, query: str, *, at: int = 0, size: tuple[int, int] = WIDE) -> Page:
    """The viewer of one picture, opened from the inventory."""
    page = visitor.open(f"/inventory/?{query}", size=size)
    page.locator(".tile__link").nth(at).click()
    page.wait_for_url(re.compile(r"/products/\d+/"))
    return page


def turn(page: Page, key: str) -> None:
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda address: address != before)


def shown_in_viewer(page: Page) -> str:
    return f"product-{re.findall(r'/products/([0-9]+)/', page.url)[0]}"


def test_keys_alone_lead_to_a_picture_into_it_on_and_back(visitor: Visitor, order: int) -> None:
    page = visitor.open(f"/inventory/?order={order}")
    tiles = pictures(page)
    page.locator(".tile__link").first.focus()
    page.keyboard.press("ArrowRight")
    assert focused_tile(page) == tiles[1]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/products/\d+/\?order="))
    assert shown_in_viewer(page) == tiles[1]
    percent = page.locator("output[data-zoom]")
    fitted = percent.inner_text()
    page.keyboard.press("+")
    expect(percent).not_to_have_text(fitted)
    page.keyboard.press("z")
    expect(percent).to_have_text("100 %")
    page.keyboard.press("0")
    expect(percent).to_have_text(fitted)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(tiles[2].replace("product-", "/products/")))
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile("/inventory/"))
    assert page.url.endswith(f"/inventory/?order={order}#{tiles[2]}")
    expect(page.locator(f"#{tiles[2]} .tile__link")).to_be_focused()
    expect(page.locator(f"#{tiles[2]}")).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    assert focused_tile(page) == tiles[3]


def test_the_neighbours_of_a_picture_of_an_order_are_of_the_order(visitor: Visitor, order: int) -> None:
    page = look(visitor, f"order={order}")
    for _turn in range(PICTURES - 1):
        turn(page, "ArrowRight")
    expect(page.locator("h1")).to_contain_text(f"{PICTURES} of {PICTURES} · Order {order}")
    expect(page.locator("[data-turn=next]")).to_have_count(0)


def test_l_likes_a_tile_and_a_picture(visitor: Visitor, order: int) -> None:
    page = visitor.open(f"/inventory/?order={order}")
    page.locator(".tile__link").first.focus()
    like = page.locator(".tile__like").first
    page.keyboard.press("l")
    expect(like).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    large = page.locator(".viewer__bar [id^=like-bar]")
    expect(large).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("l")
    expect(large).to_have_attribute("aria-pressed", "false")


def test_letters_that_are_switched_off_do_nothing(visitor: Visitor, order: int) -> None:
    page = visitor.open(f"/inventory/?order={order}")
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.locator(".tile__link").first.focus()
    page.keyboard.press("l")
    page.keyboard.press("ArrowRight")
    assert focused_tile(page) == pictures(page)[1]
    expect(page.locator(".tile__like").first).to_have_attribute("aria-pressed", "false")


def test_back_of_the_browser_leads_to_the_same_tile(visitor: Visitor, order: int) -> None:
    page = visitor.open(f"/inventory/?order={order}")
    fourth = pictures(page)[3]
    page.locator(f"#{fourth} .tile__link").click()
    page.wait_for_url(re.compile("/products/"))
    page.go_back()
    expect(page.locator(f"#{fourth} .tile__link")).to_be_focused()


def test_who_came_from_the_order_is_led_back_to_it(visitor: Visitor, order: int) -> None:
    page = visitor.open(f"/orders/{order}/")
    second = pictures(page)[1]
    page.locator(f"#{second} .tile__link").click()
    page.wait_for_url(re.compile("/products/"))
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(rf"/orders/{order}/#{second}"))
    expect(page.locator(f"#{second} .tile__link")).to_be_focused()


def test_what_is_new_is_said_without_moving_anything(visitor: Visitor, factory: Factory) -> None:
    page = visitor.open("/inventory/?kind=image")
    first = page.locator(".tile").first
    place, name = first.bounding_box(), first.get_attribute("id")
    factory.order("workshop:painter", "one more", pace=0)
    factory.order("workshop:chime", "a sound that does not belong here", pace=0)
    expect(page.locator("new-arrivals")).to_contain_text("1 new product: show it", timeout=30_000)
    assert first.bounding_box() == place and first.get_attribute("id") == name
    page.get_by_role("link", name="1 new product: show it").click()
    expect(page.locator(".tile img").last).to_be_attached()
    expect(page.get_by_alt_text("one more")).to_be_visible()
    factory.finish()


def test_a_film_plays_and_goes_on_by_keys(visitor: Visitor) -> None:
    page = look(visitor, "kind=video")
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    page.keyboard.press(",")
    expect(page.locator("video")).to_have_js_property("paused", True)


def test_a_sound_plays(visitor: Visitor) -> None:
    page = look(visitor, "kind=audio")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")


def test_a_download_comes_with_its_name(visitor: Visitor, order: int) -> None:
    page = look(visitor, f"order={order}")
    with page.expect_download() as download:
        page.keyboard.press("d")
    assert "a-small-fox" in download.value.suggested_filename


def test_details_and_film_are_put_away_and_stay_away(visitor: Visitor, order: int) -> None:
    page = look(visitor, f"order={order}")
    for key in ("s", "f", "ArrowRight"):
        turn(page, key)
    expect(page.locator("h1")).to_contain_text("2 of")
    expect(page.locator(".panel, .filmstrip")).to_have_count(0)


def test_the_current_picture_is_in_the_middle_of_the_film(visitor: Visitor, order: int) -> None:
    page = look(visitor, f"order={order}", at=2, size=PHONE)
    here = page.locator(".filmstrip [aria-current]")
    expect(here).to_be_in_viewport()
    box = here.bounding_box()
    assert box and abs(box["x"] + box["width"] / 2 - PHONE[0] / 2) < 30


def test_on_a_phone_the_tools_lie_under_the_thumb(visitor: Visitor, order: int) -> None:
    page = look(visitor, f"order={order}", size=PHONE)
    tools = page.locator(".viewer__bar--tools")
    expect(tools.get_by_role("button", name="Like")).to_be_in_viewport()
    tools.get_by_role("link", name="Next").tap()
    expect(page.locator("h1")).to_contain_text("2 of")


def test_looking_liking_and_turning_work_without_scripts(visitor: Visitor, order: int) -> None:
    page = visitor.open(f"/inventory/?order={order}", script=False)
    page.locator(".tile").first.hover()
    page.locator(".tile__like").first.click()
    page.wait_for_url(re.compile(rf"/inventory/\?order={order}$"))
    expect(page.locator(".tile__like").first).to_have_attribute("aria-pressed", "true")
    page.locator(".tile__like").first.click()
    page.locator(".tile__link").first.click()
    page.get_by_role("link", name="Next").first.click()
    expect(page.get_by_role("img", name=FOX).last).to_be_visible()
    page.get_by_role("link", name="Back to the inventory").click()
    page.wait_for_url(re.compile(r"/inventory/.*#product-\d+"))
