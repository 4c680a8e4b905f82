"""From the order form to the site and back: a LoRA is found, put into the order, weighed and called."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.axe import grave_violations
from tests.browser.browsing import PHONE, WIDE, Visitor

SDXL = "civitai:urn:air:sdxl:checkpoint:civitai:101055@128078"


@pytest.mark.parametrize(
    ("size", "script"), [(WIDE, True), (PHONE, False)], ids=["wide, with scripts", "phone, without"]
)
def test_a_lora_is_found_and_put_into_the_order(
    chooser: Visitor, size: tuple[int, int], script: bool
) -> None:
    page = chooser.open(f"/orders/new/?model={SDXL}&prompt=a+fox", size=size, script=script)
    page.get_by_role("button", name="Find LoRAs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkpoints and LoRAs")
    page.get_by_role("searchbox").fill("fur")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".resource")).to_have_count(1)
    expect(page.locator(".resource")).to_contain_text("Works with SDXL 1.0.")
    page.get_by_role("button", name="Put into the order: Fox Fur Detail v1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New order")
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("a fox")
    page.get_by_role("button", name="Put fxfur into the prompt").click()
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("a fox fxfur")
    strength = page.get_by_label("Strength of Fox Fur Detail v1")
    strength.press("Enter")
    strength.fill("0.8")
    expect(page.locator("#order-sum")).to_contain_text("1 generation")
    page.get_by_role("button", name="Remove Fox Fur Detail v1").click()
    expect(page.locator(".resource-row")).to_have_count(0)


def test_the_form_with_resources_holds_to_the_rules_and_takes_what_is_pasted(chooser: Visitor) -> None:
    page = chooser.open(f"/orders/new/?model={SDXL}&prompt=a+fox")
    field = page.get_by_label(re.compile("^LoRAs: an AIR"))
    field.fill("https://civitai.com/models/900102")
    field.press("Enter")
    expect(page.locator(".resource-row")).to_contain_text("Pony Foxes v3")
    page.get_by_label("Strength of Pony Foxes v3").fill("much")
    expect(page.locator("#problem-loras")).to_contain_text("LoRAs")
    chooser.stop_watching()
    assert grave_violations(page) == []
