from __future__ import annotations

import pytest

from artfactory.prompts import PromptError, expand


def test_a_prompt_stands_for_itself() -> None:
    expansion = expand("  a red fox  ", negative=" text ")
    assert [(item.prompt, item.negative) for item in expansion] == [("a red fox", "text")]


def test_the_last_parameter_turns_fastest() -> None:
    expansion = expand("x", params={"a": "1,2", "b": "p, q"})
    seen = [(item.params["a"], item.params["b"]) for item in expansion]
    assert seen == [("1", "p"), ("1", "q"), ("2", "p"), ("2", "q")]


def test_any_item_is_known_by_its_index_however_many_there_are() -> None:
    many = ",".join(map(str, range(1000)))
    expansion = expand("x", params=dict.fromkeys("abcd", many))
    assert expansion.count == 10**12
    assert dict(expansion[987_654_321_012].params) == {"a": "987", "b": "654", "c": "321", "d": "12"}


def test_iterating_and_indexing_agree() -> None:
    expansion = expand("x", params={"a": "1,2,3", "b": "4,5"})
    assert list(expansion) == [expansion[index] for index in range(expansion.count)]


@pytest.mark.parametrize("index", [-1, 6])
def test_there_is_nothing_outside_the_space(index: int) -> None:
    with pytest.raises(IndexError):
        expand("x", params={"a": "1,2,3", "b": "4,5"})[index]


def test_what_is_not_text_passes_unchanged() -> None:
    assert expand("x", params={"n": 8, "on": True, "none": [1, 2]})[0].params == {
        "n": 8,
        "on": True,
        "none": [1, 2],
    }


def test_a_literal_parameter_keeps_its_commas() -> None:
    assert (
        expand("x", params={"style": "ink, wash"}, literal_params=["style"])[0].params["style"] == "ink, wash"
    )


@pytest.mark.parametrize(
    ("typed", "values"), [(r"a\,b,c", ["a,b", "c"]), (r"a\x,b", [r"a\x", "b"]), ("", [""])]
)
def test_escapes(typed: str, values: list[str]) -> None:
    assert [item.params["v"] for item in expand("x", params={"v": typed})] == values


def test_an_empty_item_is_an_error_with_its_place() -> None:
    with pytest.raises(PromptError) as error:
        expand("x", params={"steps": "8,,10"})
    assert (error.value.code, error.value.field, error.value.pos) == ("E_EMPTY_ITEM", "param:steps", 2)


def test_a_long_prompt_is_an_error_and_not_a_hang() -> None:
    with pytest.raises(PromptError) as error:
        expand("x" * 1_000_000)
    assert (error.value.code, error.value.pos) == ("E_TOO_LONG", 20_000)


def test_a_cut_is_told_with_the_size_of_the_whole() -> None:
    expansion = expand("x", params={"n": ",".join(map(str, range(1001)))})
    assert (expansion.count, expansion.selected) == (1001, 1000)
    assert [found.code for found in expansion.diagnostics] == ["W_ORDER_LIMIT"]
