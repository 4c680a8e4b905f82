"""Bad luck and bad input: one line with what to do, exit code 2, nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.household import Household

RUN = ("run", "--no-browser", "--port", "0")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode != 0:
        pytest.skip("Only root may mount a small disk.")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_an_unknown_setting_is_named_by_every_command(untouched: Household) -> None:
    untouched.settings["ARTFACTORY_HOEM"] = "/somewhere"
    for words in (RUN, ("models",), ("token",), ("--help",)):
        assert "ARTFACTORY_HOEM" in untouched.refusal(*words)
    assert not untouched.library.exists()


def test_a_setting_that_cannot_be_understood_is_named(household: Household) -> None:
    household.settings["DATABASE_URL"] = "oracle://somewhere"
    assert "DATABASE_URL" in household.refusal(*RUN)


def test_a_library_that_is_a_file_is_refused(household: Household) -> None:
    household.library.write_text("mine")
    assert "ARTFACTORY_HOME" in household.refusal(*RUN)
    assert household.library.read_text() == "mine"


def test_a_folder_of_the_library_that_is_a_file_is_refused(household: Household) -> None:
    household.library.mkdir()
    (household.library / "media").write_text("mine")
    assert str(household.library / "media") in household.refusal(*RUN)


def test_a_read_only_library_is_refused(household: Household, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    household.settings["ARTFACTORY_HOME"] = str(small_disk / "library")
    line = household.refusal(*RUN)
    assert "ARTFACTORY_HOME" in line and "Read-only" in line


def test_read_only_secrets_are_refused(household: Household, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    household.settings["ARTFACTORY_SECRETS"] = str(small_disk / "secrets")
    assert str(small_disk / "secrets") in household.refusal(*RUN)


def test_a_library_on_a_full_disk_is_refused(household: Household, small_disk: Path) -> None:
    household.settings["ARTFACTORY_HOME"] = str(small_disk / "library")
    _fill(small_disk / "ballast")
    assert "no space left" in household.refusal(*RUN)


def test_a_disk_that_fills_up_while_the_database_is_made_is_refused(
    household: Household, small_disk: Path
) -> None:
    household.settings["ARTFACTORY_HOME"] = str(small_disk / "library")
    _fill(small_disk / "ballast", leave=100_000)
    assert "no space left" in household.refusal(*RUN)


def test_a_file_that_is_no_database_is_refused_and_left_alone(household: Household) -> None:
    household.library.mkdir()
    database = household.library / "artfactory.sqlite3"
    database.write_bytes(b"not a database at all" * 1000)
    for words in (RUN, ("models",)):
        line = household.refusal(*words)
        assert str(database) in line and "backups" in line
    assert database.read_bytes() == b"not a database at all" * 1000


def test_a_damaged_database_is_refused_and_left_alone(household: Household) -> None:
    assert household.command("models").returncode == 0
    database = household.library / "artfactory.sqlite3"
    whole = database.read_bytes()
    damages = [whole[: len(whole) // 2], whole[:8192] + os.urandom(40_000) + whole[48_192:]]
    for damaged in damages:
        _lay(database, damaged)
        assert "damaged" in household.refusal(*RUN)
        assert database.read_bytes() == damaged


def test_a_library_of_a_newer_version_is_refused(household: Household) -> None:
    assert household.command("models").returncode == 0
    with closing(sqlite3.connect(household.library / "artfactory.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '9999_later', '2030-01-01')"
        )
    assert "newer" in household.refusal(*RUN)


def test_a_pending_migration_is_applied_after_a_copy_and_three_copies_are_kept(household: Household) -> None:
    assert household.command("models").returncode == 0
    assert not (household.library / "backups").exists()
    for _ in range(4):
        with closing(sqlite3.connect(household.library / "artfactory.sqlite3")) as database, database:
            database.execute("DROP TABLE django_session")
            database.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        assert household.command("models").returncode == 0
        _age_all(household.library / "backups")
    copies = list((household.library / "backups").iterdir())
    assert len(copies) == 3
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("SELECT count(*) FROM catalog_aimodel").fetchone()[0] >= 1


def test_wrong_use_is_one_line(household: Household) -> None:
    assert "paint" in household.refusal("paint")
    assert "--prot" in household.refusal("run", "--prot", "1")
    assert "--port" in household.refusal("run", "--port", "99999")
    assert "--prompt" in household.refusal("quote", "--model", "workshop:painter")


def test_what_nobody_foresaw_is_one_line_and_a_log(household: Household) -> None:
    assert household.command("models").returncode == 0
    with closing(sqlite3.connect(household.library / "artfactory.sqlite3")) as database, database:
        database.execute("ALTER TABLE catalog_aimodel RENAME TO elsewhere")
    done = household.command("models")
    assert done.returncode in {1, 2}
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    log = household.library / "logs" / "cli.log"
    assert str(log) in done.stderr
    assert "Traceback" in log.read_text()


def _fill(ballast: Path, *, leave: int = 0) -> None:
    free = shutil.disk_usage(ballast.parent).free - leave
    ballast.write_bytes(bytes(max(0, free - 8192)))
    with ballast.open("ab", buffering=0) as file:
        try:
            while not leave:
                file.write(bytes(4096))
        except OSError:
            pass


def _lay(database: Path, content: bytes) -> None:
    for beside in database.parent.glob(f"{database.name}-*"):
        beside.unlink()
    database.write_bytes(content)


def _age_all(folder: Path) -> None:
    """Copies made in one second would have one name."""
    for at, path in enumerate(sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime_ns)):
        path.rename(folder / f"before-0.0.{at}-{os.urandom(4).hex()}.sqlite3")
