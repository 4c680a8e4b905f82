"""News reaches open pages, over one stream for the whole browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.browser.browsing import Visitor
from tests.browser.factory import Factory

HEAR = """() => document.addEventListener("news:order", ({ detail }) => {
  document.documentElement.dataset.heard = detail.status;
})"""
OWN_STREAM = "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/events'))"


def hear(page: Page) -> Page:
    page.evaluate(HEAR)
    return page


def test_all_tabs_hear_an_order_over_one_stream(visitor: Visitor, factory: Factory) -> None:
    first = hear(visitor.open("/styleguide/"))
    second = first.context.new_page()
    second.goto(f"{visitor.origin}/styleguide/")
    hear(second)
    factory.order("workshop:painter", "a quiet lake")
    for tab in (first, second):
        expect(tab.locator("html")).to_have_attribute("data-heard", "succeeded", timeout=30_000)
    assert not first.evaluate(OWN_STREAM)


def test_production_follows_an_order_to_its_end_without_a_reload(visitor: Visitor, factory: Factory) -> None:
    page = visitor.open("/production/")
    page.evaluate("window.same = true")
    factory.order("workshop:painter", "a mill by the river", copies=3)
    row = page.locator(".order-row", has_text="a mill by the river").first
    expect(row).to_be_visible(timeout=15_000)
    expect(row).to_contain_text("3 of 3", timeout=30_000)
    assert page.evaluate("window.same")


def test_the_live_chip_counts_along(visitor: Visitor, factory: Factory) -> None:
    page = visitor.open("/settings/about/")
    chip = page.locator("live-chip")
    expect(chip).to_contain_text("Nothing running", timeout=30_000)
    factory.order("workshop:painter", "snow on a roof", copies=4)
    expect(chip).to_contain_text("running", timeout=15_000)
    expect(chip).not_to_contain_text("Nothing")
    factory.finish()
    expect(chip).to_contain_text("Nothing running", timeout=15_000)


def test_a_badge_says_when_art_factory_does_not_answer(visitor: Visitor) -> None:
    page = visitor.page()
    page.add_init_script("delete window.SharedWorker")
    page.route("**/api/v1/events", lambda route: route.abort())
    page.goto(f"{visitor.origin}/styleguide/")
    expect(page.locator("offline-badge")).to_contain_text("Not connected.", timeout=10_000)
    visitor.stop_watching()  # it goes on asking, and each refusal would be a complaint
    visitor.watches[-1].forgive(about="ERR_FAILED")


def test_a_badge_says_when_there_is_no_network(visitor: Visitor) -> None:
    page = visitor.open("/styleguide/")
    page.context.set_offline(True)
    expect(page.locator("offline-badge")).to_contain_text("Offline.")
    page.context.set_offline(False)
    expect(page.locator("offline-badge")).to_be_hidden()
    visitor.watches[-1].forgive(about="ERR_INTERNET_DISCONNECTED")
