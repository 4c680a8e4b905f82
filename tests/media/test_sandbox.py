"""Stored files in a real Chromium: inside our pages they work, by themselves they can do nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, sync_playwright
from tests.media.conftest import Ids
from tests.web.house import House

_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def tab(house: House, ids: Ids) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        tab = browser.new_page()
        tab.goto(f"http://127.0.0.1:{house.port}/enter/{house.new_code()}")
        tab.wait_for_url(lambda url: "/enter/" not in url)
        yield tab
        browser.close()


def address(house: House, asset: int, part: str = "file") -> str:
    return f"http://127.0.0.1:{house.port}/media/{asset}/{part}"


def test_a_picture_opened_by_itself_has_no_origin_and_no_cookie(tab: Page, house: House, ids: Ids) -> None:
    tab.goto(address(house, ids["polyglot"]))
    assert tab.evaluate("window.origin") == "null"
    assert tab.locator("img").count() == 1
    for secret in ("document.cookie", "localStorage.length"):
        with pytest.raises(Error, match=r"sandboxed|Access is denied"):
            tab.evaluate(secret)


@pytest.mark.parametrize("name", ["page", "drawing"])
def test_a_page_among_the_files_is_downloaded_and_never_opened(
    tab: Page, house: House, ids: Ids, name: str
) -> None:
    with tab.expect_download() as download, pytest.raises(Error, match=r"Download is starting|ERR_ABORTED"):
        tab.goto(address(house, ids[name]))
    assert download.value.suggested_filename.endswith(".bin")


def test_pictures_films_and_sounds_work_inside_our_pages(tab: Page, house: House, ids: Ids) -> None:
    tab.goto(f"http://127.0.0.1:{house.port}/styleguide/")
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
    assert tab.evaluate(show, ["img", address(house, ids["picture"])]) == 1200
    assert tab.evaluate(show, ["img", address(house, ids["picture"], "thumbnail")]) == 512
    assert tab.evaluate(show, ["audio", address(house, ids["sound"])]) == 5
    assert tab.evaluate(show, ["video", address(house, ids["film"])]) == 25
