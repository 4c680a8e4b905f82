from __future__ import annotations

import subprocess
import sys

import pytest
from tests.cli.household import Household

from artfactory import __version__

COMMANDS = ("run", "web", "worker", "open", "expand", "quote", "order", "models", "token", "manage")


def test_help_names_every_command(household: Household) -> None:
    done = household.command("--help")
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    assert household.command().stdout == done.stdout


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["order", "--help"], ["--version"]])
def test_help_loads_no_django_and_makes_no_library(household: Household, words: list[str]) -> None:
    program = "import sys; from artfactory.__main__ import main; main(); assert 'django' not in sys.modules"
    subprocess.run(
        [sys.executable, "-c", program, *words],
        env=household.environment,
        check=True,
        timeout=60,
        stdout=subprocess.DEVNULL,
    )
    assert not household.library.exists()


def test_the_version_is_printed(household: Household) -> None:
    assert household.command("--version").stdout == f"{__version__}\n"


def test_manage_hands_everything_on_to_django(household: Household) -> None:
    assert household.command("manage", "check", "--fail-level", "WARNING").returncode == 0
    assert "--deploy" in household.command("manage", "check", "--help").stdout


def test_the_token_is_made_once_outside_the_library(untouched: Household) -> None:
    first, second = (untouched.command("token").stdout for _ in range(2))
    assert first == second
    assert len(first.strip()) >= 32
    assert not untouched.library.exists()


def test_a_token_of_the_environment_wins(household: Household) -> None:
    household.settings["ARTFACTORY_TOKEN"] = "a-token-that-a-person-chose"
    assert household.command("token").stdout == "a-token-that-a-person-chose\n"
