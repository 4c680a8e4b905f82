"""Laws that hold for every order, checked against a listing of all rows by hand."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.prompts.orders import LOOKUPS, Token, batches, expanded, prompt_of, rows_by_hand

from artfactory.prompts import Expansion, PromptError, expand, list_item
from artfactory.prompts.reading.characters import escaped
from artfactory.prompts.rows.space import RowSpace

calm = settings(max_examples=150)


def space_of(expansion: Expansion) -> RowSpace:
    return expansion._batches[0].space


def all_rows(batch: list[Token], expansion: Expansion) -> list[tuple[str, ...]]:
    return rows_by_hand(batch, [list(pool.values) for pool in space_of(expansion).pools])


def made(batch: list[Token], seed: int = 0) -> Expansion:
    """Skips orders that have no row at all."""
    try:
        return expanded(batch, seed=seed)
    except PromptError as error:
        assert error.code == "E_EXHAUSTED"
        assume(False)
        raise


@calm
@given(batches, st.integers(0, 3))
def test_the_count_is_what_listing_finds_and_the_order_too(batch: list[Token], seed: int):
    expansion = made(batch, seed)
    rows = all_rows(batch, expansion)
    assert expansion.count == len(rows)
    assert list(space_of(expansion).rows()) == rows
    assert [item.prompt for item in expansion] == ["/".join(row).strip() for row in rows]


@calm
@given(batches)
def test_an_order_without_rows_names_the_first_token_that_cannot_be_filled(batch: list[Token]):
    pools = [token.pool for token in batch]
    if any(token.sample for token in batch) or rows_by_hand(batch, pools):
        return
    full = next(size for size in range(1, len(batch) + 1) if not rows_by_hand(batch[:size], pools[:size]))
    try:
        expanded(batch)
    except PromptError as error:
        assert (error.code, error.pos) == ("E_EXHAUSTED", len(prompt_of(batch[: full - 1])) + (full > 1))
    else:
        raise AssertionError("There is no row, and nobody said so.")


@calm
@given(batches, st.integers(0, 3))
def test_a_pool_without_a_sample_is_the_written_values_each_once(batch: list[Token], seed: int):
    for token, pool in zip(batch, space_of(made(batch, seed)).pools, strict=True):
        if token.sample is None:
            assert list(pool.values) == token.pool
        else:
            assert len(pool.values) == min(token.sample, len(token.pool))
            assert [value for value in token.pool if value in pool.values] == list(pool.values)


@calm
@given(batches, st.integers(0, 3), st.data())
def test_the_index_of_a_row_leads_back_to_it(batch: list[Token], seed: int, data: st.DataObject):
    space = space_of(made(batch, seed))
    index = data.draw(st.integers(0, space.count - 1))
    assert space.index(space.row(index)) == index


@calm
@given(batches, st.integers(0, 3), st.data())
def test_rows_from_any_start_are_the_rows_by_index(batch: list[Token], seed: int, data: st.DataObject):
    space = space_of(made(batch, seed))
    start = data.draw(st.integers(0, space.count))
    following = list(islice(space.rows(start), 7))
    assert following == [space.row(index) for index in range(start, min(start + 7, space.count))]


@calm
@given(batches, batches, st.sampled_from(["", "8,10", "1|2|3,4"]), st.data())
def test_iterating_and_indexing_agree_over_batches_sub_prompts_and_parameters(
    one: list[Token], other: list[Token], steps: str, data: st.DataObject
):
    source = f"{prompt_of(one)} || x {prompt_of(other)} pipeline:cfg:1,2 (&) y"
    try:
        expansion = expand(source, params={"steps": steps}, lookups=LOOKUPS, max_items=400, max_rows=10**6)
    except PromptError:
        assume(False)
        raise
    items = list(expansion)
    assert len(items) == expansion.selected == min(400, expansion.count)
    index = data.draw(st.integers(0, len(items) - 1))
    assert items[index] == expansion[index]
    assert len({item.place for item in items}) == len(items)


@calm
@given(batches, st.integers(0, 3), st.data())
def test_a_sample_never_repeats_an_item_and_keeps_their_order(
    batch: list[Token], seed: int, data: st.DataObject
):
    expansion = made(batch, seed)
    wanted = data.draw(st.integers(0, min(40, expansion.count)))
    rows = [item.place[1] for item in expansion.sample(wanted)]
    assert len(rows) == wanted
    assert rows == sorted(set(rows))


@calm
@given(batches, st.integers(1, 12), st.integers(0, 3))
def test_sampled_rows_are_rows_of_the_whole_space(batch: list[Token], wanted: int, seed: int):
    whole = made(batch, seed)
    items = list(expanded(batch, seed=seed, extra=f" batch:sample:{wanted}"))
    assert len(items) == min(wanted, whole.count)
    assert items == [whole[item.place[1]] for item in items]


def test_samples_are_uniform():
    """Chi-square over the 28 pairs of 8 rows: 27 degrees of freedom, 0.1 % beyond 55.5."""
    drawn = Counter(
        tuple(item.prompt for item in expand("[1..8]", seed=seed).sample(2)) for seed in range(2800)
    )
    assert len(drawn) == 28
    assert sum((count - 100) ** 2 / 100 for count in drawn.values()) < 55.5


def test_token_samples_are_uniform():
    """Chi-square over 6 values: 5 degrees of freedom, 0.1 % beyond 20.5."""
    drawn = Counter(expand("[a,b,c,d,e,f:1]", seed=seed)[0].prompt for seed in range(1200))
    assert sum((count - 200) ** 2 / 200 for count in drawn.values()) < 20.5


def test_weights_are_kept_by_drawn_rows():
    """Red weighs three of five: 600 of 1,000 within five standard deviations."""
    prompt = "[3::red,1::blue,1::tan] batch:sample:1"
    reds = sum(next(iter(expand(prompt, seed=seed))).prompt == "red" for seed in range(1000))
    assert abs(reds - 600) < 78


@calm
@given(st.text(alphabet="ab[]\\,:=@#|&. 19%{}", max_size=30))
def test_escaped_text_stands_for_itself(text: str):
    assert expand(f"x{escaped(text)}y", unknown="error")[0].prompt == f"x{text}y"


@calm
@given(st.text(alphabet="ab[]\\,:=@#|&. 19", min_size=1, max_size=12))
def test_escaped_text_is_one_value_of_a_token_and_of_a_list(text: str):
    assume(text == text.strip())
    expansion = expand(f"([{escaped(text)},other])", params={"p": escaped(text)})
    assert [item.prompt for item in expansion] == [f"({text})", "(other)"]
    assert expansion.axes == {"p": (text,)}


@calm
@given(st.text(alphabet="ab[]\\,:=@#|&. 1\n", max_size=12))
def test_an_item_of_a_list_comes_out_as_it_was_before_it_was_typed(text: str):
    assume(text.strip() or not text)
    assume(text.strip(" ") == text.strip())  # only a plain space can be escaped
    assert expand("x", params={"p": list_item(text)}).axes == {"p": (text,)}


def test_a_usual_value_is_typed_as_it_is():
    assert [list_item(text) for text in ("16:9", "1..3", "ink, wash", "1.5")] == [
        "16:9",
        "1\\..3",
        "ink\\, wash",
        "1.5",
    ]
