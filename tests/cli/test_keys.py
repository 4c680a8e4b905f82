from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.household import PATIENCE, Household, within

KEY = "sentinel-id-0001:sentinel-secret-0002"


def said_of_fal(household: Household) -> list[str]:
    """The words of its line, after its name."""
    lines = household.command("keys", "list").stdout.splitlines()
    (told,) = (line.split()[1:] for line in lines if line.split()[0] == "fal")
    return told


def test_a_key_is_read_from_standard_input_listed_and_removed(household: Household) -> None:
    done = household.command("keys", "set", "fal", typed=f"{KEY}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "encrypted file" in done.stdout and "sentinel" not in done.stdout
    assert said_of_fal(household) == ["encrypted", "file", f"…{KEY[-4:]}"]
    assert household.command("keys", "remove", "fal").returncode == 0
    assert said_of_fal(household) == ["no", "key"]
    assert "no key" in household.refusal("keys", "remove", "fal")


def test_the_list_as_json_is_a_list_answer(household: Household) -> None:
    household.command("keys", "set", "fal", typed=KEY)
    said = household.command("keys", "list", "--json").stdout
    answer = json.loads(said)
    assert answer["total"] == len(answer["items"])
    assert KEY[-4:] in [each["key_ends"] for each in answer["items"]]
    assert "sentinel" not in said


def test_who_needs_no_key_and_who_is_unknown_are_refused(household: Household) -> None:
    assert "Workshop needs no key" in household.refusal("keys", "set", "workshop", typed=KEY)
    assert "fal" in household.refusal("keys", "remove", "nobody")


@pytest.mark.parametrize("typed", ["\n", "two sentinel words"])
def test_what_is_no_key_is_refused_without_being_repeated(household: Household, typed: str) -> None:
    assert "sentinel" not in household.refusal("keys", "set", "fal", typed=typed)


def test_a_key_as_an_argument_is_refused_without_being_repeated(household: Household) -> None:
    line = household.refusal("keys", "set", "fal", KEY)
    assert "never an argument" in line and "sentinel" not in line


def test_a_key_of_the_environment_comes_first_and_is_removed_there(household: Household) -> None:
    household.command("keys", "set", "fal", typed="kept-in-the-file-0001")
    household.settings["FAL_KEY"] = KEY
    assert said_of_fal(household) == ["environment", f"…{KEY[-4:]}"]
    done = household.command("keys", "remove", "fal")
    assert done.returncode == 0 and "FAL_KEY" in done.stderr
    assert "FAL_KEY" in household.refusal("keys", "remove", "fal")


def test_a_key_in_the_environment_that_is_none_stops_the_start(household: Household) -> None:
    household.settings["FAL_KEY"] = "sentinel with blanks"
    line = household.refusal("models")
    assert "FAL_KEY" in line and "sentinel" not in line


def test_on_a_terminal_it_is_asked_for_and_not_shown(household: Household) -> None:
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "artfactory", "keys", "set", "fal"]
    process = subprocess.Popen(
        words, env=household.environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown = b""
    try:
        shown += _read_until(ours, b"Key of fal.ai: ")
        os.write(ours, KEY.encode() + b"\n")
        shown += _read_until(ours, b"is kept")
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert b"sentinel" not in shown


def test_a_kept_key_lies_sealed_with_its_owner_alone(household: Household) -> None:
    household.command("keys", "set", "fal", typed=KEY)
    for path in (household.folder / "secrets").iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert b"sentinel" not in path.read_bytes()
    assert not _holders(household.library)


def test_a_key_set_beside_a_running_instance_is_known_there(household: Household) -> None:
    instance = household.run()
    try:
        token = household.command("token").stdout.strip()

        def state() -> str:
            body = json.loads(instance.get("/api/v1/providers", Authorization=f"Bearer {token}").body)
            return str(next(each["state"] for each in body["items"] if each["name"] == "fal"))

        assert state() == "no_key"
        household.command("keys", "set", "fal", typed=KEY)
        assert within(10, lambda: state() == "ready")
    finally:
        instance.stop()


def _read_until(descriptor: int, text: bytes) -> bytes:
    said = b""
    while text not in said:
        ready, _, _ = select.select([descriptor], [], [], PATIENCE)
        assert ready, said
        said += os.read(descriptor, 4096)
    return said


def _holders(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and b"sentinel" in path.read_bytes()]
