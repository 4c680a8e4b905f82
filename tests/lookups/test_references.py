"""Which Lookups a prompt names and reaches: pure text and lists."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artfactory.lookups.references import circle, circles, leading_to, links, named_in, naming, used_by

NAMES = {"color", "place", "animals/cats", "color_9"}


@pytest.mark.parametrize(
    ("prompt", "named"),
    [
        ("a fox", set()),
        ("a [color] fox", {"color"}),
        ("[ color ]", {"color"}),
        ("[red,color,blue]", {"color"}),
        ("[color:2]", {"color"}),
        ("[color,place : 3 ]", {"color", "place"}),
        ("[2::color,0.5::place]", {"color", "place"}),
        ("[color_1] [color_12]", {"color"}),
        ("[color_9]", {"color_9"}),
        ("[color_123]", set()),
        ("[=color] [=place#2]", {"color", "place"}),
        ("[@color:a,b]", {"color"}),
        ("[coat=color,grey]", {"color"}),
        ("[color=a,b]", set()),
        ("[a [place] fox,b]", {"place"}),
        ("[a [b,[color,]],c]", {"color"}),
        ("[animals/cats]", {"animals/cats"}),
        ("a color fox, color, [a color fox]", set()),
        (r"\[color] [\color] [red\,color]", set()),
        ("[Color]", set()),
        ("] [color", {"color"}),
        ("[color || [place]", {"place"}),
        ("[]", set()),
        ("", set()),
    ],
)
def test_a_prompt_names_what_its_tokens_say(prompt: str, named: set[str]) -> None:
    assert named_in(prompt, NAMES) == named


def test_a_prompt_reaches_what_its_lookups_open() -> None:
    pools = {"fox": ["red", "rare"], "rare": ["arctic", "gem"], "gem": ["ruby"], "place": ["tundra"]}
    assert used_by(["a [fox]"], pools) == {"fox", "rare", "gem"}
    assert used_by(["a [fox]", "[place]"], pools) == {"fox", "rare", "gem", "place"}
    assert used_by(["a fox"], pools) == set()


def test_a_lookup_that_holds_its_own_name_opens_nothing() -> None:
    pools = {"orange": ["orange", "tangerine"]}
    assert used_by(["[orange]"], pools) == {"orange"}
    assert circles(links(pools)) == []


def test_a_shielded_name_is_a_word_that_an_order_must_know_and_opens_nothing() -> None:
    pools = {"fox": [r"\rare", r"\none"], "rare": ["gem"], "gem": ["ruby"], "place": ["x"]}
    assert used_by(["[fox]"], pools) == {"fox", "rare"}
    assert used_by([r"[\rare_1,b] \place \none"], pools) == {"rare", "place"}
    assert named_in(r"[\rare,b]", pools) == set()


def test_a_circle_is_told_by_its_shortest_way() -> None:
    pools = {"a": ["b", "x"], "b": ["c"], "c": ["d", "a"], "d": ["a"], "x": ["a"], "alone": ["a"]}
    assert circle("a", links(pools)) == ["a", "x", "a"]
    assert circle("b", links(pools)) == ["b", "c", "a", "b"]
    assert circle("alone", links(pools)) == []
    assert used_by(["[alone]"], pools) == set(pools)


def test_each_group_in_a_circle_is_told_once_and_what_lies_between_two_is_none() -> None:
    pools = {"a": ["b"], "b": ["a", "bridge"], "bridge": ["c"], "c": ["d"], "d": ["c"]}
    assert circles(links(pools)) == [["a", "b", "a"], ["c", "d", "c"]]
    assert circles(links(pools), most=1) == [["a", "b", "a"]]


def test_who_names_and_who_leads_to_a_lookup() -> None:
    every = links({"a": ["b"], "b": ["c"], "c": ["c"], "d": []})
    assert naming("c", every) == ["b"]
    assert leading_to("c", every) == {"a", "b", "c"}


@given(st.text(alphabet=r"[]\,:=@#| _1ac", max_size=60))
def test_whatever_is_typed_only_known_names_are_found(prompt: str) -> None:
    assert named_in(prompt, {"a", "c", "a_1"}) <= {"a", "c", "a_1"}


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefx"), max_size=4)))
def test_a_circle_leads_from_one_to_the_next_and_back(pools: dict[str, list[str]]) -> None:
    every = links(pools)
    for way in circles(every):
        assert way[0] == way[-1]
        assert len(set(way)) == len(way) - 1 > 1
        assert all(there in every[here] for here, there in pairwise(way))
    on_circles = {name for name in pools if circle(name, every)}
    assert bool(on_circles) == bool(circles(every))


@pytest.mark.parametrize("part", ["[", "[a,", "[color,", "]", "\\", "[ ", "color_", "[=", "a"])
def test_time_grows_with_the_length_of_a_hostile_prompt_and_no_faster(part: str) -> None:
    def spent(n: int) -> float:
        start = time.process_time()
        named_in((part * n)[:n], NAMES)
        return time.process_time() - start

    spent(1_000)
    assert spent(400_000) < 20 * max(spent(100_000), 0.01)


def test_a_thousand_lookups_in_one_circle_are_one_circle() -> None:
    pools = {f"n{n}": [f"n{(n + 1) % 1000}"] for n in range(1000)}
    assert [len(way) for way in circles(links(pools))] == [1001]
    assert len(used_by(["[n7]"], pools)) == 1000
