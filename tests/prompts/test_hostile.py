"""Text that was not meant well: an answer or a PromptError, soon, and the work grows no faster than the text.

Time is processor time. Four times the text is four times the work; a quadratic step would make it sixteen.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artfactory.prompts import Expansion, PromptError, expand

FULL = 20_000
PIECES = ["[", "[a,", "||", "\\", "]", "[]", "[a]", "[a,b]", "(&)", "{,", "__a", "<var:", "meta:x:1 ", "[=a]"]
PIECES += ["[a:1]", "[[a,b],c]", "[1..9999,x]", "[a=b]", "[0.5::a,b]", "[a|b,c]", "[@a:b]", " "]
ALPHABETS = ["[]|\\,:=@#&. ab", "[],a", '[](),|&meta:xbatchpipeline" ', "".join(map(chr, range(256)))]


def answered(wanted: Callable[[], Expansion]) -> tuple[float, str]:
    """Seconds of the processor, and how it ended; the first item is read where there is one."""
    begun = process_time()
    try:
        wanted()[0]
        ended = ""
    except PromptError as error:
        ended = error.code
    return process_time() - begun, ended


def growth(small: Callable[[], Expansion], large: Callable[[], Expansion]) -> float:
    return min(answered(large)[0] for _ in range(3)) / max(min(answered(small)[0] for _ in range(3)), 0.001)


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_no_faster_than_the_text(piece: str):
    text = piece * FULL
    assert growth(lambda: expand(text[: FULL // 4]), lambda: expand(text[:FULL])) < 12


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_random_text_is_answered(alphabet: str):
    source = random.Random(4)
    for _ in range(5):
        text = "".join(source.choices(alphabet, k=FULL))
        assert answered(partial(expand, text, text))[0] < 5


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="[],:=@#|&\\. ab1()metapipeline\"'{}_", max_size=60), st.text(max_size=20))
def test_whatever_is_typed_only_a_prompt_error_comes_out(prompt: str, negative: str):
    params = {"p": prompt, "n": negative}
    try:
        expansion = expand(prompt, negative, params, {"a": ["b", "1"], "b": ["a", "x"]}, seed=7)
        assert expansion[expansion.count - 1].place[0] == len(expansion.rows) - 1
        assert len([item.slots for item in expansion]) == expansion.selected
    except PromptError as error:
        assert 0 <= error.pos <= error.end


def test_64_tokens_of_10_000_values_are_counted():
    lookups = {f"l{number}": [f"{number}.{value}" for value in range(10_000)] for number in range(64)}
    seconds, ended = answered(lambda: expand(" ".join(f"[{name}]" for name in lookups), lookups=lookups))
    assert (ended, seconds < 10) == ("", True)
    assert expand(" ".join(f"[{n}..{n + 9999}]" for n in range(64))).count == 10_000**64


def test_lookups_in_a_circle_of_1_000_end():
    lookups = {f"c{number}": [f"c{(number + 1) % 1000}", f"v{number}"] for number in range(1000)}
    expansion = expand("[c0]", lookups=lookups, max_rows=2000, max_items=2000)
    assert expansion.count == 1001  # 1,000 values, and the name at which the circle was cut
    assert {found.code for found in expansion.diagnostics} == {"W_LOOKUP_CYCLE"}


def test_lookups_that_open_each_other_in_every_way_are_refused():
    lookups = {f"d{number}": [f"d{other}" for other in range(30)] for number in range(30)}
    seconds, ended = answered(lambda: expand("[d0]", lookups=lookups))
    assert (ended, seconds < 10) == ("E_POOL_LIMIT", True)


def test_lookups_that_meet_again_are_read_once():
    lookups = {"e60": ["z"]}
    for number in range(60):
        lookups |= {f"e{number}": [f"f{number}", f"g{number}"]}
        lookups |= {f"{side}{number}": [f"e{number + 1}"] for side in "fg"}
    assert expand("[e0]", lookups=lookups)[0].prompt == "z"


def test_twelve_entangled_samples_are_counted_and_indexed():
    values = {"many": [f"v{number}" for number in range(10_000)]}
    prompt = " ".join(f"[many:{5000 + number}]" for number in range(12))
    expansion = expand(prompt, lookups=values)
    last = expansion[expansion.count - 1]
    assert expansion.count > 10**40
    assert len(set(last.prompt.split())) == 12


NINES = "9" * 9000


@pytest.mark.parametrize("prompt", [f"[a,b:{NINES}]", f"[{NINES}::a,b]", f"[1..{NINES}]", f"[=a#{NINES}]"])
def test_numbers_of_9_000_digits_are_no_trouble(prompt: str):
    assert answered(lambda: expand(prompt, lookups={"a": ["x"]}))[0] < 5


def test_json_nested_3_000_deep_is_text():
    assert expand('{"a":' * 3000 + "1" + "}" * 3000).count == 1


def test_a_prompt_that_sets_parameters_without_end_is_refused():
    commands = [f"meta:p{number}:1..10000" for number in range(1000)]
    assert answered(lambda: expand(" ".join(commands)))[1] == "E_TOO_MANY"
    assert expand(" ".join(commands[:256])).count == 10_000**256


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"max_item": 3}, TypeError),
        ({"unknown": "drop"}, ValueError),
        ({"max_items": -1}, ValueError),
        ({"max_rows": -1}, ValueError),
    ],
)
def test_an_option_that_does_not_exist_is_refused_and_never_ignored(
    options: dict[str, Any], error: type[Exception]
):
    with pytest.raises(error):
        expand("[a,b]", **options)
