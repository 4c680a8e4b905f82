"""How long a newcomer waits, in a real browser on a fresh library.

    python -m benchmarks.newcomer [--json]

Prints the seconds from `artfactory run` to its ready line (bar 4), from there until the first
Workshop picture is seen (bar 10), from a Product's row to its tile (p95, bar 1), and from Ctrl-C with
ten open tabs to the end (bar 5).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

TABS, WATCHED = 10, 40
TALL: ViewportSize = {
    "width": 1440,
    "height": 4000,
}  # pictures below the edge are loaded only when scrolled to
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

# Notes the moment at which each Product's picture is there to be seen, by the id of its tile.
WATCH = """() => {
  window.seen = {};
  const note = () => {
    for (const tile of document.querySelectorAll("[id^=product-]")) {
      const picture = tile.querySelector("img[src*=thumbnail]");
      if (picture?.complete && picture.naturalWidth) window.seen[tile.id] ??= Date.now();
    }
  };
  setInterval(note, 20);
}"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="artfactory-newcomer-") as folder,
        sync_playwright() as playwright,
    ):
        chromium = shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with running(Path(folder)) as (process, address, ready):
            measured = {"ready": ready, **_visit(browser.new_context(viewport=TALL), address, process)}
        browser.close()
    if words.json:
        json.dump(measured, sys.stdout)
    else:
        for name, seconds in measured.items():
            print(f"{name:<24} {seconds:6.2f} s")
    return 0


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """The process, its entry address, and the seconds until it was ready."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ARTFACTORY_")}
    ours |= {"ARTFACTORY_HOME": str(folder / "library"), "ARTFACTORY_SECRETS": str(folder / "secrets")}
    command = [sys.executable, "-m", "artfactory", "run", "--no-browser", "--port", "0"]
    began = time.monotonic()
    process = subprocess.Popen(command, env=ours, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        yield process, line.split()[-1], time.monotonic() - began
    finally:
        process.terminate()
        process.wait(20)


def _visit(context: BrowserContext, address: str, process: subprocess.Popen[str]) -> dict[str, float]:
    ready_at = time.monotonic()
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Prompt", exact=True).fill("a red fox in the dunes")
    page.get_by_role("button", name="Order").click()
    page.locator("img[src*=thumbnail]").first.wait_for(timeout=60_000)
    _until(page, "document.querySelector('img[src*=thumbnail]').naturalWidth > 0")
    first = time.monotonic() - ready_at
    return {
        "first picture": first,
        "event to tile, p95": _tiles(page),
        "end, ten tabs": _end(context, page, process),
    }


def _tiles(page: Page) -> float:
    """p95 of the seconds from the making of a Product to its picture on the page of its Order."""
    origin = page.url.partition("/orders/")[0]
    page.goto(f"{origin}/orders/new/")
    page.get_by_label("Prompt", exact=True).fill("quiet hills")
    page.locator("#copies").fill(str(WATCHED))
    page.keyboard.press("Control+Enter")
    page.get_by_text("is placed").wait_for(timeout=60_000)
    page.locator(".results__order h2 a").first.click()
    page.evaluate(WATCH)
    _until(page, f"document.querySelectorAll('[id^=product-]').length >= {WATCHED}")
    page.wait_for_timeout(2000)
    waits = sorted(_waits(page.evaluate("window.seen"), _made(page)))
    return waits[int(len(waits) * 0.95)]


def _until(page: Page, true: str) -> None:
    """The page's own policy forbids Playwright's way of waiting inside it."""
    until = time.monotonic() + 300
    while not page.evaluate(true):
        if time.monotonic() > until:
            raise TimeoutError(true)
        page.wait_for_timeout(20)


def _made(page: Page) -> list[dict[str, Any]]:
    order = page.url.rstrip("/").rpartition("/")[2]
    asked = f"fetch('/api/v1/products?limit=500&order={order}').then((answer) => answer.json())"
    products: list[dict[str, Any]] = page.evaluate(asked)["items"]
    return products


def _waits(seen: dict[str, float], products: list[dict[str, Any]]) -> Iterator[float]:
    """What was on the page before we began to watch does not count."""
    first = min(seen.values())
    for product in products:
        made = datetime.fromisoformat(product["created_at"]).timestamp()
        if made * 1000 > first:
            yield seen[f"product-{product['id']}"] / 1000 - made


def _end(context: BrowserContext, page: Page, process: subprocess.Popen[str]) -> float:
    for _ in range(TABS):
        context.new_page().goto(page.url)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(20)
    return time.monotonic() - began


if __name__ == "__main__":
    raise SystemExit(main())
