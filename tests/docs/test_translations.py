"""docs/prompts.md is true about other languages too: every example is translated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from artfactory.prompts import expand
from artfactory.prompts.translating import LANGUAGES, translate

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "prompts.md").read_text()
EXAMPLES = re.findall(r"^```from (\w+)\n(.*)\n=> (.*)\n```$", PAGE, flags=re.M)
LISTS = {"animal": ["ant", "bee"], "metal": ["gold", "iron"]}


@pytest.mark.parametrize(("language", "source", "expected"), EXAMPLES)
def test_an_example_is_translated_as_it_says(language: str, source: str, expected: str) -> None:
    made = translate(source, language, lookups=LISTS)
    assert made.prompt == expected
    assert expand(made.prompt, lookups=LISTS).count > 1


def test_every_language_has_an_example() -> None:
    assert len(EXAMPLES) == PAGE.count("```from ")
    assert {language for language, _source, _expected in EXAMPLES} == set(LANGUAGES)
