"""A mask that is painted over its picture, with a pointer and with keys alone."""

from __future__ import annotations

import io
import re
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect
from tests.browser.axe import grave_violations
from tests.browser.browsing import PHONE, Visitor
from tests.samples import pictures

MASKED = "/orders/new/?model=replicate:stability-ai/sdxl"
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
pytestmark = pytest.mark.timeout(300)


def with_picture(page: Page) -> None:
    expect(page.locator("mask-brush")).to_have_count(0)
    expect(page.get_by_text("Once its picture is chosen")).to_be_visible()
    file = FilePayload(name="fox.png", mimeType="image/png", buffer=pictures.png(width=80, height=40))
    page.locator("#upload-image").set_input_files(file)
    expect(page.locator("#paint-mask")).to_be_visible()


def room(page: Page) -> Locator:
    page.locator("#paint-mask").click()
    expect(page.locator("[data-now]")).to_contain_text("0 % painted")
    return page.locator(".mask-room canvas")


def used(page: Page) -> Image.Image:
    """The mask that the form has after that."""
    page.get_by_role("button", name="Use this mask").click()
    mask = page.locator(".file-ask", has=page.locator("#upload-mask")).locator(".file-row a")
    expect(mask).to_be_visible()
    answer = page.request.get(urljoin(page.url, str(mask.get_attribute("href"))))
    return Image.open(io.BytesIO(answer.body())).convert("RGBA")


def test_a_mask_is_painted_taken_back_and_used(visitor: Visitor) -> None:
    page = visitor.open(MASKED)
    with_picture(page)
    canvas = room(page)
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    expect(page.locator("[data-now]")).to_contain_text(re.compile(r"[1-9]\d* % painted"))
    page.keyboard.press("Control+z")
    expect(page.locator("[data-now]")).to_contain_text("0 % painted")
    page.get_by_role("button", name="Use this mask").click()
    expect(page.locator("[data-now]")).to_have_text("Nothing is painted yet.")
    page.get_by_role("button", name="Redo").click()
    mask = used(page)
    assert mask.size == (80, 40)
    assert mask.getpixel((30, 20)) == (*WHITE, 255) and mask.getpixel((70, 5)) == (*BLACK, 255)
    expect(page.locator("#paint-mask")).to_contain_text("Paint on")


def test_a_mask_is_painted_with_keys_alone_and_again_from_where_it_was(visitor: Visitor) -> None:
    page = visitor.open(MASKED)
    with_picture(page)
    page.locator("#paint-mask").focus()
    page.keyboard.press("Enter")
    canvas = page.locator(".mask-room canvas")
    expect(canvas).to_be_focused()
    expect(page.locator("[data-now]")).to_contain_text("at 50 % across and 50 % down")
    for key in ("ArrowLeft", "ArrowUp", "[", "Space", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("[data-now]")).to_contain_text("at 50 % across and 48 % down")
    page.get_by_role("button", name="Invert").press("Enter")
    expect(page.locator("[data-now]")).to_contain_text(re.compile(r"9\d % painted"))
    mask = used(page)
    assert mask.getpixel((40, 19)) == (*BLACK, 255) and mask.getpixel((2, 2)) == (*WHITE, 255)
    page.locator("#paint-mask").click()
    expect(page.locator("[data-now]")).to_contain_text(re.compile(r"9\d % painted"))
    page.keyboard.press("Escape")
    expect(page.locator(".mask-room")).to_be_hidden()


def test_the_room_fits_a_phone_and_marks_by_what_is_transparent(visitor: Visitor) -> None:
    page = visitor.open(MASKED, size=PHONE)
    with_picture(page)
    canvas = room(page)
    assert grave_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    canvas.press("Space")
    page.get_by_label("What is painted is sent as").select_option("transparent")
    mask = used(page)
    assert mask.getchannel("A").getpixel((40, 20)) == 0 and mask.getpixel((2, 2)) == (*BLACK, 255)
