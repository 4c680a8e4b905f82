"""How long after a keystroke its answer is seen: a prompt typed in a real browser into the real server.

    python -m benchmarks.keystrokes [--json]

Typed at eight keystrokes a second, as by a fast writer, and then key by key with a rest after each. Prints
the milliseconds from each keystroke to the picture that shows the answer to it (p50, p95, most; bar 150),
and how busy the machine was beside: more load than cores means that others were measured too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.newcomer import FLAGS, running

BAR = 150  # milliseconds
BEFORE = "a [fur=red,arctic,silver] fox in [place], golden hour, "
TYPED = "rim light on the [=fur] fur, [35,50,85] mm, Portra 400"
FAST, RESTED = 120, 400  # milliseconds between two keystrokes

# Notes when a key changed the text, and when what was answered to that text, or to a later one, was painted.
WATCH = """() => {
  const field = document.getElementById("prompt");
  const keys = [];
  let asked = 0;
  window.waits = [];
  field.addEventListener("input", (event) => keys.push(event.timeStamp), true);
  document.body.addEventListener("htmx:configRequest", () => (asked = keys.length));
  document.body.addEventListener("htmx:afterSwap", ({ target }) => {
    const answered = asked;
    if (target.id === "order-sum") requestAnimationFrame(() => setTimeout(() => {
      while (window.waits.length < answered) window.waits.push(performance.now() - keys[window.waits.length]);
    }));
  });
}"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    with (
        tempfile.TemporaryDirectory(prefix="artfactory-keystrokes-") as folder,
        sync_playwright() as playwright,
        running(Path(folder)) as (_process, address, _ready),
    ):
        page = playwright.chromium.launch(executable_path=chromium, args=FLAGS).new_page()
        page.goto(address)
        page.wait_for_url("**/")  # the code is exchanged for a session first
        measured = {name: _typed(page, pause=pause) for name, pause in (("fast", FAST), ("rested", RESTED))}
    if words.json:
        json.dump(measured, sys.stdout)
    else:
        for name, told in measured.items():
            _print(name, told)
        print(f"load     {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0


def _typed(page: Page, *, pause: int) -> dict[str, Any]:
    origin = "/".join(page.url.split("/")[:3])
    page.goto(f"{origin}/orders/new/?model=workshop:painter&prompt=")
    prompt = page.get_by_label("Prompt", exact=True)
    prompt.fill(BEFORE)
    page.wait_for_timeout(1000)
    page.evaluate(WATCH)
    prompt.press("Control+End")
    prompt.press_sequentially(TYPED, delay=pause, timeout=0)
    page.wait_for_timeout(1000)
    waits = sorted(page.evaluate("window.waits"))
    if len(waits) != len(TYPED):
        raise RuntimeError(f"{len(waits)} of {len(TYPED)} keystrokes were answered.")
    return {
        "n": len(waits),
        "p50": statistics.median(waits),
        "p95": waits[int(len(waits) * 0.95)],
        "most": waits[-1],
    }


def _print(name: str, told: dict[str, Any]) -> None:
    numbers = " ".join(f"{key} {told[key]:5.0f} ms" for key in ("p50", "p95", "most"))
    verdict = "within" if told["p95"] <= BAR else "MISSES"
    print(f"{name:<8} {told['n']} keystrokes  {numbers}   p95 {verdict} {BAR} ms")


if __name__ == "__main__":
    raise SystemExit(main())
