"""Stored files in a real Chromium: inside our pages they work, by themselves they can do nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, sync_playwright
from tests.media.conftest import Ids
from tests.web.house import House

_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def page(house: House, ids: Ids) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{house.port}/enter/{house.new_code()}")
        yield page
        browser.close()


def address(house: House, asset: int, part: str = "file") -> str:
    return f"http://127.0.0.1:{house.port}/media/{asset}/{part}"


def test_a_picture_opened_by_itself_has_no_origin_and_no_cookie(page: Page, house: House, ids: Ids) -> None:
    page.goto(address(house, ids["polyglot"]))
    assert page.evaluate("window.origin") == "null"
    assert page.locator("img").count() == 1
    for secret in ("document.cookie", "localStorage.length"):
        with pytest.raises(Error, match="sandboxed|Access is denied"):
            page.evaluate(secret)


@pytest.mark.parametrize("name", ["page", "drawing"])
def test_a_page_among_the_files_is_downloaded_and_never_opened(
    page: Page, house: House, ids: Ids, name: str
) -> None:
    with page.expect_download() as download, pytest.raises(Error, match="Download is starting|ERR_ABORTED"):
        page.goto(address(house, ids[name]))
    assert download.value.suggested_filename.endswith(".bin")


def test_pictures_films_and_sounds_work_inside_our_pages(page: Page, house: House, ids: Ids) -> None:
    page.goto(f"http://127.0.0.1:{house.port}/styleguide/")
    show = """([tag, address]) => new Promise((done, fail) => {
        const element = document.createElement(tag);
        element.onload = () => done(element.naturalWidth);
        element.onloadedmetadata = () => { element.currentTime = element.duration - 0.5; };
        element.onseeked = () => done(Math.round(element.currentTime * 10));
        element.onerror = () => fail(new Error("It was refused."));
        element.preload = "auto";
        element.src = address;
        document.body.append(element);
    })"""
    assert page.evaluate(show, ["img", address(house, ids["picture"])]) == 1200
    assert page.evaluate(show, ["img", address(house, ids["picture"], "thumbnail")]) == 512
    assert page.evaluate(show, ["audio", address(house, ids["sound"])]) == 5
    assert page.evaluate(show, ["video", address(house, ids["film"])]) == 25
