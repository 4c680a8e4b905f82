"""A click counts, whatever is answered while it is made."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.browsing import Visitor
from tests.browser.factory import Factory

TWENTY = "a fox in [hue=red,grey,blue,white] and [coat=1..5]"


class Answers:
    """The answers to what a page asks, kept back until they are let through."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.kept: list[Route] = []
        page.route(address, self._keep)

    def _keep(self, route: Route) -> None:
        self.kept.append(route)

    def wait(self) -> None:
        """Until something is asked."""
        for _look in range(100):
            if self.kept:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("nothing was asked")

    def let_through(self) -> None:
        """One of them, and it has arrived."""
        with self.page.expect_event("requestfinished"):
            self.kept.pop(0).continue_()


@pytest.fixture
def form(visitor: Visitor) -> Page:
    """An order form that has counted; its next count is under way."""
    page = visitor.open("/orders/new/?model=workshop:painter&prompt=")
    page.get_by_label("Prompt", exact=True).press_sequentially(TWENTY)
    expect(page.locator("#see-all")).to_contain_text("20")
    page.wait_for_timeout(1_500)  # what is asked at rest is asked
    return page


def test_a_click_while_the_form_counts_is_not_lost(form: Page) -> None:
    counts = Answers(form, "**/orders/quote/")
    form.get_by_label("Prompt", exact=True).press_sequentially("s")
    counts.wait()
    form.locator("#see-all").click()
    expect(form.get_by_role("dialog", name="All 20 prompts")).to_be_visible()


def test_what_is_pressed_is_still_there_when_it_is_let_go(form: Page) -> None:
    counts = Answers(form, "**/orders/quote/")
    form.get_by_label("Prompt", exact=True).press_sequentially("s")
    counts.wait()
    form.locator("#see-all").evaluate("button => (window.pressed = button)")
    form.locator("#see-all").hover()
    form.mouse.down()
    counts.let_through()
    form.wait_for_timeout(100)
    assert form.evaluate("window.pressed.isConnected")
    form.mouse.up()
    expect(form.get_by_role("dialog", name="All 20 prompts")).to_be_visible()


NEWS = """() => {
  window.answers = 0;
  document.addEventListener("htmx:xhr:loadend", () => window.answers++);
}"""


def press(page: Page, place: str) -> None:
    """Presses there, and news of every picture come before the pointer is let go."""
    page.evaluate(NEWS)
    page.locator(place).first.hover()
    page.mouse.down()
    page.locator(".tile__link").first.evaluate("link => (window.old = link)")
    page.evaluate("document.dispatchEvent(new CustomEvent('news:reset'))")
    page.wait_for_function("() => window.answers > 0")
    page.wait_for_timeout(100)
    assert page.evaluate("window.old.isConnected")


@pytest.fixture
def order_page(visitor: Visitor, factory: Factory) -> Page:
    order = factory.order("workshop:painter", "a fox", pace=0)
    factory.finish()
    return visitor.open(f"/orders/{order}/")


def test_news_of_a_picture_wait_while_it_is_pressed(order_page: Page) -> None:
    press(order_page, ".tile__link")
    order_page.mouse.up()
    order_page.wait_for_url(re.compile("/products/"))


def test_news_come_once_the_pointer_is_let_go_anywhere(order_page: Page) -> None:
    press(order_page, "h1")
    order_page.mouse.up()
    order_page.wait_for_function("() => !window.old.isConnected")


def test_what_is_typed_while_a_model_goes_is_not_lost(visitor: Visitor) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter&model=workshop:chime&prompt=a+fox")
    answers = Answers(page, "**/orders/draft/")
    page.get_by_role("button", name="Remove Workshop Chime").click()
    answers.wait()
    page.locator("#copies").fill("3")
    page.locator("#max-cost").fill("1.25 USD")
    page.locator("#parameter-seed").fill("4242")
    prompt = page.get_by_label("Prompt", exact=True)
    prompt.focus()
    page.keyboard.press("End")
    page.keyboard.type(" in ")
    answers.let_through()
    expect(page.get_by_role("button", name="Remove Workshop Chime")).to_have_count(0)
    page.keyboard.type("heather")  # h leads to the history where nobody types
    expect(prompt).to_have_value("a fox in heather")
    for field, value in {"#copies": "3", "#max-cost": "1.25 USD", "#parameter-seed": "4242"}.items():
        expect(page.locator(field)).to_have_value(value)
    expect(page.locator("#order-count")).to_contain_text(re.compile(r"^\s*3\b"))


def test_who_stays_at_what_was_pressed_is_led_on(visitor: Visitor) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter&model=workshop:chime&prompt=a+fox")
    page.get_by_role("button", name="Remove Workshop Chime").click()
    expect(page.locator("#add-model")).to_be_focused()
