"""The disk fills up while something is made: it waits, says so, and goes on once there is room."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.household import Household, Instance, within

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="Only root may mount a disk."),
    pytest.mark.timeout(300),
]
LEFT = 400 * 1024  # bytes: room for rows, not for a picture of 1200 × 1200


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """An instance whose library lies on a disk of 24 megabytes."""
    household = Household(tmp_path)
    household.library.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", str(household.library)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("No disk can be mounted here.")
    instance = household.run()
    yield instance
    instance.stop()
    subprocess.run(["umount", household.library], check=True)


def fill(folder: Path) -> Path:
    """Leave little room; the file that takes it."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    filler = folder / "filler"
    filler.write_bytes(bytes(free - LEFT))
    return filler


def test_a_picture_that_finds_no_room_is_kept_once_there_is_some(instance: Instance) -> None:
    household = instance.household
    token = household.command("token").stdout.strip()

    def only_generation() -> dict[str, Any]:
        page = instance.get("/api/v1/generations", Authorization=f"Bearer {token}")
        generation: dict[str, Any] = json.loads(page.body)["items"][0]
        return generation

    filler = fill(household.library)
    size = ("--param", "width=1200", "--param", "height=1200", "--param", "pace=0")
    placed = household.command("order", "--model", "workshop:painter", "--prompt", "stained glass", *size)
    assert placed.returncode == 0, placed
    assert within(60.0, lambda: only_generation().get("problem", {}).get("code") == "no_space")
    assert only_generation()["status"] == "collecting"
    filler.unlink()
    assert within(60.0, lambda: only_generation()["status"] == "succeeded"), only_generation()
    assert "problem" not in only_generation()
