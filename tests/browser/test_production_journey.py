"""Work under way, as a person steers it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.browsing import Visitor

pytestmark = pytest.mark.timeout(300)  # the first one waits for the factory to be furnished


def order(visitor: Visitor, prompt: str, *, copies: int, pace: str = "6") -> str:
    """Places one by the page and gives its number."""
    page = visitor.open(f"/orders/new/?model=workshop:painter&copies={copies}&parameters.pace={pace}")
    page.get_by_label("Prompt", exact=True).fill(prompt)
    with page.expect_response(re.compile("/orders/$")):
        page.keyboard.press("Control+Enter")
    heading = page.locator(".results__order h2 a").first
    expect(heading).to_be_visible()
    number = (heading.inner_text()).split()[-1]
    page.close()
    return number


def test_an_order_appears_moves_pauses_and_ends_without_a_reload(visitor: Visitor) -> None:
    page = visitor.open("/production/")
    number = order(visitor, "snow on a roof", copies=4)
    summary = page.locator(f"#summary-{number}")
    expect(summary).to_be_visible()
    expect(summary).to_contain_text("running", timeout=20_000)
    page.get_by_role("button", name=f"Pause Order {number}").click()
    expect(summary).to_contain_text("Paused")
    page.get_by_role("button", name=f"Resume Order {number}").click()
    expect(page.get_by_role("button", name=f"Pause Order {number}")).to_be_visible()
    page.get_by_role("button", name=f"Cancel Order {number}").click()
    question = page.get_by_role("dialog", name=f"Cancel Order {number}?")
    expect(question).to_contain_text("will not be made")
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    page.get_by_role("button", name=f"Cancel Order {number}").click()
    question.get_by_role("button", name="Cancel the rest").click()
    page.wait_for_url(re.compile(rf"/orders/{number}/$"))
    expect(page.locator(f"#summary-{number}")).to_contain_text("canceled", timeout=20_000)


def test_a_question_stays_open_while_news_arrive(visitor: Visitor) -> None:
    number = order(visitor, "rain on a lake", copies=3, pace="2")
    page = visitor.open(f"/orders/{number}/")
    page.get_by_role("button", name=f"Cancel Order {number}").click()
    question = page.get_by_role("dialog", name=f"Cancel Order {number}?")
    with page.expect_response(re.compile(rf"/orders/{number}/news/")):
        pass
    expect(question).to_be_visible()
    question.get_by_role("button", name="Go on with it").click()
    expect(page.locator(".tile img[src*='thumbnail']")).to_have_count(3, timeout=40_000)


def test_failed_ones_are_tried_again_from_their_page(visitor: Visitor) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter&parameters.mishap=fail&parameters.pace=0")
    page.get_by_label("Prompt", exact=True).fill("a fox that fails")
    page.keyboard.press("Control+Enter")
    newest = page.locator(".results__order").first
    expect(newest.get_by_role("button", name="Try again")).to_be_visible(timeout=20_000)
    newest.get_by_role("button", name="Try again").click()
    expect(newest.locator(".facts-line")).to_contain_text("1 failed", timeout=20_000)
