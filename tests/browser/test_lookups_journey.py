"""Lists of values: brought, looked at, changed, deleted and brought back, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.axe import grave_violations
from tests.browser.browsing import PHONE, WIDE, Visitor

FILES = [
    ("cats.txt", "# cats\ntabby\n__journey/color__\ntabby\n"),
    ("more.yaml", "journey:\n  Größe & Co: [klein, 3::groß]\n  color: [red, <b>blue</b>]\n"),
    ("picture.png", "no list"),
]


def bring(page: Page, origin: str, files: list[tuple[str, str]]) -> None:
    page.goto(f"{origin}/lookups/imports/")
    sent = [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in files]
    page.get_by_label("Files").set_input_files(sent)  # type: ignore[arg-type]  # a list of payloads is one
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the files hold")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_files_become_lookups_that_are_changed_merged_deleted_and_brought_back(
    visitor: Visitor, size: tuple[int, int], script: bool
) -> None:
    page = visitor.page(size=size, script=script)
    take_in(page, visitor.origin)
    change(page, visitor.origin)
    merge(page, visitor.origin)
    delete_all(page, visitor.origin, ["cats", "journey/Grosse_Co"])
    expect(page.get_by_text("2 lookups are deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: everything is as it was before.")).to_be_visible()
    delete_all(page, visitor.origin, ["cats", "journey/Grosse_Co"])
    expect(page.get_by_role("link", name=re.compile("cats|journey"))).to_have_count(0)


def take_in(page: Page, origin: str) -> None:
    bring(page, origin, FILES)
    expect(page.get_by_text("3 new lookups")).to_be_visible()
    expect(page.get_by_text("1 comment is left out.")).to_be_visible()
    expect(page.get_by_text("Called “journey/Größe & Co” in the file.")).to_be_visible()
    expect(page.get_by_text("Only .txt, .yaml, .json and .zip are read.")).to_be_visible()
    page.get_by_role("button", name="Keep these").click()
    expect(page.get_by_text("3 new lookups are kept.")).to_be_visible()


def change(page: Page, origin: str) -> None:
    page.get_by_role("link", name="cats", exact=True).click()
    expect(page.get_by_text("1 value stands there more than once and counts once: tabby")).to_be_visible()
    page.get_by_role("button", name="Leave them out").click()
    values = page.get_by_label("Values, one on each line")
    expect(values).to_have_value("tabby\njourney/color")

    open_one(page, origin, "journey/color")
    expect(page.get_by_text("Lookups: cats")).to_be_visible()
    expect(values).to_have_value("red\n<b>blue</b>")
    page.get_by_label("Name", exact=True).last.fill("journey/hue")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_text("“journey/color” is called “journey/hue” now.")).to_be_visible()
    open_one(page, origin, "cats")
    expect(values).to_have_value("tabby\njourney/hue")


def merge(page: Page, origin: str) -> None:
    page.goto(f"{origin}/lookups/")
    for name in ("journey/Grosse_Co", "journey/hue"):
        page.get_by_label(f"Choose {name}", exact=True).check()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("Together 4 values, in this order.")).to_be_visible()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("“journey/Grosse_Co” holds 4 values.")).to_be_visible()


def test_a_lookup_is_made_by_the_keyboard_alone_and_counted_while_it_is_typed(visitor: Visitor) -> None:
    page = visitor.open("/lookups/")
    page.get_by_role("link", name="New lookup").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name", exact=True).last.focus()
    page.keyboard.type("journey_mood")
    page.keyboard.press("Tab")
    page.keyboard.type("calm\n\ncalm\neerie\n")
    expect(page.get_by_text("Values: 2. Repeats: 1. Blank lines: 1.")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("journey_mood")
    expect(page.get_by_text("“journey_mood” is kept.")).to_be_visible()
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="journey_mood")).to_have_count(0)


def test_what_waits_for_a_word_keeps_nobody_out(visitor: Visitor) -> None:
    page = visitor.page(size=PHONE)
    bring(page, visitor.origin, [("color.txt", "red"), ("a.yaml", "{"), ("x" * 90 + ".txt", "y" * 900)])
    expect(page.get_by_text("Add what they lack")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    visitor.stop_watching()
    assert grave_violations(page) == []
    page.get_by_role("button", name="Keep nothing").click()
    expect(page.get_by_text("Nothing of these files was kept.")).to_be_visible()


def test_a_mistake_is_told_at_its_field_and_all_that_is_wrong_with_a_lookup_can_be_read(
    visitor: Visitor,
) -> None:
    page = visitor.open("/lookups/new/", size=PHONE)
    page.get_by_label("Name", exact=True).last.fill("9 lives")
    page.get_by_label("Values, one on each line").fill("a\n\na")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("A name starts with one of the letters")).to_be_visible()
    page.get_by_label("Name", exact=True).last.fill("color_1")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("no longer means another pick from color")).to_be_visible()
    visitor.watches[-1].forgive(about="422")
    visitor.stop_watching()
    assert grave_violations(page) == []
    page.get_by_role("button", name="Undo").click()


def open_one(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/lookups/")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def delete_all(page: Page, origin: str, names: list[str]) -> None:
    page.goto(f"{origin}/lookups/")
    for name in names:
        page.get_by_label(f"Choose {name}", exact=True).check()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
