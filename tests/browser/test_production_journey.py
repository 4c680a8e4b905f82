"""Work under way, as a person steers it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.axe import grave_violations
from tests.browser.browsing import Visitor
from tests.browser.factory import Factory

pytestmark = pytest.mark.timeout(300)  # the first one waits for the factory to be furnished


def order(visitor: Visitor, prompt: str, *, copies: int, pace: str = "40") -> str:
    """Places one by the page and gives its number. At the usual pace it lasts until it is canceled."""
    page = visitor.open(f"/orders/new/?model=workshop:painter&copies={copies}&parameters.pace={pace}")
    page.get_by_label("Prompt", exact=True).fill(prompt)
    shown = page.locator(".results__order")
    before = shown.count()
    page.keyboard.press("Control+Enter")
    expect(shown).to_have_count(before + 1)
    number = shown.first.locator("h2 a").inner_text().split()[-1]
    page.close()
    return number


def cancel(page: Page, number: str) -> None:
    page.get_by_role("button", name=f"Cancel Order {number}").click()
    question = page.get_by_role("dialog", name=f"Cancel Order {number}?")
    question.get_by_role("button", name="Cancel the rest").click()


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
    cancel(page, number)
    page.wait_for_url(re.compile(rf"/orders/{number}/$"))
    expect(page.locator(f"#summary-{number}")).to_contain_text("canceled", timeout=20_000)


def test_a_question_stays_open_while_news_arrive(visitor: Visitor) -> None:
    number = order(visitor, "rain on a lake", copies=3, pace="8")
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
    shown = page.locator(".results__order").count()
    page.get_by_label("Prompt", exact=True).fill("a fox that fails")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".results__order")).to_have_count(shown + 1)
    newest = page.locator(".results__order").first
    expect(newest.get_by_role("button", name="Try again")).to_be_visible(timeout=20_000)
    newest.get_by_role("button", name="Try again").click()
    expect(newest.locator(".facts-line")).to_contain_text("1 failed", timeout=20_000)


def test_news_leaves_an_open_question_alone_and_comes_when_it_is_closed(visitor: Visitor) -> None:
    page = visitor.open("/production/")
    number = order(visitor, "rain on a roof", copies=4)
    expect(page.locator(f"#summary-{number}")).to_contain_text("running", timeout=20_000)
    page.get_by_role("button", name=f"Cancel Order {number}").click()
    question = page.get_by_role("dialog", name=f"Cancel Order {number}?")
    expect(question).to_be_visible()
    other = visitor.open("/production/")
    other.get_by_role("button", name=f"Pause Order {number}").click()
    expect(page.locator(f"#summary-{number}")).to_contain_text("Paused")
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=f"Resume Order {number}")).to_be_visible()
    cancel(page, number)


def test_an_order_that_comes_while_a_question_is_open_joins_the_line(visitor: Visitor) -> None:
    page = visitor.open("/production/")
    first = order(visitor, "hail on a roof", copies=4)
    page.get_by_role("button", name=f"Cancel Order {first}").click()
    question = page.get_by_role("dialog", name=f"Cancel Order {first}?")
    second = order(visitor, "hail on a lake", copies=1, pace="0")
    expect(page.locator(f"#summary-{second}")).to_be_visible()
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#summary-{first}")).to_be_visible()
    expect(page.locator(f"#summary-{second}")).to_be_visible()
    cancel(page, first)


def test_an_answer_that_comes_after_the_news_of_it_is_still_shown(visitor: Visitor) -> None:
    number = order(visitor, "fog on a roof", copies=4)
    page = visitor.open("/production/")
    expect(page.locator(f"#summary-{number}")).to_contain_text("running", timeout=20_000)

    def after_the_news(route: Route) -> None:
        answer = route.fetch()
        expect(page.get_by_role("button", name=f"Resume Order {number}")).to_be_visible()
        route.fulfill(response=answer)

    page.route("**/pause/", after_the_news)
    with page.expect_response("**/pause/"):
        page.get_by_role("button", name=f"Pause Order {number}").click()
    expect(page.get_by_role("button", name=f"Resume Order {number}")).to_be_visible()
    cancel(page, number)


def test_what_nobody_knows_is_decided_at_the_top_of_production(visitor: Visitor, factory: Factory) -> None:
    number = order(visitor, "a letter without an answer", copies=1, pace="0")
    page = visitor.open("/production/")
    expect(page.locator(f"#summary-{number}")).to_contain_text("done", timeout=20_000)
    with closing(sqlite3.connect(factory.folder / "library" / "artfactory.sqlite3", timeout=20)) as database:
        database.execute("UPDATE orders_generation SET status = 'unknown' WHERE order_id = ?", (number,))
        database.commit()
    page.reload()
    unknown = page.get_by_role("list", name="Unknown")
    expect(unknown).to_contain_text("a letter without an answer")
    visitor.stop_watching()
    assert grave_violations(page) == []
    unknown.get_by_role("button", name="Give up").click()
    expect(unknown).to_have_count(0)


def test_an_order_moves_by_keys_and_by_its_handle_and_says_where_it_is(visitor: Visitor) -> None:
    numbers = [order(visitor, f"a lake {each}", copies=2) for each in ("one", "two")]
    page = visitor.open("/production/")
    rows = page.locator("#line-rows > li")
    expect(rows.last).to_have_attribute("data-order", numbers[1])
    page.locator(f"#move-{numbers[1]}").focus()
    page.keyboard.press("Home")
    expect(rows.first).to_have_attribute("data-order", numbers[1])
    expect(page.locator("#line-said")).to_contain_text(f"Order {numbers[1]}: place 1 of")
    expect(page.locator(f"#move-{numbers[1]}")).to_be_focused()
    page.locator(f"#move-{numbers[1]}").hover()
    page.mouse.down()
    last = rows.last.bounding_box()
    assert last
    page.mouse.move(last["x"] + 40, last["y"] + last["height"] + 10, steps=4)
    page.mouse.up()
    expect(rows.last).to_have_attribute("data-order", numbers[1])
    for number in numbers:
        cancel(visitor.open("/production/"), number)
