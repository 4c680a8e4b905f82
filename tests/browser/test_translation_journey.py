"""A prompt from another tool is pasted, looked at, used and found again, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.axe import grave_violations
from tests.browser.browsing import PHONE, WIDE, Visitor

PAINTER = "/orders/new/?model=workshop:painter"


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_prompt_of_another_tool_is_translated_and_used(
    visitor: Visitor, size: tuple[int, int], script: bool
) -> None:
    page = visitor.open(f"{PAINTER}&prompt=a+{{red|grey}}+{{owl|hare}}&copies=3", size=size, script=script)
    page.get_by_role("button", name="Translate from dynamicprompts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Translate a prompt")
    expect(page.locator("#translated")).to_have_text("a [red,grey] [owl,hare] batch:sample:3")
    expect(page.locator(".report__row")).to_have_count(3)
    page.get_by_label("All 4").check()
    page.get_by_label("How many of them").press("Enter")  # looks again, and uses nothing
    expect(page.locator("#translated")).to_have_text("a [red,grey] [owl,hare]")
    page.get_by_role("button", name="Use this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New order")
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("a [red,grey] [owl,hare]")
    expect(page.locator("#order-sum")).to_contain_text("12 generations")


def test_the_review_and_the_history_hold_to_the_rules_of_pages(visitor: Visitor) -> None:
    page = visitor.open(f"{PAINTER}&prompt=a+__nobody/knows__+{{fox|owl}}+${{none}}")
    page.get_by_role("button", name="Translate from dynamicprompts").first.click()
    expect(page.locator("#translation-report")).to_be_visible()
    visitor.stop_watching()
    assert grave_violations(page) == []


def test_h_leads_to_the_history_and_a_prompt_of_it_into_a_new_order(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    page.get_by_role("heading", level=1).click()  # out of the prompt, where h is a letter
    page.keyboard.press("h")
    page.wait_for_url(re.compile(r"/projects/\d+/prompts/$"))
    _find(page, "waves")
    page.get_by_role("link", name="Use in an order").click()
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("waves at night")


def test_a_prompt_of_the_history_is_copied(visitor: Visitor) -> None:
    page = visitor.page(alone=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{visitor.origin}/projects/1/prompts/")
    _find(page, "waves")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Prompt copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "waves at night"


def _find(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator(".said__one")).to_have_count(1)
