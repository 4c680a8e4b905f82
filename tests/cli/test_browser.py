from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.cli.household import READY, Household, Instance, line_of, within


@pytest.fixture
def shown(household: Household) -> Path:
    """Where a browser of ours writes the address that it was opened with."""
    program, shown = household.folder / "browser", household.folder / "shown"
    words = 'echo "a browser speaks"', f'printf %s "$1" > {shown}.draft', f"mv {shown}.draft {shown}"
    program.write_text("\n".join(["#!/bin/sh", *words, ""]))
    program.chmod(stat.S_IRWXU)
    household.settings["BROWSER"] = str(program)
    return shown


def test_the_browser_is_opened_with_a_code_of_its_own(household: Household, shown: Path) -> None:
    process = household.started("run", "--port", "0")
    ready = READY.fullmatch(line_of(process))
    assert ready
    instance = Instance(household, process, ready[1], ready[3])
    assert within(30.0, shown.exists)
    address = shown.read_text()
    assert address.startswith(f"{instance.address}/enter/") and ready[3] not in address
    for path in (address.removeprefix(instance.address), f"/enter/{instance.code}"):
        assert instance.get(path).status == 200
    process.terminate()
    assert process.communicate(timeout=60) == ("", "")
