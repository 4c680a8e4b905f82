"""Translated, a template stands for the same prompts in the same order as in its own language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from string import printable

import pytest
from dynamicprompts.generators import CombinatorialPromptGenerator
from dynamicprompts.wildcards import WildcardManager
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.prompts.templates import WILDCARDS, Templates, squeezed

from artfactory.prompts import PromptError, expand
from artfactory.prompts.translating import LANGUAGES, translate

TEMPLATES = 320
MOST = 250
LISTS = {name: [value.replace("__animal__", "animal") for value in WILDCARDS[name]] for name in WILDCARDS}


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> CombinatorialPromptGenerator:
    folder: Path = tmp_path_factory.mktemp("wildcards")
    for name, values in WILDCARDS.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(values))
    return CombinatorialPromptGenerator(WildcardManager(folder))


def ours(template: str) -> Iterator[str]:
    translated = translate(template, "dynamicprompts", lookups=LISTS)
    assert [note for note in translated.notes if note.kind == "refused"] == []
    lookups = LISTS | {name: list(values) for name, values in translated.lookups.items()}
    made = expand(translated.prompt, lookups=lookups, max_items=MOST, max_rows=MOST)
    return (item.prompt for item in made)


@pytest.mark.filterwarnings("ignore:.* deprecated:DeprecationWarning")  # theirs, when it builds its parser
@pytest.mark.parametrize("part", range(4))
def test_templates_stand_for_the_same_prompts_in_the_same_order(
    theirs: CombinatorialPromptGenerator, part: int
) -> None:
    start = int(os.environ.get("TEMPLATES_FROM", "0")) + part * TEMPLATES // 4
    for seed in range(start, start + TEMPLATES // 4):
        template = Templates(seed).one()
        expected = [squeezed(text) for text in theirs.generate(template, MOST)]
        assert list(map(squeezed, islice(ours(template), MOST))) == expected, template


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(alphabet=st.sampled_from(" [],:=@#|&.\\()a1xmet-"), max_size=40))
@settings(max_examples=150, deadline=None)
def test_text_without_their_signs_stays_the_same_text(language: str, text: str) -> None:
    if language == "a1111":
        text = text.replace("[", "(").replace("]", ")")
    if language == "dynamicprompts":
        text = text.replace("#", "+")
    if language == "midjourney":
        text = re.sub(r"-+", "-", re.sub(r"\\+,", ",", text))
    translated = translate(text, language)
    made = expand(translated.prompt)
    assert [item.prompt for item in made] == [text.strip()]
    assert made.diagnostics == []


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(alphabet=st.sampled_from("{}<>[]|:,=$%_@~!#\\-12abv ") | st.sampled_from(printable)))
@settings(max_examples=250, deadline=None)
def test_any_text_gets_a_translation_and_nothing_else_than_a_prompt_error_comes_of_it(
    language: str, text: str
) -> None:
    translated = translate(text, language, negative=text, lookups={"a": ["b", "{1|2}"], "b": ["__a__"]})
    try:
        expand(translated.prompt, translated.negative, translated.params)
    except PromptError as error:
        assert error.code in {"E_ENTANGLED", "E_POOL_LIMIT", "E_EXHAUSTED", "E_RANGE", "E_TOO_MANY"}
