"""What was flagged is covered, and uncovered by pointer and key; what is about to be lost is counted down."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.axe import grave_violations
from tests.browser.browsing import Visitor
from tests.browser.factory import Factory

pytestmark = pytest.mark.timeout(300)  # the first one waits for the factory to be furnished


def write(factory: Factory, statement: str, *values: Any) -> None:
    file = factory.folder / "library" / "artfactory.sqlite3"
    with closing(sqlite3.connect(file, timeout=20)) as library:
        library.execute(statement, values)
        library.commit()


@pytest.fixture
def flagged(factory: Factory) -> Iterator[int]:
    """The newest picture, flagged for as long as the test looks at it."""
    file = factory.folder / "library" / "artfactory.sqlite3"
    with closing(sqlite3.connect(file)) as library:
        newest = "SELECT max(id) FROM products_product WHERE kind = 'image'"
        (number,) = library.execute(newest).fetchone()
    write(factory, "UPDATE products_product SET mature = 1 WHERE id = ?", number)
    yield number
    write(factory, "UPDATE products_product SET mature = NULL")


@pytest.fixture
def expiring(factory: Factory) -> Iterator[None]:
    """A Generation that a full disk holds up, ten minutes before its files are deleted."""
    failed = "SELECT min(id) FROM orders_generation WHERE status = 'failed'"
    problem = json.dumps({"code": "no_space", "message": "The disk is full."})
    done = json.dumps({"outputs": [["", "http://a/1"]], "expires_at": time.time() + 600})
    with closing(sqlite3.connect(factory.folder / "library" / "artfactory.sqlite3")) as library:
        number, before = library.execute(
            f"SELECT id, problem FROM orders_generation WHERE id = ({failed})"
        ).fetchone()
    write(factory, "UPDATE orders_attempt SET done = ? WHERE generation_id = ?", done, number)
    changed = "UPDATE orders_generation SET status = ?, problem = ?, fetch_requested_at = NULL WHERE id = ?"
    write(factory, changed, "collecting", problem, number)
    yield
    write(factory, changed, "failed", before, number)
    write(factory, "UPDATE orders_attempt SET done = NULL WHERE generation_id = ?", number)


def blur(page: Page, picture: str) -> str:
    return str(page.locator(picture).last.evaluate("picture => getComputedStyle(picture).filter"))


def test_what_was_flagged_is_uncovered_by_pointer_by_key_and_without_scripts(
    visitor: Visitor, flagged: int
) -> None:
    tile, picture = f"#product-{flagged}", f"#product-{flagged} .tile__link img"
    page = visitor.open("/inventory/")
    assert blur(page, picture) == "blur(28px)"
    page.locator(f"{tile} .tile__link").focus()
    page.keyboard.press("m")
    assert blur(page, picture) == "none"
    page.keyboard.press("m")
    assert blur(page, picture) == "blur(28px)"
    page = visitor.open("/inventory/", script=False)
    page.locator(tile).get_by_label("mature").check()
    assert blur(page, picture) == "none"
    page = visitor.open(f"/products/{flagged}/")
    assert blur(page, ".viewer__stage img") == "blur(64px)"
    page.keyboard.press("m")
    expect(page.get_by_label("Flagged as mature: show it")).to_be_checked()
    assert blur(page, ".viewer__stage img") == "none"
    visitor.stop_watching()
    assert grave_violations(page) == []


def test_what_is_about_to_be_lost_is_counted_down_on_every_page(visitor: Visitor, expiring: None) -> None:
    page = visitor.open("/production/")
    notice = page.locator("#expiring")
    expect(notice).to_contain_text("1 file is not fetched yet")
    left = notice.locator("count-down")
    before = left.inner_text()
    assert before.startswith(("9 min", "10 min"))
    expect(left).not_to_have_text(before)
    page.get_by_role("button", name="Fetch now").click()
    expect(page.get_by_text("It is tried at once. Nothing is sent.")).to_be_visible()
    page.goto(f"{visitor.origin}/inventory/")
    expect(page.locator("#live-chip count-down")).to_contain_text("min")
    page.go_back()
    visitor.stop_watching()
    assert grave_violations(page) == []
