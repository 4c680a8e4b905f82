"""A real server, a real Chromium.

Playwright runs a loop of its own in this thread, so it lives for one module only: tests of other
folders, which may follow in any order, find the thread as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright
from simulators.running import started
from tests.browser.browsing import Rooms, Visitor
from tests.browser.factory import Factory

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
expect.set_options(timeout=15_000)  # milliseconds; other tests keep the machine busy
_NAMES = ("chromium", "chromium-browser", "google-chrome")  # as in requirements/chromium.sh


@pytest.fixture(scope="session")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Factory]:
    """With something of everything in it, so that no page is looked at empty only."""
    with started() as simulators:
        site = "ARTFACTORY_CIVITAI_SITE_URL"
        settings = {site: simulators.environment[site]}
        yield from _running(Factory(tmp_path_factory.mktemp("factory"), settings=settings))


def _running(factory: Factory) -> Iterator[Factory]:
    factory.start()
    try:
        factory.order("workshop:painter", "a red fox below an aurora", copies=5)
        factory.order("workshop:loom", "waves at night")
        factory.order("workshop:chime", "wind and a far bell")
        factory.order("workshop:painter", "a silver fox", copies=2, mishap="fail")
        factory.finish()
        yield factory
    finally:
        factory.stop()


@pytest.fixture(scope="session")
def program() -> str:
    """Where Chromium lies."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("Chromium is not installed.")
    return found


@pytest.fixture(scope="module")
def chromium(program: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def visit(factory: Factory, chromium: Browser) -> StorageState:
    """Entered once for all modules: a visit outlives browsers."""
    if factory.visit is None:
        factory.visit = _enter(factory, chromium)
    return factory.visit


@pytest.fixture(scope="module")
def rooms(chromium: Browser) -> Rooms:
    return {}


@pytest.fixture
def visitor(factory: Factory, chromium: Browser, visit: StorageState, rooms: Rooms) -> Iterator[Visitor]:
    yield from _stay(Visitor(chromium, factory.origin, visit, rooms), kept=rooms)


@pytest.fixture
def chooser(factory: Factory, chromium: Browser, rooms: Rooms) -> Iterator[Visitor]:
    """A visitor with a visit of their own, who may change its theme, keys and Project."""
    yield from _stay(Visitor(chromium, factory.origin, _enter(factory, chromium)), kept=rooms)


def _enter(factory: Factory, chromium: Browser) -> StorageState:
    """What the browser keeps after it entered."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(factory.new_address())
    page.wait_for_url(lambda address: "/enter/" not in address)
    state = context.storage_state()
    context.close()
    return state


def _stay(visitor: Visitor, *, kept: Rooms) -> Iterator[Visitor]:
    yield visitor
    visitor.leave(kept=kept)
    assert visitor.complaints == []
