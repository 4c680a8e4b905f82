"""While it runs and when it ends: the title, one notification for all tabs, a sound, as the person chose."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect
from tests.browser.browsing import Visitor
from tests.browser.factory import Factory

LISTEN = """
  window.shown = []; window.played = [];
  window.Notification = class extends EventTarget {
    static permission = "PERMISSION";
    static async requestPermission() { window.asked = true; return (Notification.permission = "granted"); }
    constructor(words, options) { super(); window.shown.push([words, options.tag]); }
  };
  HTMLMediaElement.prototype.play = function () {
    window.played.push([this.src, this.volume]); return Promise.resolve();
  };
"""


def desktop(visitor: Visitor, permission: str = "granted") -> Page:
    """The browser's own parts, which no headless one has: what would be shown and heard is written down."""
    page = visitor.page(alone=True)
    page.context.add_init_script(LISTEN.replace("PERMISSION", permission))
    return page


def choose(page: Page, visitor: Visitor, **wanted: str) -> None:
    page.goto(f"{visitor.origin}/settings/notifications/")
    for name, value in wanted.items():
        page.locator(f"[name={name}][value={value}]").check()
    page.locator("#volume").fill("35")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def tabs(context: BrowserContext, visitor: Visitor) -> list[Page]:
    pages = [context.pages[0], context.new_page()]
    for page in pages:
        page.goto(f"{visitor.origin}/settings/about/")
    return pages


def test_the_title_tells_how_far_it_is_and_that_it_ended(visitor: Visitor, factory: Factory) -> None:
    page = visitor.open("/settings/about/")
    factory.order("workshop:painter", "a slow lighthouse", copies=6)
    expect(page).to_have_title(re.compile(r"^(\(\d+ %\)|✓) About"), timeout=20_000)
    factory.finish()
    expect(page).to_have_title(re.compile(r"^✓ About"), timeout=20_000)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page).to_have_title(re.compile(r"^About"))


def test_an_end_is_notified_once_and_heard_once_with_two_tabs(visitor: Visitor, factory: Factory) -> None:
    page = desktop(visitor)
    choose(page, visitor, notify="on", sound="chime")
    pages = tabs(page.context, visitor)
    factory.order("workshop:painter", "a bell tower")
    factory.finish()
    for each in pages:
        expect(each).to_have_title(re.compile(r"^✓ "), timeout=20_000)
    shown = [one for each in pages for one in each.evaluate("shown")]
    played = [one for each in pages for one in each.evaluate("played")]
    assert len(shown) == 1 and re.fullmatch(r"Order \d+ is done\.", shown[0][0])
    assert len(played) == 1 and played[0][0].endswith("/chime.wav") and played[0][1] == 0.35


def test_nothing_is_shown_or_heard_unless_it_was_asked_for(visitor: Visitor, factory: Factory) -> None:
    page = desktop(visitor)
    choose(page, visitor, notify="off", sound="off")
    page.goto(f"{visitor.origin}/settings/about/")
    factory.order("workshop:painter", "a silent tower")
    factory.finish()
    expect(page).to_have_title(re.compile(r"^✓ "), timeout=20_000)
    assert page.evaluate("[shown, played]") == [[], []]


def test_choices_survive_a_reload_and_a_sound_can_be_tried(visitor: Visitor) -> None:
    page = desktop(visitor)
    choose(page, visitor, notify="on", sound="wood")
    page.reload()
    for name, value in (("notify", "on"), ("sound", "wood")):
        expect(page.locator(f"[name={name}][value={value}]")).to_be_checked()
    expect(page.locator("#volume")).to_have_value("35")
    page.get_by_role("button", name="Hear it").click()
    assert [volume for _src, volume in page.evaluate("played")] == [0.35]


def test_the_browser_is_asked_only_after_a_click(visitor: Visitor) -> None:
    page = desktop(visitor, permission="default")
    choose(page, visitor, notify="off", sound="off")
    page.goto(f"{visitor.origin}/production/")
    assert not page.evaluate("window.asked")
    page.get_by_role("button", name="Notify me at the end").click()
    expect(page.get_by_role("button", name="Notify me at the end")).to_have_count(0)
    page.goto(f"{visitor.origin}/settings/notifications/")
    expect(page.locator("[name=notify][value=on]")).to_be_checked()


def test_the_sounds_are_there(visitor: Visitor) -> None:
    page = visitor.open("/settings/notifications/")
    for source in page.locator("[name=sound][data-src]").evaluate_all(
        "all => all.map(one => one.dataset.src)"
    ):
        answer = page.request.get(f"{visitor.origin}{source}")
        assert answer.headers["content-type"] == "audio/wav" and answer.body().startswith(b"RIFF")
