"""What each part of the other languages becomes, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from artfactory.prompts import expand
from artfactory.prompts.translating import Translation, translate

LISTS: dict[str, Sequence[str]] = {
    "x": ["one", "two"],
    "color": ["red", "blue"],
    "a/b": ["deep"],
    "a1": ["first"],
    "a2": ["second"],
    "c/a3": ["third"],
}


def dynamic(source: str, lookups: dict[str, Sequence[str]] | None = None) -> Translation:
    return translate(source, "dynamicprompts", lookups=LISTS if lookups is None else lookups)


def said(made: Translation, kind: str) -> list[tuple[str, str]]:
    return [(note.source, note.message) for note in made.notes if note.kind == kind and note.source]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{a|b}", "[a,b]"),
        ("{2::a|b}", "[2::a,b]"),
        ("{0.12345::a|1::b}", "[0.123::a,1::b]"),
        ("{a|}", "[a,]"),
        ("{a {b|c}|d}", "[a [b,c],d]"),
        ("{a|{b|{c|{d|e}}}}", "[a,[b,[c,[d,e]]]]"),
        ("{a|{b|{c|{d|{e|{f|g}}}}}}", "[a,[b,[c,[d,e,f,g]]]]"),
        ("{ a | b } c", "[a,b] c"),
        ("{a }b", "a b"),
        ("{a |b}c", "[a\\ ,b]c"),
        ("one {cat}", "one cat"),
        ("one {0::dog|1::cat}", "one cat"),
        ("__x__", "[x]"),
        ("__x__ __x__ __x__", "[x] [x_1] [x_2]"),
        ("{__x__|three} __x__", "[x,three] [x_1]"),
        ("{a __x__|b __x__ __x__}", "[a [x],b [x] [x_1]]"),
        ("__a/b__", "[a/b]"),
        ("__a*__", "[a/b,a1,a2]"),
        ("__a?__", "[a1,a2]"),
        ("__c/**__", "[c/a3]"),
        ("__a3__", "[c/a3]"),
        ("__@x__ __~x__", "[x] [x_1]"),
        ("{2$$ and $$__x__}", "[x] and [x]"),
        ("__x__ {2$$ and $$__x__}", "[x] [x_1] and [x_1]"),
        ("{5$$ and $$__x__}", "[x] and [x]"),
        ("{2$$a|b|c}", r"[a\,b,a\,c,b\,a,b\,c,c\,a,c\,b]"),
        ("{1-2$$ + $$a|b}", "[a,b,a + b,b + a]"),
        ("{0-1$$a|b}", "[,a,b]"),
        ("${v=!{a|b}} ${v} and ${v}", " [v=a,b] and [=v]"),
        ("${v=!{a|b}}${v}", "[a,b]"),
        ("${color=!{a|b}}${color} ${color}", "[color-2=a,b] [=color-2]"),
        ("${v=!a {b|c}}${v} ${v}", "[v=a [b,c]] [=v]"),
        ("${v={a|b}} ${v} and ${v}", " [a,b] and [a,b]"),
        ("${v=fox}${v} ${v}", "fox fox"),
        ("${v:d} ${w:{a|b}}", "d [a,b]"),
        ("${v=a}${v?=b}${v}", "a"),
        ("${v=x}__${v}__", "[x]"),
        ("{@a|b} with {@c|d}", "[p=a,b] with [@p:c,d]"),
        ("{@a|b} {@c|d|e}", "[a,b] [c,d,e]"),
        ("fox # the red one\nin snow", "fox \nin snow"),
        ("%{photo of ... at dawn$${a|b}}", "photo of [a,b] at dawn"),
        ("%{photo of $$fox}", "photo of fox"),
    ],
)
def test_dynamicprompts(source: str, expected: str) -> None:
    made = dynamic(source)
    assert made.prompt == expected
    assert said(made, "refused") == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a [b] c", r"a \[b\] c"),
        ("a || b", r"a \|| b"),
        ("a ||| b", r"a \|\|| b"),
        ("a (&) b", r"a (\&) b"),
        ("meta:tokens:off x pipeline:steps:4", r"meta\:tokens:off x pipeline\:steps:4"),
        (r"\{a|b}", r"\\[a,b]"),
        (r"\(vocaloid\) C:\temp", r"\(vocaloid\) C:\temp"),
        ("{a, b|c}", r"[a\, b,c]"),
        ("{cat:10|dog}", r"[cat\:10,dog]"),
        ("{cat|16:9}", r"[cat,16\:9]"),
        ("{1..3|4}", r"[1\..3,4]"),
        ("{=a|c}", r"[\=a,c]"),
        ("{b|@a}", r"[b,\@a]"),
        ("{b=1|c}", r"[b\=1,c]"),
        ("{b {c|d}:5|e}", r"[b [c,d]\:5,e]"),
        ("{color|cat}", r"[\color,cat]"),
        ("{color_1|cat}", r"[\color_1,cat]"),
        ("{1::2::a|b}", r"[1::2\::a,b]"),
        ("{batch:x:1|b}", r"[batch\:x\:1,b]"),
    ],
)
def test_text_of_theirs_stays_text(source: str, expected: str) -> None:
    assert dynamic(source).prompt == expected


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{3$$a|b|c|d|e|f|g|h|i|j}", "more than 500"),
        ("${nobody}", "no value"),
        ("${v={a|${v}}}${v}", "uses v itself"),
        ("__no-such*__", "no lookup has a name like this"),
        ("{a|${w={b|c}}}", "between other parts"),
        ("__new(v=a)__", "not there yet"),
        ("%{a$$b$$c}", "one $$"),
    ],
)
def test_what_has_no_meaning_stays_as_it_is_with_a_reason(source: str, why: str) -> None:
    made = dynamic(f"x {source}")
    assert why in " ".join(message for _source, message in said(made, "refused")).lower()


def test_what_is_refused_is_the_same_text_as_before() -> None:
    made = dynamic("a {3$$a|b|c|d|e|f|g|h|i|j} [b]")
    assert [item.prompt for item in expand(made.prompt)] == ["a {3$$a|b|c|d|e|f|g|h|i|j} [b]"]


def test_a_list_that_is_not_there_is_named_as_missing() -> None:
    made = dynamic("__animals/cats__ in __x__ with __animals/cats__")
    assert (made.prompt, made.missing) == (
        "[animals/cats] in [x] with [animals/cats_1]",
        ("animals/cats",),
    )


def test_their_names_of_lists_are_fitted_to_ours() -> None:
    made = translate("__Größe__", "dynamicprompts", lookups={"Grosse": ["1"]}, fit=lambda _text: "Grosse")
    assert (made.prompt, made.missing) == ("[Grosse]", ())


def test_values_that_hold_their_language_are_written_out() -> None:
    lists = {"cup": ["a {big|tiny} cup", "__jug__", "mug # cracked", "red"], "jug": ["{old|new} jug"]}
    made = dynamic("__cup__", {**lists, "red": ["crimson"]})
    assert made.prompt == "[cup]"
    assert made.lookups == {
        "cup": ("a big cup", "a tiny cup", "jug", "mug", "red"),
        "jug": ("old jug", "new jug"),
    }
    kept = {**lists, "red": ["crimson"], **made.lookups}
    texts = [item.prompt for item in expand(made.prompt, lookups=kept)]
    assert texts == ["a big cup", "a tiny cup", "old jug", "new jug", "mug", "crimson"]


def test_values_with_a_variable_are_written_into_the_prompt() -> None:
    assert dynamic("__t(v=big)__", {"t": ["a ${v} cup", "jug"]}).prompt == "[a big cup,jug]"


def test_lists_that_name_each_other_in_a_circle_end() -> None:
    made = dynamic("__a__", {"a": ["x __b__"], "b": ["y __a__"]})
    assert "without an end" in str(said(made, "refused"))


def test_a_variable_used_inside_alternatives_is_drawn_anew_and_that_is_said() -> None:
    made = dynamic("${v=!{a|b}}${v} {c ${v}|d} ${v}")
    assert made.prompt == "[v=a,b] [c [a,b],d] [=v]"
    assert "drawn anew" in str(said(made, "changed"))


def test_what_goes_in_step_only_with_others_of_its_size_and_that_is_said() -> None:
    assert len(said(dynamic("{@a|b} {@c|d|e}"), "changed")) == 2


def test_what_is_never_drawn_is_left_out() -> None:
    made = dynamic("{0::a|b|c}")
    assert made.prompt == "[b,c]"
    assert said(made, "changed") == [("0::a", "It is never drawn, so it is left out.")]


def test_comments_are_reported() -> None:
    assert said(dynamic("a # b"), "turned") == [("# b", "A comment is left out.")]


def test_random_results_become_a_sample_of_as_many_as_were_asked_for() -> None:
    made = translate("{a|b|c} {d|e}", "dynamicprompts", images=4)
    assert (made.prompt, made.copies) == ("[a,b,c] [d,e] batch:sample:4", 1)
    expansion = expand(made.prompt)
    assert (expansion.selected, len({item.prompt for item in expansion})) == (4, 4)
    assert translate("just a fox", "dynamicprompts", images=4).prompt == "just a fox"
    assert "all results are made" in str(translate("{a|b}", "dynamicprompts").notes)
    assert translate("{a, b}", "midjourney", images=4).prompt == "[a,b]"  # all of them there, too


def test_the_negative_prompt_is_translated_beside_the_prompt() -> None:
    made = translate("__x__", "dynamicprompts", negative="{a|b} __x__ [c]", lookups=LISTS)
    assert (made.prompt, made.negative) == ("[x]", r"[a,b] [x_1] \[c\]")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a {red, green} bird", "a [red,green] bird"),
        ("a {red, green, } bird", "a [red,green,] bird"),
        (r"a {red\, dark, green} bird", r"a [red\, dark,green] bird"),
        ("a {red, {light, dark} blue} bird", "a [red,[light,dark] blue] bird"),
        ("a {red} bird", "a red bird"),
        ("a [red] {b", r"a \[red\] {b"),
    ],
)
def test_midjourney(source: str, expected: str) -> None:
    assert translate(source, "midjourney").prompt == expected


def test_parameters_of_midjourney() -> None:
    source = "a {red, blue} bird --ar {16:9, 1:1} --no leaves, sky --repeat 3 --v 7 --seed {1, 2}"
    made = translate(source, "midjourney", negative="blur")
    assert made.prompt == "a [red,blue] bird"
    assert (made.negative, made.copies) == ("blur, leaves, sky", 3)
    assert made.params == {"aspect_ratio": "16:9,1:1", "seed": "1,2"}
    assert [source for source, _message in said(made, "changed")] == ["--v 7"]
    assert expand(made.prompt, params=made.params).count == 8


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<random:a|b>", "[a,b]"),
        ("<random:a, b>", "[a,b]"),
        ("<random:a, b||c>", r"[a\, b,c]"),
        ("<random:red <random:light|dark>|blue>", "[red [light,dark],blue]"),
        ("<random:1-5|9>", "[1..5,9]"),
        ("<random[2]:a|b>", "[a b,b a]"),
        ("<random[1-2,]:a|b>", r"[a,b,a\, b,b\, a]"),
        ("<wildcard:x> <wildcard:x>", "[x] [x_1]"),
        ("<wildcard[2]:x>", "[x] [x]"),
        ("<setvar[c]:<random:a|b>> and <var:c>", "[c=a,b] and [=c]"),
        ("<setvar[c]:fox> and <var:c>", "fox and fox"),
        ("<setvar[c,false]:<random:a|b>>x <var:c> <var:c>", "x [c=a,b] [=c]"),
        ("<setmacro[m,false]:<random:a|b>><macro:m> <macro:m>", "[a,b] [a,b]"),
        ("fox<comment:not this> <lora:x:0.8>", "fox <lora:x:0.8>"),
        ("a [b] || c", r"a \[b\] \|| c"),
    ],
)
def test_swarm(source: str, expected: str) -> None:
    made = translate(source, "swarmui", lookups=LISTS)
    assert made.prompt == expected
    assert said(made, "refused") == []


@pytest.mark.parametrize(
    "source",
    [
        "<wildcard[not=red]:x>",
        "<repeat[3]:a>",
        "<fromto[0.5]:cat, dog>",
        "<alternate:cat, dog>",
        "<var:nobody>",
        "<random[some]:a|b>",
    ],
)
def test_what_swarm_has_alone_stays_text(source: str) -> None:
    made = translate(source, "swarmui", lookups=LISTS)
    assert [each for each, _message in said(made, "refused")] == [source]
    assert [item.prompt for item in expand(made.prompt)] == [source]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a [cat:dog:0.5] x", "a [cat,dog] x"),
        ("a [cow|horse|pig]", "a [cow,horse,pig]"),
        ("a [a [cow|pig]:dog:0.5]", "a [a [cow,pig],dog]"),
        ("a [cat:10]", r"a \[cat:10\]"),
        ("a [cat::10]", r"a \[cat::10\]"),
        ("[ugly] [[bad]]", r"\[ugly\] \[\[bad\]\]"),
        ("[blurry, low quality]", r"\[blurry, low quality\]"),
        (r"\[a\] \(b\) (c:1.2)", r"\[a\] \(b\) (c:1.2)"),
        ("a || b", r"a \|| b"),
    ],
)
def test_a1111(source: str, expected: str) -> None:
    assert translate(source, "a1111").prompt == expected


def test_alternatives_that_become_pictures_of_their_own_are_told_as_a_change() -> None:
    assert "a picture of its own" in str(said(translate("[cow|horse]", "a1111"), "changed"))
    assert "brackets are text" in str(said(translate("[ugly]", "a1111"), "refused"))
