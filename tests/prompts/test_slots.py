"""Slots, marks and shapes: what an item and an expansion say about where words and numbers come from."""

from __future__ import annotations

import pytest

from artfactory.prompts import Shape, expand
from artfactory.prompts.streams import below

LOOKUPS = {"color": ["red", "blue"], "metal": ["gold", "silver"]}


@pytest.mark.parametrize(
    ("prompt", "slots"),
    [
        ("[pet=cat,dog]", {"pet": "cat"}),
        ("[color]", {"color": "red"}),
        ("[color_1,x]", {"color_1": "red"}),
        ("[x,color]", {"color": "x"}),
        ("[hat=color] [color]", {"hat": "red", "color": "blue"}),
        ("[color] [metal] [color]", {"color": "red", "metal": "gold", "color#2": "blue"}),
        ("[a,b] [1..3] [c [d,e]]", {"choice_1": "a", "choice_2": "1", "choice_3": "c d"}),
        ("[choice_1=a,b] [c,d]", {"choice_1": "a", "choice_2": "c"}),
        ("[ugly] [a,b]", {"choice_1": "a"}),
        ("a dog", {}),
    ],
)
def test_each_value_has_the_name_of_its_token(prompt: str, slots: dict[str, str]):
    assert expand(prompt, lookups=LOOKUPS)[0].slots == slots


def test_a_sub_prompt_has_the_slots_that_it_uses():
    expansion = expand("[c=red,blue] [d=1,2] || [=c] cat || [@c:warm,cold] sky")
    assert [sorted(item.slots) for item in expansion][:3] == [["c", "d"], ["c"], ["c"]]


def test_slots_of_the_negative_prompt_count_on():
    item = expand("[a,b]", "[c,d] [color]", lookups=LOOKUPS)[1]
    assert item.slots == {"choice_1": "a", "choice_2": "c", "color": "blue"}


def test_marks_say_which_words_came_from_which_slot():
    item = expand(" [,big] [c=red,blue] fox, [=c] hat [@c:warm,cold]")[2]
    assert item.prompt == "big red fox, red hat warm"
    words = [(item.prompt[start:end], slot) for start, end, slot in item.marks]
    assert words == [("big", "choice_1"), ("red", "c"), ("red", "c"), ("warm", "c")]


def test_marks_are_right_where_white_space_went():
    item = expand("[,big] [c=red,blue] fox [a,]")[1]
    assert item.prompt == "red fox"
    assert item.marks == [(0, 3, "c")]
    assert expand("x", "no [c=red,blue]")[1].negative_marks == [(3, 7, "c")]


def test_the_numbers_of_each_batch_are_spelled_out():
    expansion = expand(
        "[c=red,blue,tan] [x,y] || [=c] cat pipeline:steps:4,8 (&) fox",
        params={"steps": "9", "cfg": "1,2,3"},
        max_rows=5,
    )
    assert expansion.shapes == [
        Shape(6, 5, (("c", 3), ("choice_1", 2)), ({"steps": 1, "cfg": 3}, {"steps": 2, "cfg": 3})),
        Shape(1, 1, (), ({"steps": 1, "cfg": 3},)),
    ]
    assert [shape.items for shape in expansion.shapes] == [6 * (3 + 6), 3]
    assert expansion.count == 57


def test_axes_hold_every_value_that_any_item_can_have():
    expansion = expand(
        "a meta:steps:1|2,3 (&) b batch:steps:4..6 pipeline:mood:calm", params={"steps": "9", "size": 512}
    )
    assert expansion.axes == {"steps": ("1", "2", "3", "4", "5", "6"), "size": (512,), "mood": ("calm",)}


def test_a_cut_that_nobody_asked_for_is_told_apart():
    assert expand("[1..101]").rows_cut_by_default
    assert not expand("[1..101]", max_rows=50).rows_cut_by_default
    assert not expand("[1..101] batch:maxbatchitems:50").rows_cut_by_default
    assert not expand("[1..101] batch:sample:50").rows_cut_by_default


def test_the_place_of_an_item_makes_its_model_seed():
    """sha256 of the seed, the label and the block, by hand: below(2**32) takes the first four bytes."""
    expansion = expand("a [1..5] || b pipeline:steps:4,8 (&) c", seed=21)
    item = expansion[7]
    assert item.place == (0, 2, 1, 0)
    assert below(21, "seed/0/2/1/0/0", 2**32) == 0xE70ECF0C


def test_a_sampled_row_keeps_the_place_and_values_that_it_has_in_the_whole_space():
    prompt = "a [1..50] batch:sample:5"
    whole = expand("a [1..50]", params={"steps": "1|2|3|4"}, seed=3)
    for item in expand(prompt, params={"steps": "1|2|3|4"}, seed=3):
        assert item == whole[item.place[1]]


def test_the_seed_of_the_order_can_stand_in_the_prompt():
    assert list(expand("[1..50] batch:sample:5 meta:orderseed:8")) == list(
        expand("[1..50] batch:sample:5", seed=8)
    )


def test_commands_of_the_whole_prompt_hold_for_every_batch():
    expansion = expand("[1..9] (&) [1..9] meta:sample:2 (&) [1..9] batch:sample:3 meta:debug:all")
    assert expansion.selected == 2 + 2 + 3


def test_a_sample_can_be_cut_by_a_limit():
    sampled = list(expand("[1..50] batch:sample:6", seed=4))
    cut = expand("[1..50] batch:sample:6 batch:maxbatchitem:2", seed=4)
    assert list(cut) == sampled[:2]
    assert [found.code for found in cut.diagnostics] == ["W_BATCH_LIMIT"]


def test_nothing_is_read_when_tokens_are_off():
    expansion = expand("[a,b] \\[ || x   meta:tokens:off y", "[c,d]", {"steps": "4,8"})
    assert [(item.prompt, item.negative, item.params["steps"]) for item in expansion] == [
        ("[a,b] \\[ || x y", "[c,d]", "4"),
        ("[a,b] \\[ || x y", "[c,d]", "8"),
    ]


def test_parameters_that_the_prompt_sets_are_told_with_their_place():
    expansion = expand("a pipeline:mood:calm || b meta:steps:4", params={"cfg": "3"})
    assert expansion.commanded == {"steps": (26, 38), "mood": (2, 20)}


def test_a_warning_of_a_text_that_serves_many_batches_is_given_once():
    assert [found.code for found in expand("a (&) b (&) c", "[x,y,x]").diagnostics] == ["W_DUPLICATE"]
