"""What an editor is told while the text is still being typed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from artfactory.prompts import Span, spans

LOOKUPS = {"color": ["red", "blue"]}


def told(prompt: str, negative: str = "") -> list[tuple[str, str, str, int]]:
    fields = {"prompt": prompt, "negative": negative}
    found = spans(prompt, negative, LOOKUPS)
    return [(fields[each.field][each.start : each.end], each.kind, each.slot, each.depth) for each in found]


def test_tokens_have_the_slot_of_their_value_and_references_the_one_they_repeat():
    assert told("[c=a,b] [=c] [@c:x,y] [color] [ugly]", "[=color] [1,2]") == [
        ("[c=a,b]", "choice", "c", 1),
        ("[=c]", "reference", "c", 1),
        ("[@c:x,y]", "follow", "c", 1),
        ("[color]", "choice", "color", 1),
        ("[ugly]", "unknown", "", 1),
        ("[=color]", "reference", "color", 1),
        ("[1,2]", "choice", "choice_1", 1),
    ]


def test_tokens_inside_tokens_come_after_them_and_have_their_slot():
    assert told("[a [b,c [d,e]],f]") == [
        ("[a [b,c [d,e]],f]", "choice", "choice_1", 1),
        ("[b,c [d,e]]", "choice", "choice_1", 2),
        ("[d,e]", "choice", "choice_1", 3),
    ]


def test_delimiters_and_commands_are_told():
    assert told("a || b pipeline:steps:4 (&) c") == [
        ("||", "delimiter", "", 1),
        ("pipeline:steps:4", "command", "", 1),
        ("(&)", "delimiter", "", 1),
    ]


def test_slots_are_counted_in_each_batch():
    assert [slot for _text, _kind, slot, _depth in told("[a,b] (&) [c,d]")] == ["choice_1", "", "choice_1"]


def test_what_is_broken_does_not_hide_the_rest():
    assert told("[a,b] [] [c,d] [e,", "x || [f,g]") == [
        ("[a,b]", "choice", "choice_1", 1),
        ("[c,d]", "choice", "choice_2", 1),
        ("||", "delimiter", "", 1),
        ("[f,g]", "choice", "choice_3", 1),
    ]


def test_text_that_is_too_long_is_left_uncoloured():
    assert spans("[a,b]" + "x" * 20_000) == []


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="[],:=@#|&()\\ ab1", max_size=40), st.text(alphabet="[]|,&()= a", max_size=20))
def test_spans_lie_in_the_text_in_order_whatever_is_typed(prompt: str, negative: str):
    found = spans(prompt, negative, LOOKUPS)
    lengths = {"prompt": len(prompt), "negative": len(negative)}
    assert all(0 <= each.start < each.end <= lengths[each.field] for each in found)
    outer = [each for each in found if each.depth == 1]
    assert all(_apart(one, other) for one, other in pairwise(outer))


def _apart(one: Span, other: Span) -> bool:
    return one.field != other.field or one.end <= other.start
