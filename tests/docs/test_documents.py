"""What the documents say is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from artfactory.cli.app import app
from artfactory.config.environment import ADDRESSES, NAMES

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "artfactory"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

# Read by the libraries and Providers that own them, not by `environment`.
FOREIGN_SETTINGS = {"DATABASE_URL", "FAL_KEY", "REPLICATE_API_TOKEN", "CIVITAI_API_TOKEN"}


def test_every_word_of_the_glossary_is_a_word_of_the_code():
    code = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    words = [word for row in table("docs/glossary.md") for word in re.findall(r"`(\w+)`", row[1])]
    assert len(words) > 15
    assert [word for word in words if not re.search(rf"\b{word}\b", code)] == []


def test_every_setting_is_described_and_none_that_does_not_exist():
    described = {re.findall(r"`(\w+)`", row[0])[0] for row in table("docs/settings.md")}
    assert described == NAMES | FOREIGN_SETTINGS


def test_the_described_default_addresses_are_the_real_ones():
    described = {row[0].strip("`"): row[2].strip("`") for row in table("docs/settings.md")}
    assert {name: described[name] for name in ADDRESSES} == ADDRESSES


def test_every_make_target_is_described():
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), flags=re.M))
    described = set(re.findall(r"^\| `make (\w+)`", text("docs/commands.md"), flags=re.M))
    assert described == targets - {"help", "chromium"}


def test_every_command_is_described_and_none_that_does_not_exist():
    described = set(re.findall(r"^\| `artfactory (\w+)`", text("docs/commands.md"), flags=re.M))
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    assert described == {name for name, command in group.commands.items() if not command.hidden}


def test_the_architecture_lists_every_folder_of_the_source():
    described = {name for row in table("docs/architecture.md") for name in re.findall(r"`(\w+)`", row[0])}
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert described == folders


def test_the_readme_can_be_read_in_a_minute():
    assert len(text("README.md").splitlines()) <= 80


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in sorted(ROOT.glob("docs/decisions/*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path):
    targets = re.findall(r"\]\(([^)#\s]+)", document.read_text())
    nearby = [target for target in targets if "://" not in target]
    assert [target for target in nearby if not (document.parent / target).exists()] == []


def text(name: str) -> str:
    return (ROOT / name).read_text()


def table(document: str) -> list[list[str]]:
    """The rows of every table in the document, without heads."""
    lines = text(document).splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
    heads = {number - 1 for number, row in enumerate(rows) if set("".join(row)) <= set("-| ")}
    return [row for number, row in enumerate(rows) if number not in heads and number - 1 not in heads]
