"""Entering and removing a key, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.axe import grave_violations
from tests.browser.browsing import PHONE, WIDE, Visitor

KEY = "sentinel-id-0001:sentinel-secret-3f9a"


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_key_is_entered_shown_by_its_end_and_removed(
    visitor: Visitor, size: tuple[int, int], script: bool
) -> None:
    page = visitor.page(size=size, script=script)
    page.goto(f"{visitor.origin}/settings/providers/")
    page.get_by_role("link", name="Enter a key of fal.ai").click()
    page.get_by_label("Key of fal.ai", exact=True).fill(KEY)
    page.get_by_role("button", name="Save key of fal.ai").click()
    expect(page.get_by_text("Key ending in 3f9a")).to_be_visible()
    assert "sentinel" not in page.content()
    assert page.get_by_label("Another key of fal.ai").input_value() == ""
    if script:
        visitor.stop_watching()
        assert grave_violations(page) == []
    page.get_by_role("button", name="Remove key of fal.ai").click()
    page.get_by_role("button", name="Remove the key").click()
    expect(page.get_by_text("is removed from this machine")).to_be_visible()
    expect(page.get_by_text("Key ending in")).to_have_count(0)
