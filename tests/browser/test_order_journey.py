"""From a prompt to a picture, as a person does it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.browsing import PHONE, WIDE, Visitor

pytestmark = pytest.mark.timeout(300)  # the first one waits for the factory to be furnished
PAINTER = "/orders/new/?model=workshop:painter"  # else it offers what was ordered last
MADE = 30_000  # milliseconds until Workshop has drawn


def first_result(page: Page) -> str:
    """Id of the newest Order beside the form."""
    return page.locator(".results__order h2").first.get_attribute("id") or ""


def type_prompt(page: Page, text: str) -> None:
    page.get_by_label("Prompt", exact=True).press_sequentially(text)


def test_a_picture_is_ordered_watched_and_seen_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    before = first_result(page)
    expect(page.get_by_label("Prompt", exact=True)).to_be_focused()
    page.keyboard.type("a small red boat on a calm lake")
    expect(page.locator("#order-sum")).to_contain_text("1 generation")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("is placed")).to_be_visible()
    assert first_result(page) != before
    newest = page.locator(".results__order").first
    expect(newest.locator(".tile img[src*='thumbnail']")).to_be_visible(timeout=MADE)
    expect(newest.locator(".tile img[src*='thumbnail']")).to_have_attribute(
        "alt", "a small red boat on a calm lake"
    )
    expect(newest.locator(".facts-line")).to_contain_text("1 of 1 done")
    expect(page.get_by_label("Prompt", exact=True)).to_be_focused()


def test_the_count_follows_typing_and_the_caret_stays(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    page.get_by_text("More", exact=True).click()
    steps = page.locator("#parameter-steps")
    steps.press_sequentially("8, 10")
    expect(page.locator("#order-sum")).to_contain_text("2 generations = 2 steps")
    steps.press("Home")
    steps.press_sequentially("6, ")
    expect(page.locator("#order-count")).to_contain_text(re.compile(r"^\s*3\b"))
    assert steps.evaluate("field => [field.value, field.selectionStart]") == ["6, 8, 10", 3]
    steps.press_sequentially("99, ")
    expect(page.locator("#problem-steps")).to_contain_text("must be at most 50")
    expect(steps).to_be_focused()


def test_several_choices_are_ticked(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    page.get_by_text("More", exact=True).click()
    page.locator("#parameter-style").click()
    page.get_by_role("checkbox", name="poster").check()
    page.get_by_role("checkbox", name="ink").check()
    expect(page.locator("#now-style")).to_have_text("poster, ink")
    expect(page.locator("#order-sum")).to_contain_text("2 style")
    page.keyboard.press("Escape")
    expect(page.locator("#parameter-style")).to_be_focused()


def test_a_model_is_found_added_and_removed_and_what_was_typed_stays(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    type_prompt(page, "wind in a forest")
    page.locator("#copies").fill("2")
    expect(page.locator("#order-count")).to_contain_text(re.compile(r"^\s*2\b"))
    page.get_by_text("Add a model").click()
    page.get_by_label("Search the catalogue").press_sequentially("chime")
    expect(page.locator("#offered button")).to_have_count(1)
    page.locator("#offered").get_by_role("button", name="Chime").click()
    expect(page.locator("#order-sum")).to_contain_text("2 copies × 2 models")
    page.get_by_role("button", name="Remove Workshop Painter").click()
    expect(page.locator("#parameter-style")).to_have_count(0)
    expect(page.locator("#order-sum")).to_contain_text("2 generations = 2 copies · 2 sounds")
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("wind in a forest")
    expect(page.locator("#copies")).to_have_value("2")
    page.get_by_text("Add a model").click()  # it offers again what is not chosen
    page.locator("#offered").get_by_role("button", name="Workshop Painter").click()
    expect(page.locator("#order-sum")).to_contain_text("2 copies × 2 models")
    page.get_by_text("Add a model").click()
    expect(page.locator("#offered").get_by_role("button", name="Workshop Loom")).to_be_visible()
    expect(page.locator("#offered").get_by_role("button", name="Workshop Painter")).to_have_count(0)


def test_a_menu_that_opens_at_the_edge_comes_into_the_window(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    page.set_viewport_size({"width": 1440, "height": 720})
    page.get_by_text("Add a model").click()
    expect(page.locator(".model-menu")).to_be_in_viewport(ratio=1)
    page.locator("#offered").get_by_role("button", name="Workshop Chime").click()
    expect(page.get_by_role("button", name="Remove Workshop Chime")).to_be_visible()
    page.get_by_text("Add a model").click()
    expect(page.locator("#offered button").nth(5)).to_be_visible()
    expect(page.locator(".model-menu")).to_be_in_viewport(ratio=1)


def test_enter_in_a_field_never_orders(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    before = first_result(page)
    type_prompt(page, "a quiet street")
    page.locator("#parameter-seed").fill("7")
    with page.expect_response("**/orders/quote/"):
        page.locator("#parameter-seed").press("Enter")
    assert first_result(page) == before and page.url.endswith("/orders/new/")


def test_a_double_click_orders_once(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    type_prompt(page, "two owls on a branch")
    shown = page.locator(".results__order").count()
    with page.expect_response(re.compile("/orders/$")):
        page.locator("#order-button").dblclick()
    expect(page.locator(".results__order")).to_have_count(shown + 1)


def test_without_a_prompt_the_form_says_what_is_missing(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#problem-prompt")).to_have_text("Say what you want to see.")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_ordering_and_watching_work_without_scripts(visitor: Visitor, size: tuple[int, int]) -> None:
    page = visitor.open(PAINTER, script=False, size=size)
    page.get_by_label("Prompt", exact=True).fill("dunes at noon")
    page.locator("#order-button").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    for _reload in range(30):
        if page.locator(".tile img[src*='thumbnail']").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator(".tile img[src*='thumbnail']")).to_have_attribute("alt", "dunes at noon")


def test_models_change_without_scripts(visitor: Visitor) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter&prompt=wind", script=False)
    page.get_by_text("Add a model").click()
    page.get_by_label("Search the catalogue").fill("chime")
    page.locator(".model-rows").get_by_role("button", name="Search").click()
    page.locator("#offered").get_by_role("button", name="Chime").click()
    expect(page.get_by_role("button", name="Remove Workshop Chime")).to_be_visible()
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("wind")


def test_ones_own_price_of_a_model_changes_what_the_form_quotes(visitor: Visitor) -> None:
    form, flux = "/orders/new/?model=fal:fal-ai/flux/dev&prompt=a+fox", "/models/fal:fal-ai/flux/dev/"
    page = visitor.open(flux)
    page.get_by_label("Amount").fill("0.5")
    page.get_by_label("For each").select_option("image")
    page.get_by_role("button", name="Use my price").click()
    expect(page.get_by_text("Your price counts from now on")).to_be_visible()
    page.goto(visitor.origin + form)
    expect(page.locator("#order-sum")).to_contain_text("≈ $0.50")
    page.locator("#copies").fill("3")
    expect(page.locator("#order-sum")).to_contain_text("3 images · ≈ $1.50")
    page.goto(visitor.origin + flux)
    page.get_by_role("button", name="Take my price back").click()
    page.goto(visitor.origin + form)
    expect(page.locator("#order-sum")).to_contain_text("≈ $0.0")


def test_models_that_disagree_about_words_in_brackets_keep_them_and_say_so(visitor: Visitor) -> None:
    speech = "fal:fal-ai/elevenlabs/tts/multilingual-v2"
    page = visitor.open(f"/orders/new/?model=workshop:painter&model={speech}")
    type_prompt(page, "hello [whispers]")
    kept = page.get_by_text("Workshop Painter gets [words in brackets] as they are")
    expect(kept).to_be_visible()
    page.get_by_role("button", name="Remove Eleven").click()
    expect(kept).to_have_count(0)


def test_a_preset_is_kept_put_in_removed_and_brought_back(visitor: Visitor) -> None:
    page = visitor.open(PAINTER)
    page.get_by_text("More", exact=True).click()
    page.locator("#parameter-steps").fill("30")
    presets = page.get_by_label("Presets of Workshop Painter")
    presets.click()
    page.get_by_label("Name of the preset").fill("Sharp")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator("#add-model")).to_be_focused()
    expect(page.locator("#parameter-steps")).to_be_visible()  # what was open is open
    page.locator("#parameter-steps").fill("4")
    presets.click()
    page.get_by_role("button", name="Sharp steps 30").click()
    expect(page.locator("#add-model")).to_be_focused()
    expect(page.locator("#parameter-steps")).to_have_value("30")
    presets.click()
    page.get_by_role("button", name="Remove the preset Sharp").click()
    undo = page.locator("button[name=preset_back]")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(page.locator("#add-model")).to_be_focused()
    presets.click()
    expect(page.get_by_role("button", name="Sharp steps 30")).to_be_visible()
