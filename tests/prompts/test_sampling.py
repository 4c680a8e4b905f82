"""Draws follow their labels and nothing else, so that the same order always means the same items."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artfactory.prompts import expand
from artfactory.prompts.streams import Stream, below, whole_weights


def stream_by_hand(seed: int, label: str) -> bytes:
    return b"".join(sha256(f"{seed}\x1f{label}\x1f{block}".encode()).digest() for block in range(400))


def below_by_hand(source: bytes, at: int, limit: int) -> tuple[int, int]:
    if limit <= 1:
        return 0, at
    bits = (limit - 1).bit_length()
    width = -(-bits // 8)
    while True:
        drawn = int.from_bytes(source[at : at + width]) % 2**bits
        at += width
        if drawn < limit:
            return drawn, at


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 2**70), st.text(max_size=8), st.lists(st.integers(0, 10**13), max_size=30))
def test_numbers_are_taken_from_the_stream_one_after_the_other(seed: int, label: str, limits: list[int]):
    stream, source, at = Stream(seed, label), stream_by_hand(seed, label), 0
    for limit in limits:
        wanted, at = below_by_hand(source, at, limit)
        assert stream.below(limit) == wanted


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 99), st.integers(0, 60), st.integers(1, 10**6))
def test_distinct_numbers_are_floyds(seed: int, count: int, limit: int):
    source, at, taken = stream_by_hand(seed, "x"), 0, set[int]()
    if count >= limit:
        taken = set(range(limit))
    else:
        for last in range(limit - count, limit):
            drawn, at = below_by_hand(source, at, last + 1)
            taken.add(last if drawn in taken else drawn)
    stream = Stream(seed, "x")
    assert stream.distinct(count, below=limit) == sorted(taken)
    assert stream.below(1000) == below_by_hand(source, at, 1000)[0]  # it goes on where it stopped


def test_weights_become_whole_numbers_by_their_common_denominator():
    assert whole_weights([Fraction(1, 4), Fraction("0.5"), Fraction(2)]) == [1, 2, 8]
    assert whole_weights([Fraction(2), Fraction(4)]) == [2, 4]


@pytest.mark.parametrize("text", ["a [p,q] b ", "x || ", "[x,y] (&) ", "[a,b,c:1] "])
def test_a_sample_stays_the_same_when_other_text_changes(text: str):
    token = "[drawn=a,b,c,d,e,f,g,h:3]"
    alone = {item.slots["drawn"] for item in expand(token, seed=5)}
    beside = {item.slots["drawn"] for item in expand(text + token, seed=5) if "drawn" in item.slots}
    assert alone == beside


def test_a_negative_that_serves_all_batches_samples_alike_in_each():
    items = list(expand("a (&) b (&) c", "[1..99:1]", seed=5))
    assert len({item.negative for item in items}) == 1


def test_equal_samples_are_drawn_apart_and_in_reading_order():
    first = expand("[1..99:1]", seed=5)[0].prompt
    both = expand("[1..99:1]", "[1..99:1]", seed=5)[0]
    assert both.prompt == first != both.negative


def test_a_pick_is_drawn_by_its_place_and_no_limit_changes_it():
    prompt = "[1..30]"
    whole = [item.params["n"] for item in expand(prompt, params={"n": "1|2|3|4,5"}, seed=9)]
    cut = [item.params["n"] for item in expand(prompt, params={"n": "1|2|3|4,5"}, seed=9, max_items=7)]
    assert cut == whole[:7]
    labels = [f"pick/0/n/{row}/0/0" for row in range(30)]
    assert whole[::2] == ["1234"[below(9, label, 4)] for label in labels]


def drawn_of(prompt: str, *, weights: list[int], seed: int) -> str:
    """By hand: the value that the stream of that token's sample lands on."""
    body = prompt.strip("[]")
    return "abc"[Stream(seed, f"token/{body}/0").weighted(weights)]


@pytest.mark.parametrize(
    "prompt", ["[a,b,a,c:1]", "[letters,a:1]", "[letters,[a] :1]", "[letters,first:1]", "[first,letters:1]"]
)
def test_a_value_that_stands_there_twice_weighs_twice_as_much(prompt: str):
    lookups = {"letters": ["a", "b", "c"], "first": ["a"]}
    for seed in range(40):
        (item,) = expand(prompt, lookups=lookups, seed=seed)
        assert item.prompt == drawn_of(prompt, weights=[2, 1, 1], seed=seed)


def test_rows_by_weight_are_filled_up_with_the_first_ones_when_luck_runs_out():
    prompt = "[999999999999999999::a,1::b] [1..3] batch:sample:5"
    assert [item.prompt for item in expand(prompt, seed=1)] == ["a 1", "a 2", "a 3", "b 1", "b 2"]


def test_a_sample_with_weights_takes_no_row_twice():
    items = [item.prompt for item in expand("[5::a,b,c] [color] [color] batch:sample:12", lookups=LOOKUPS)]
    assert len(set(items)) == len(items) == 12


LOOKUPS = {"color": ["red", "blue", "tan"]}
