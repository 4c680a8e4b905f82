"""The Order page by keys alone, as it is heard, and after its browser died."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect
from tests.browser.browsing import Visitor
from tests.browser.factory import Factory

FARTHEST = 80  # steps with Tab until what is looked for has the focus
SEEN = """() => {
  const one = document.activeElement;
  const around = one.closest(".segmented__one, .prompt-editor, .tile, .check, .stepper") ?? one;
  return [one, around].some((each) => getComputedStyle(each).outlineStyle !== "none");
}"""


def go(page: Page, wanted: str) -> None:
    """With Tab alone, until what matches has the focus; at each step the focus is seen."""
    for _step in range(FARTHEST):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert here.startswith("<body") or page.evaluate(SEEN), f"the focus is not seen on {here}"
    pytest.fail(f"{wanted} is not reached by Tab")


def test_ordering_and_looking_by_keys_alone(visitor: Visitor, factory: Factory) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter")
    go(page, "#prompt")
    page.keyboard.type("a lantern in [thick,thin] fog")
    expect(page.locator("#order-sum")).to_contain_text("2 generations")
    go(page, "#copies")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#order-sum")).to_contain_text("4 generations")
    go(page, "#order-button")
    page.keyboard.press("Enter")
    expect(page.locator("#just-placed")).to_contain_text("is placed")
    go(page, "#just-placed a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    expect(page.locator(".order-results")).to_contain_text("4 of 4 done", timeout=30_000)
    go(page, ".order-results a[href*='/products/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/products/\d+/"))
    expect(page.locator("main")).to_contain_text("fog")


def test_models_are_chosen_and_removed_by_keys_alone(visitor: Visitor) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter&prompt=wind")
    go(page, "#add-model")
    page.keyboard.press("Enter")
    go(page, "#model-words")
    page.keyboard.type("chime")
    expect(page.locator("#offered button")).to_have_count(1)
    go(page, "#offered button")
    page.keyboard.press("Enter")
    expect(page.locator("#order-sum")).to_contain_text("2 models")
    expect(page.locator("#add-model")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[aria-label='Remove Workshop Chime']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#order-sum")).to_contain_text("1 generation")
    expect(page.locator("#add-model")).to_be_focused()


# How the form is heard.


def heard(page: Page) -> list[dict[str, Any]]:
    """Chromium's own accessibility tree: what a screen reader is told."""
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    return [_node(node) for node in nodes if not node.get("ignored")]


def _node(node: dict[str, Any]) -> dict[str, Any]:
    facts = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    told = {name: node.get(name, {}).get("value", "") for name in ("role", "name", "description", "value")}
    return facts | told


CONTROLS = {"textbox", "spinbutton", "button", "checkbox", "radio", "combobox", "searchbox", "slider", "link"}


def test_every_control_of_the_form_has_a_role_and_a_name(visitor: Visitor) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter")
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")
    nodes = [node for node in heard(page) if node["role"] in CONTROLS]
    assert [node for node in nodes if not node["name"].strip()] == []
    names = {(node["role"], node["name"]) for node in nodes}
    assert {("textbox", "Prompt"), ("spinbutton", "Copies")} <= names
    assert any(role == "button" and name.startswith("Order ") for role, name in names)


def test_a_mistake_is_heard_with_its_field(visitor: Visitor) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter")
    page.get_by_label("Prompt", exact=True).fill("a fox in [red")
    page.keyboard.press("Home")  # a bracket that is being written is no mistake yet
    expect(page.locator("#problem-prompt")).to_be_visible()
    prompt = next(node for node in heard(page) if (node["role"], node["name"]) == ("textbox", "Prompt"))
    assert prompt["invalid"] == "true" and "[" in prompt["description"]
    page.get_by_label("Prompt", exact=True).fill("a fox")
    page.locator("#copies").fill("0")
    expect(page.locator("#problem-copies")).to_be_visible()
    copies = next(node for node in heard(page) if node["role"] == "spinbutton" and node["name"] == "Copies")
    assert copies["description"] == page.locator("#problem-copies").inner_text().strip()
    assert copies["invalid"] == "true"
    page.locator("#copies").fill("2")
    expect(page.locator("#copies")).not_to_have_attribute("aria-invalid", "true")


def test_count_and_cost_are_said_when_they_change(visitor: Visitor) -> None:
    page = visitor.open("/orders/new/?model=workshop:painter")
    page.get_by_label("Prompt", exact=True).fill("a [red,blue] fox")
    said = page.locator("quiet-status[role=status]")
    expect(said).to_contain_text("2 generations")
    status = [node for node in heard(page) if node["role"] == "status"]
    assert any(node.get("live") == "polite" for node in status)


# After the browser died.


def persistent(chromium: Browser, program: str, folder: Path, visit: StorageState) -> BrowserContext:
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
    launch = chromium.browser_type.launch_persistent_context
    context = launch(str(folder), executable_path=program, args=flags, headless=True)
    context.add_cookies(visit["cookies"])  # type: ignore[arg-type]  # the same facts, as they were given out
    return context


def process_of(folder: Path) -> int:
    """The one that all others of that browser belong to."""
    wanted = f"--user-data-dir={folder}"
    for entry in Path("/proc").iterdir():
        line = _command(entry)
        if entry.name.isdecimal() and wanted in line and not any(each.startswith("--type=") for each in line):
            return int(entry.name)
    raise AssertionError("That browser does not run.")


def _command(entry: Path) -> list[str]:
    try:
        return (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def test_a_draft_survives_a_browser_that_is_killed(
    factory: Factory, chromium: Browser, program: str, visit: StorageState, tmp_path: Path
) -> None:
    context = persistent(chromium, program, tmp_path, visit)
    page = context.new_page()
    page.goto(f"{factory.origin}/orders/new/")
    page.get_by_label("Prompt", exact=True).fill("")
    with page.expect_response("**/orders/quote/"):
        page.get_by_label("Prompt", exact=True).press_sequentially("a ship that came back")
    page.wait_for_timeout(1_000)  # as long as a person rests; what is typed is sent much sooner
    os.kill(process_of(tmp_path), signal.SIGKILL)
    again = persistent(chromium, program, tmp_path, visit)
    page = again.new_page()
    page.goto(f"{factory.origin}/orders/new/")
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("a ship that came back")
    page.locator("#prompt").fill("")
    again.close()
