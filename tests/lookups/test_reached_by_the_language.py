"""An Order stores the Lookups that its prompts reach. The prompt language must not miss one of the others."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from artfactory.lookups.references import used_by
from artfactory.lookups.values import pool
from artfactory.prompts import PromptError, expand

VECTORS = json.loads((Path(__file__).parents[1] / "prompts" / "vectors.json").read_text("utf-8"))["open"]
NAMES = ["a", "b", "c", "b_1", "a/c"]
WORDS = [*NAMES, "a_2", "red", r"\a", r"\,", r"\\", "", " a ", "a b", "\u00a0b\u2003", "2::c", "a=b"]
TOKEN = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(",".join)
PART = st.one_of(
    st.sampled_from([*WORDS, "||", "(&)", "[=a]", "[=b#1]", "[@a:x,y]", "[a:1]", "[b, c :1]", "[x=a,c]"]),
    TOKEN.map(lambda inner: f"[{inner}]"),
    st.tuples(TOKEN, TOKEN).map(lambda two: f"[{two[0]} [{two[1]}]]"),
)
PROMPT = st.lists(PART, max_size=4).map(" ".join)
POOLS = st.fixed_dictionaries(
    {
        name: st.lists(st.sampled_from([*NAMES, "red", "", r"\a", "x", "y"]), min_size=1, max_size=3)
        for name in NAMES
    }
)


@pytest.mark.parametrize(
    "vector", [vector for vector in VECTORS if vector["input"]["lookups"]], ids=lambda vector: vector["id"]
)
def test_a_vector_comes_out_the_same_with_only_what_it_reaches(vector: dict[str, Any]) -> None:
    wanted = vector["input"]
    if "error" in vector["expect"]:
        pytest.skip("It is no order.")
    options = {name: wanted[name] for name in ("negative", "params", "seed")}
    options |= wanted.get("options", {}) | {"literal_params": wanted.get("literal_params", ())}
    reached = used_by([wanted["prompt"], wanted["negative"]], wanted["lookups"])
    few = {name: values for name, values in wanted["lookups"].items() if name in reached}
    with_all = expand(wanted["prompt"], lookups=wanted["lookups"], **options)
    with_few = expand(wanted["prompt"], lookups=few, **options)
    assert with_few.count == with_all.count
    assert list(islice(with_few, 200)) == list(islice(with_all, 200))


@settings(deadline=None, max_examples=300)
@given(prompt=PROMPT, negative=PROMPT, lookups=POOLS)
@example(prompt="[a] \\[b] [ \u00a0c ]", negative="[=b]", lookups={"a": ["x"], "b": ["y"], "c": ["a"]})
def test_what_can_be_ordered_comes_out_the_same_with_only_what_it_reaches(
    prompt: str, negative: str, lookups: dict[str, list[str]]
) -> None:
    try:
        with_all = expand(prompt, negative=negative, lookups=lookups, seed=7)
    except PromptError:
        return
    few = {name: lookups[name] for name in used_by([prompt, negative], lookups)}
    with_few = expand(prompt, negative=negative, lookups=few, seed=7)
    assert with_few.count == with_all.count
    assert list(islice(with_few, 50)) == list(islice(with_all, 50))


@settings(deadline=None, max_examples=100)
@given(prompt=PROMPT, lookups=POOLS)
def test_blank_values_and_repeats_make_no_difference(prompt: str, lookups: dict[str, list[str]]) -> None:
    tidy = {name: pool(values) for name, values in lookups.items()}
    if not all(tidy.values()):
        return
    try:
        as_typed = expand(prompt, lookups=lookups, seed=7)
    except PromptError:
        return
    as_given = expand(prompt, lookups=tidy, seed=7)
    assert (as_given.count, list(islice(as_given, 50))) == (as_typed.count, list(islice(as_typed, 50)))
