"""The prompt as it is typed: coloured, counted, completed, mended, looked through, ordered, never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests.browser.axe import grave_violations
from tests.browser.browsing import PHONE, Visitor
from tests.browser.factory import Factory

pytestmark = pytest.mark.timeout(300)  # the first one waits for the factory to be furnished
PAINTER = "/orders/new/?model=workshop:painter"
LARGE = "[1..60] [a,b]"  # 120 rows: more than are ordered without a word
MADE = 30_000  # milliseconds until Workshop has drawn


@pytest.fixture
def form(visitor: Visitor) -> Page:
    return visitor.open(PAINTER)


def prompt_of(page: Page) -> Locator:
    return page.get_by_label("Prompt", exact=True)


def expect_tokens(page: Page, *coloured: tuple[str, str]) -> None:
    """What is coloured in the end, and in which hue."""
    tokens = page.locator(".prompt-editor__mirror").first.locator(".slot--token")
    expect(tokens).to_have_text([text for text, _hue in coloured])
    for number, (_text, hue) in enumerate(coloured):
        expect(tokens.nth(number)).to_have_attribute("data-slot", hue)


def caret_of(field: Locator) -> int:
    return int(field.evaluate("field => field.selectionStart"))


def test_tokens_are_coloured_and_counted_while_somebody_types_in_their_midst(form: Page) -> None:
    page = form
    prompt = prompt_of(page)
    prompt.press_sequentially("a [fur=red,grey] fox in [place], [=fur]")
    expect(page.locator("#order-sum")).to_contain_text(
        re.compile(r"[\d,]+ generations =\s+2 fur × \d+ place")
    )
    expect_tokens(page, ("[fur=red,grey]", "1"), ("[place]", "2"), ("[=fur]", "1"))
    expect(page.locator("#prompt-slots")).to_contain_text("fur 2 values")
    prompt.evaluate("field => field.setSelectionRange(15, 15)")
    prompt.press_sequentially(",white")
    expect(page.locator("#order-sum")).to_contain_text("= 3 fur ×")
    assert caret_of(prompt) == 15 + len(",white")
    expect_tokens(page, ("[fur=red,grey,white]", "1"), ("[place]", "2"), ("[=fur]", "1"))


def test_the_last_answer_wins_however_late_an_earlier_one_comes(form: Page) -> None:
    page = form
    held: list[Route] = []
    page.route("**/orders/quote/", lambda route: route.continue_() if held else held.append(route))
    prompt = prompt_of(page)
    with page.expect_request("**/orders/quote/"):
        prompt.press_sequentially("a [red,")
    prompt.press_sequentially("grey] [fox,owl,cat]")
    with page.expect_response("**/orders/quote/"):
        held[0].continue_()
    expect(page.locator("#order-count")).to_contain_text(re.compile(r"^\s*6\b"))
    expect_tokens(page, ("[red,grey]", "1"), ("[fox,owl,cat]", "2"))
    assert caret_of(prompt) == len("a [red,grey] [fox,owl,cat]")
    expect(prompt).to_be_focused()


def test_a_mistake_is_underlined_and_mended_by_a_click_that_can_be_undone(form: Page) -> None:
    page = form
    prompt = prompt_of(page)
    prompt.press_sequentially("🦊 a [colr] fox")
    expect(page.locator(".prompt-editor__warning")).to_have_text("[colr]")
    page.locator("#problem-prompt").get_by_role("button", name="color").click()
    expect(prompt).to_have_value("🦊 a [color] fox")
    expect(page.locator("#problem-prompt")).to_be_hidden()
    expect(prompt).to_be_focused()
    page.keyboard.press("Control+z")
    expect(prompt).to_have_value("🦊 a [colr] fox")


def test_lookups_and_slots_are_completed_by_keyboard(form: Page) -> None:
    page = form
    prompt = prompt_of(page)
    offers = page.get_by_role("listbox", name="Lookups and slots").first
    prompt.press_sequentially("a [coat=red,grey] fox in [pla")
    expect(offers.get_by_role("option", selected=True)).to_contain_text("place")
    first = offers.get_by_role("option").first.get_attribute("id") or ""
    expect(prompt).to_have_attribute("aria-activedescendant", first)
    page.keyboard.press("Enter")
    expect(prompt).to_have_value("a [coat=red,grey] fox in [place]")
    expect(page.locator("#prompt-slots")).to_contain_text("place")
    prompt.press_sequentially(", [=")
    expect(offers.get_by_role("option")).to_have_text([re.compile("coat"), re.compile("place")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(prompt).to_have_value("a [coat=red,grey] fox in [place], [=coat]")
    prompt.press_sequentially(" [")
    expect(offers).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(offers).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(offers).to_be_hidden()


def test_the_whole_or_a_sample_is_asked_for_before_anything_is_cut(form: Page) -> None:
    page = form
    prompt = prompt_of(page)
    prompt.press_sequentially(LARGE)
    expect(page.locator("#order-sum")).to_have_text(
        re.compile("120 generations are meant. How many of them?")
    )
    with page.expect_response(lambda answer: answer.status == 422 or answer.url.endswith("/orders/")):
        page.keyboard.press("Control+Enter")
    expect(page.locator("#just-placed")).to_be_hidden()
    page.get_by_role("button", name="All 120", exact=True).click()
    expect(page.locator("#order-count")).to_contain_text(re.compile(r"^\s*120\b"))
    page.get_by_role("button", name="Ask again").click()
    page.get_by_label("Size of the sample").fill("3")
    page.get_by_role("button", name="A sample of").click()
    expect(prompt).to_have_value(f"{LARGE} batch:sample:3")
    expect(page.locator("#order-sum")).to_contain_text("3 generations of 120 = 3 of 120 rows")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".results__order").first.locator(".facts-line")).to_contain_text("of 3 done")


def test_prompts_are_paged_picked_copied_and_exactly_those_are_ordered(visitor: Visitor) -> None:
    page = visitor.page(alone=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{visitor.origin}{PAINTER}")
    prompt_of(page).press_sequentially(LARGE)
    page.get_by_role("button", name="See all 120 prompts").click()
    rows = page.get_by_role("dialog", name="All 120 prompts")
    rows.get_by_role("button", name="Copy 120 lines").click()
    expect(page.get_by_text("The list is copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert (len(copied), copied[0], copied[-1]) == (120, "1 a", "60 b")
    rows.get_by_role("checkbox", name="2", exact=True).check()
    rows.get_by_role("button", name="Next").click()
    expect(rows.get_by_text("51–100 of 120")).to_be_visible()
    rows.get_by_role("checkbox", name="100", exact=True).check()
    expect(
        rows.locator("li", has=page.get_by_role("checkbox", name="100", exact=True)).locator(".slot")
    ).to_have_text(["50", "b"])
    rows.get_by_role("button", name="Done").click()
    expect(page.get_by_text("2 prompts are picked.")).to_be_visible()
    expect(page.get_by_role("button", name="See all 120 prompts")).to_be_focused()
    page.keyboard.press("Control+Enter")
    newest = page.locator(".results__order").first
    expect(newest.locator(".facts-line")).to_contain_text("of 2 done")
    expect(newest.locator("img[alt='1 b'], img[alt='50 b']")).to_have_count(2, timeout=MADE)


def test_what_was_typed_outlives_a_reload_and_the_death_of_the_server(
    visitor: Visitor, factory: Factory
) -> None:
    page = visitor.open("/orders/new/?prompt=")
    with page.expect_response("**/orders/quote/"):
        prompt_of(page).press_sequentially("a [red,grey] fox")
    expect(page.locator("#order-count")).to_contain_text(re.compile(r"^\s*2\b"))
    page.reload()
    expect(prompt_of(page)).to_have_value("a [red,grey] fox")
    visitor.stop_watching()  # a server that dies is an error in the console
    factory.die()
    factory.start()
    page.reload()
    expect(prompt_of(page)).to_have_value("a [red,grey] fox")
    expect(page.locator("#draft-note")).to_contain_text("Draft restored")
    expect(page.locator("#order-count")).to_contain_text(re.compile(r"^\s*2\b"))


def test_without_scripts_the_form_counts_tells_mends_and_orders(visitor: Visitor) -> None:
    page = visitor.open(PAINTER, script=False, size=PHONE)
    prompt_of(page).fill("a [colr] [red,grey] fox")
    page.locator("#copies").press("Enter")
    expect(page.locator("#order-sum")).to_contain_text("2 generations = 2 choice")
    page.locator("#problem-prompt").get_by_role("button", name="As text").click()
    expect(prompt_of(page)).to_have_value(r"a \[colr\] [red,grey] fox")
    page.locator("#order-button").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    expect(page.locator(".facts-line").first).to_contain_text("of 2 done")


LISTEN = """() => {
  const status = document.querySelector("quiet-status");
  let typed = 0;
  window.heard = [];
  document.addEventListener("input", () => (typed = performance.now()), true);
  const listen = () => window.heard.push({ words: status.textContent, rested: performance.now() - typed });
  new MutationObserver(listen).observe(status, { childList: true });
}"""


def test_who_hears_the_page_is_told_the_sum_once_it_rests(form: Page) -> None:
    status = form.locator("quiet-status")
    form.evaluate(LISTEN)
    prompt_of(form).press_sequentially("a [red,grey] fox in [colr]")
    expect(status).to_have_text(re.compile(r"^2 generations, 2 images, free\. .*colr"))
    prompt_of(form).press_sequentially(" [a,")
    expect(status).to_have_text("Not yet. This bracket is never closed.")
    heard = form.evaluate("window.heard")
    assert min(each["rested"] for each in heard) >= 900


def test_the_form_tells_a_screen_reader_what_it_shows_and_holds_to_the_rules_of_pages(
    visitor: Visitor,
) -> None:
    page = visitor.open(PAINTER)
    prompt = prompt_of(page)
    prompt.press_sequentially("a [fur=red,grey] fox, [")
    expect(prompt).to_have_accessible_name("Prompt")
    page.keyboard.press("Escape")
    expect(page.locator("[data-code=E_UNCLOSED]")).to_have_count(1)
    expect(prompt).not_to_have_attribute("aria-invalid", "true")  # as long as the bracket is being written
    prompt.press("Home")
    expect(prompt).to_have_accessible_description(re.compile("This bracket is never closed.*fur"))
    expect(prompt).to_have_attribute("aria-invalid", "true")
    visitor.stop_watching()
    assert grave_violations(page) == []
