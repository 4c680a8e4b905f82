"""What other pages in the same browser can do to us: lead here, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState
from tests.browser.factory import Factory


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """A page of another program on this machine: another origin, yet the same site."""
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>Elsewhere</title>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Browser, visit: StorageState) -> Iterator[Page]:
    context = chromium.new_context(storage_state=visit)
    yield context.new_page()
    context.close()


def test_a_link_clicked_elsewhere_lets_a_new_browser_in(
    factory: Factory, chromium: Browser, elsewhere: str
) -> None:
    page = chromium.new_page()
    page.goto(elsewhere)
    _add_link(page, factory.new_address())
    with page.expect_response(lambda answer: answer.url == f"{factory.origin}/") as answer:
        page.click("a")
    assert answer.value.status < 400
    page.context.close()


def test_a_link_on_another_host_lets_a_new_browser_in(
    factory: Factory, chromium: Browser, elsewhere: str
) -> None:
    page = chromium.new_page()
    page.goto(elsewhere.replace("127.0.0.1", "localhost"))  # another site, too
    _add_link(page, factory.new_address())
    with page.expect_response(lambda answer: answer.url == f"{factory.origin}/") as answer:
        page.click("a")
    assert answer.value.status < 400
    page.context.close()


def test_the_code_does_not_stay_in_the_history(factory: Factory, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(factory.new_address())
    page.wait_for_url(lambda address: "/enter/" not in address)
    page.go_back()
    assert "/enter/" not in page.url
    page.context.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_script_elsewhere_gets_no_answer(factory: Factory, page: Page, elsewhere: str, method: str) -> None:
    page.goto(elsewhere)
    ask = """([address, method]) => fetch(address, {method, credentials: "include", mode: "no-cors"})
        .then(() => "answered", () => "nothing")"""
    assert page.evaluate(ask, [f"{factory.origin}/api/v1/orders", method]) == "nothing"


@pytest.mark.parametrize("tag", ["img", "script", "video", "link"])
def test_nothing_of_ours_is_used_inside_a_page_elsewhere(
    factory: Factory, page: Page, elsewhere: str, tag: str
) -> None:
    page.goto(elsewhere)
    address = f"{factory.origin}/styleguide/"
    with page.expect_event("requestfailed", lambda request: request.url == address) as failed:
        _embed(page, tag, address)
    assert failed.value.failure == "net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin"


def test_nothing_of_ours_is_framed_in_a_page_elsewhere(factory: Factory, page: Page, elsewhere: str) -> None:
    page.goto(elsewhere)
    address = f"{factory.origin}/styleguide/"
    with page.expect_response(lambda answer: answer.url == address) as answer:
        _embed(page, "iframe", address)
    assert answer.value.status == 403


def _embed(page: Page, tag: str, address: str) -> None:
    page.evaluate(
        """([tag, address]) => { const part = document.createElement(tag); part.rel = "stylesheet";
        part.src = part.href = address; document.body.append(part); }""",
        [tag, address],
    )


def _add_link(page: Page, address: str) -> None:
    page.evaluate(
        """address => { const link = document.createElement("a"); link.href = address;
        link.textContent = "Art Factory"; document.body.append(link); }""",
        address,
    )
