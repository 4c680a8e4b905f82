"""A key goes in by every door, does its work, and then is looked for wherever something was written."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from simulators.running import Simulators, started
from tests.cli.household import Household, Instance, children_of, within

PAGES = (
    *("/orders/new/", "/orders/1/", "/production/", "/inventory/", "/products/1/"),
    *("/settings/providers/", "/settings/about/", "/nowhere/", "/orders/999/"),
)
ANSWERS = ("providers", "orders", "orders/1", "generations", "generations/1", "models", "products", "nowhere")
MODEL = "fal:fal-ai/flux/schnell"
PATIENCE = 60.0


@pytest.fixture(scope="module")
def simulators() -> Iterator[Simulators]:
    with started() as running:
        yield running


@pytest.fixture
def sentinel(simulators: Simulators) -> str:
    """`id:secret`, the one key that the simulated fal.ai takes."""
    return simulators.environment["FAL_KEY"]


@pytest.fixture
def household(tmp_path: Path, simulators: Simulators) -> Household:
    addresses = {
        name: text for name, text in simulators.environment.items() if name.startswith("ARTFACTORY_")
    }
    return Household(tmp_path, settings=addresses)


class Resident:
    """One who entered: with the session of a browser, and with the token."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.token = instance.household.command("token").stdout.strip()
        entered = instance.get(f"/enter/{instance.code}")
        self.cookie = entered.headers["Set-Cookie"].partition(";")[0]

    def page(self, path: str) -> str:
        return self.instance.get(path, Cookie=self.cookie).body.decode()

    def post(self, path: str, **answers: str) -> int:
        form = self.page("/settings/providers/")
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert found
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": found[1], **answers})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        return self._send("POST", path, body, headers)[0]

    def api(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return self._send(method, f"/api/v1/{path}", None if body is None else json.dumps(body), headers)

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        with closing(self.instance.connect()) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


def by_command(resident: Resident, key: str) -> None:
    done = resident.instance.household.command("keys", "set", "fal", typed=key)
    assert done.returncode == 0 and key not in done.stdout + done.stderr


def by_page(resident: Resident, key: str) -> None:
    assert resident.post("/settings/providers/fal/key/", key=key) == 302


def by_api(resident: Resident, key: str) -> None:
    assert resident.api("PUT", "providers/fal/key", {"key": key})[0] == 200


def by_environment(_resident: Resident, _key: str) -> None:
    """It was there from the start."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("doors", [[by_command, by_page, by_api], [by_environment]], ids=["kept", "given"])
def test_a_key_that_did_its_work_is_found_nowhere(
    household: Household, simulators: Simulators, sentinel: str, doors: list[Callable[[Resident, str], None]]
) -> None:
    if by_environment in doors:
        household.settings["FAL_KEY"] = sentinel
    instance = household.run()
    printed: tuple[str, str] = ("", "")
    try:
        resident = Resident(instance)
        for number, door in enumerate(doors, start=1):
            door(resident, sentinel)
            _work_with_it(resident, order=number)
        seen = _shown(resident)
        processes = _environments_and_words(instance)
        assert _holders(household.folder, sentinel.split(":")) == []  # the write-ahead log is still there
    finally:
        instance.process.terminate()
        printed = instance.process.communicate(timeout=PATIENCE)
    halves = sentinel.split(":")
    assert [where for where, text in seen.items() if any(half in text for half in halves)] == []
    assert [pid for pid, text in processes.items() if any(half in text for half in halves)] == []
    assert not any(half in "".join(printed) for half in halves)
    assert _holders(household.folder, halves) == []
    assert _open_to_others(household.folder) == []
    _nobody_else_was_told(simulators, halves)


def test_a_key_that_was_refused_is_found_nowhere_either(household: Household, sentinel: str) -> None:
    wrong = f"{sentinel}-changed"
    instance = household.run()
    try:
        resident = Resident(instance)
        by_api(resident, wrong)
        assert json.loads(resident.api("POST", "providers/fal/check")[1])["state"] == "key_refused"
        assert resident.api("POST", "orders", _order())[0] == 201
        by_api(resident, sentinel)
        assert json.loads(resident.api("POST", "providers/fal/check")[1])["state"] == "ready"
        seen = _shown(resident)
    finally:
        instance.stop()
    halves = sentinel.split(":")
    assert [where for where, text in seen.items() if any(half in text for half in halves)] == []
    assert _holders(household.folder, halves) == []


def test_children_that_were_killed_are_handed_the_key_again(household: Household, sentinel: str) -> None:
    household.settings["FAL_KEY"] = sentinel
    instance = household.run()
    try:
        resident = Resident(instance)
        killed = [instance.child(name) for name in ("web", "worker")]
        for pid in killed:
            assert pid
            os.kill(pid, signal.SIGKILL)

        def are_back() -> bool:
            now = [instance.child(name) for name in ("web", "worker")]
            return all(now) and not set(now) & set(killed)

        assert within(PATIENCE, are_back)
        _work_with_it(resident)
        assert not any(
            half in text
            for half in sentinel.split(":")
            for text in _environments_and_words(instance).values()
        )
    finally:
        instance.stop()


def test_a_key_of_the_environment_opens_an_account_for_who_orders_and_waits(
    household: Household, sentinel: str
) -> None:
    assert "no key" in household.command("keys", "list").stdout
    household.settings["FAL_KEY"] = sentinel
    done = household.command("order", "--model", MODEL, "--prompt", "a fox", "--wait")
    assert (done.returncode, done.stderr) == (0, "")
    assert _holders(household.folder, sentinel.split(":")) == []


def _work_with_it(resident: Resident, *, order: int = 1) -> None:
    checked = json.loads(resident.api("POST", "providers/fal/check")[1])
    assert (checked["state"], len(checked["key_ends"])) == ("ready", 4)
    assert resident.api("POST", "orders", _order())[0] == 201

    def ended() -> bool:
        return bool(json.loads(resident.api("GET", f"orders/{order}")[1])["status"] == "succeeded")

    assert within(PATIENCE, ended), resident.api("GET", "generations")[1]


def _order() -> dict[str, Any]:
    return {"models": [MODEL], "prompt": "a fox", "parameters": {}, "copies": 2}


def _shown(resident: Resident) -> dict[str, str]:
    pages = {path: resident.page(path) for path in PAGES}
    assert "Key ending in" in pages["/settings/providers/"]
    return pages | {path: resident.api("GET", path)[1] for path in ANSWERS}


def _environments_and_words(instance: Instance) -> dict[int, str]:
    """Of web, worker and whatever these started; the supervisor's own environment is the person's."""
    found: dict[int, str] = {}
    parents = [instance.process.pid]
    while parents:
        children = [pid for pid, _words in children_of(parents.pop())]
        found |= {pid: _told(pid) for pid in children}
        parents += children
    assert len(found) >= 3, "web, worker and a child that decodes"
    return found


def _told(pid: int) -> str:
    proc = Path(f"/proc/{pid}")
    return "".join((proc / name).read_bytes().decode(errors="replace") for name in ("environ", "cmdline"))


def _holders(folder: Path, halves: list[str]) -> list[Path]:
    """Database, write-ahead log, logs, files, secrets: whatever lies there."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite3" for path in files)
    return [path for path in files if any(half.encode() in path.read_bytes() for half in halves)]


def _open_to_others(folder: Path) -> list[Path]:
    parts = [path for top in ("library", "secrets") for path in (folder / top, *(folder / top).rglob("*"))]
    return [path for path in parts if stat.S_IMODE(path.lstat().st_mode) & 0o077]


def _nobody_else_was_told(simulators: Simulators, halves: list[str]) -> None:
    """The hosts that hand out files, and the one that redirects lead to."""
    for host in ("media", "elsewhere"):
        told = json.dumps(simulators.requests(host))
        assert not any(half in told for half in halves)
    assert any(halves[1] in json.dumps(asked) for asked in simulators.requests("queue"))
