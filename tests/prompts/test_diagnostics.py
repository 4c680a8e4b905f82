"""Every error and every warning by name: where it stands, and the way out that it offers."""

from __future__ import annotations

from typing import Any

import pytest

from artfactory.prompts import Diagnostic, PromptError, expand

LOOKUPS = {"color": ["red", "blue"], "metal": ["gold", "silver"], "none": ["", " "], "A": ["B"], "B": ["A"]}
MANY = {"many": [f"v{number}" for number in range(40)]}

ERRORS: list[tuple[str, str, int, dict[str, Any]]] = [
    ("E_UNCLOSED", "a [red,[x,y", 2, {}),
    ("E_STRAY_CLOSE", "a ] b", 2, {}),
    ("E_EMPTY_TOKEN", "a [ ]", 2, {}),
    ("E_EMPTY_TOKEN", "[a [] b]", 3, {}),
    ("E_DEPTH", "[[[[[a]]]]]", 4, {}),
    ("E_DELIM_IN_TOKEN", "[a (&) b]", 3, {}),
    ("E_DELIM_IN_TOKEN", "[x [a||b]]", 5, {}),
    ("E_COMMAND_IN_TOKEN", "[a pipeline:steps:4,b]", 3, {}),
    ("E_TOKEN_IN_COMMAND", "x batch:steps:[4,8]", 14, {}),
    ("E_COMMAND_VALUE", "x meta:steps: y", 2, {}),
    ("E_COMMAND_VALUE", 'x meta:steps:"" y', 2, {}),
    ("E_COMMAND_VALUE", "x meta:orderseed:soon", 2, {}),
    ("E_COMMAND_VALUE", "x batch:sample:0", 2, {}),
    ("E_COMMAND_VALUE", "x meta:tokens:maybe", 2, {}),
    ("E_BAD_REF", "a [=1]", 2, {}),
    ("E_BAD_REF", "a [@pet]", 2, {}),
    ("E_NESTED_REF", "[a [=color]]", 3, {}),
    ("E_NESTED_REF", "[a [@color:x,y]]", 3, {}),
    ("E_NESTED_REF", "[a [x=1,2]]", 3, {}),
    ("E_UNKNOWN_REF", "[=colr]", 0, {}),
    ("E_UNKNOWN_REF", "[color] [=color#2]", 8, {}),
    ("E_UNKNOWN_REF", "[@pet:a,b]", 0, {}),
    ("E_FORWARD_REF", "[@color:a,b] [color]", 0, {}),
    ("E_FOLLOW_SIZE", "[color] [@color:a,b,c]", 8, {}),
    ("E_LABEL_TWICE", "[p=a,b] [p=c,d]", 8, {}),
    ("E_LABEL_CLASH", "[color_1=a,b]", 0, {}),
    ("E_SAMPLE", "[color:0]", 0, {}),
    ("E_WEIGHT", "[a, 0::b]", 4, {}),
    ("E_WEIGHT", "x", 2, {"params": {"n": "8,0::9|1::7"}}),
    ("E_RANGE", "[a,2::1..5..0]", 6, {}),
    ("E_RANGE", "x", 3, {"params": {"n": "8, 1..5..-1"}}),
    ("E_EMPTY_ITEM", "x", 2, {"params": {"n": "8,,9"}}),
    ("E_EMPTY_ITEM", "x pipeline:steps:8,", 19, {}),
    ("E_EMPTY_LOOKUP", "[a,1::none]", 6, {}),
    ("E_EMPTY_LOOKUP", "[=none]", 0, {}),
    ("E_UNKNOWN_LOOKUP", "a [colr]", 2, {"unknown": "error"}),
    ("E_FOREIGN_EDIT", "a [cat:dog:0.5]", 2, {}),
    ("E_FOREIGN_EDIT", "[cat::10]", 0, {}),
    ("E_FOREIGN_EDIT", "[color:1.5]", 0, {}),
    ("E_EXHAUSTED", "[color] [color] x [color]", 18, {}),
    ("E_BATCH_MISMATCH", "a(&)b(&)c", 1, {"negative": "x(&)y"}),
    ("E_SUB_MISMATCH", "a||b||c", 2, {"negative": "x || y"}),
    ("E_EMPTY_SUBPROMPT", " || b", 1, {}),
    ("E_EMPTY_SUBPROMPT", "a || meta:steps:4", 2, {}),
    ("E_EMPTY_SUBPROMPT", "a (&)", 2, {}),
    ("E_TOO_LONG", "x" * 20_001, 20_000, {}),
    ("E_TOO_MANY", "(&)".join("x" * 51), 50 + 49 * 3, {}),
    ("E_TOO_MANY", "||".join("x" * 101), 100 + 99 * 2, {}),
    ("E_TOO_MANY", "[a,b]" * 65, 64 * 5, {}),
    ("E_POOL_LIMIT", "[x, 1..10001]", 4, {}),
    ("E_POOL_LIMIT", "[1..10000,x]", 0, {}),
    ("E_POOL_LIMIT", "[x,a [1..101] [1..100]]", 3, {}),
    ("E_ENTANGLED", " ".join("[many,a]" if n else "[many]" for n in range(13)), 7 + 9 * 11, {}),
]

WARNINGS: list[tuple[str, str, dict[str, Any]]] = [
    ("W_UNKNOWN_LOOKUP", "a [colr]", {}),
    ("W_DUPLICATE", "[red,blue,red]", {}),
    ("W_DUPLICATE", "x", {"params": {"n": "1..3,2"}}),
    ("W_SAMPLE_ALL", "[color:5]", {}),
    ("W_SAMPLE_ALL", "[color] batch:sample:9", {}),
    ("W_LOOKUP_CYCLE", "[A]", {}),
    ("W_LOOKUP_CYCLE", "[=A]", {}),
    ("W_FORWARD_REF", "[=color] [color]", {}),
    ("W_PIPE", "[a|b,c]", {}),
    ("W_REPEATED_ITEMS", "[a,b] || c", {}),
    ("W_COMMAND_TWICE", "x meta:steps:1 meta:steps:2", {}),
    ("W_COMMAND_LIKE", "x meta: note", {}),
    ("W_COMMAND_IN_NEGATIVE", "x", {"negative": "y meta:steps:4"}),
    ("W_BATCH_LIMIT", "[1..101]", {}),
    ("W_ORDER_LIMIT", "[a,b]", {"max_items": 1}),
    ("W_JSON_PROMPT", '{"a": "[x,y]"}', {}),
    ("W_FOREIGN_BRACES", "a {red|blue} hat", {}),
    ("W_FOREIGN_WILDCARD", "a __color__ hat", {}),
    ("W_FOREIGN_SWARM", "a <setvar[c]:red> hat", {}),
]


@pytest.mark.parametrize(("code", "prompt", "pos", "more"), ERRORS)
def test_an_error_has_its_code_and_place(code: str, prompt: str, pos: int, more: dict[str, Any]):
    found = error_of(prompt, **more).diagnostics[0]
    assert (found.code, found.pos) == (code, pos)
    assert found.severity == "error"
    assert found.pos < found.end or found.code == "E_EMPTY_ITEM"
    assert found.message.endswith(".")


@pytest.mark.parametrize(("code", "prompt", "more"), WARNINGS)
def test_a_warning_is_given_and_the_order_stands(code: str, prompt: str, more: dict[str, Any]):
    expansion = expand(prompt, lookups=LOOKUPS, **more)
    assert expansion.selected > 0
    assert code in {found.code for found in expansion.diagnostics}
    assert all(found.severity == "warning" and found.message.endswith(".") for found in expansion.diagnostics)


def test_every_code_of_the_specification_is_here():
    errors = """
        E_UNCLOSED E_STRAY_CLOSE E_EMPTY_TOKEN E_DEPTH E_DELIM_IN_TOKEN E_COMMAND_IN_TOKEN E_TOKEN_IN_COMMAND
        E_COMMAND_VALUE E_BAD_REF E_NESTED_REF E_UNKNOWN_REF E_FORWARD_REF E_FOLLOW_SIZE E_LABEL_TWICE
        E_LABEL_CLASH E_SAMPLE E_WEIGHT E_RANGE E_EMPTY_ITEM E_EMPTY_LOOKUP E_UNKNOWN_LOOKUP E_FOREIGN_EDIT
        E_EXHAUSTED E_BATCH_MISMATCH E_SUB_MISMATCH E_EMPTY_SUBPROMPT E_TOO_LONG E_TOO_MANY E_POOL_LIMIT
        E_ENTANGLED"""
    warnings = """
        W_UNKNOWN_LOOKUP W_DUPLICATE W_SAMPLE_ALL W_LOOKUP_CYCLE W_FORWARD_REF W_PIPE W_REPEATED_ITEMS
        W_COMMAND_TWICE W_COMMAND_LIKE W_COMMAND_IN_NEGATIVE W_BATCH_LIMIT W_ORDER_LIMIT W_JSON_PROMPT
        W_FOREIGN_BRACES W_FOREIGN_WILDCARD W_FOREIGN_SWARM"""
    assert {code for code, *_rest in ERRORS} == set(errors.split())
    assert {code for code, *_rest in WARNINGS} == set(warnings.split())


FIXED = [
    ("a [red,blue", 0, "a [red,blue]"),
    ("smile :]", 0, "smile :\\]"),
    ("a [] b", 0, "a  b"),
    ("[a||b]", 0, "[a\\||b]"),
    ("[a meta:x:1,b]", 0, "[a meta\\:x:1,b]"),
    ("a [cat:dog:0.5] x", 0, "a [cat,dog] x"),
    ("a [cat:dog:0.5] x", 1, "a \\[cat:dog:0.5\\] x"),
    ("a [colr] hat", 0, "a [color] hat"),
    ("a [Color] hat", 0, "a [color] hat"),
    ("a [ugly] hat", 0, "a \\[ugly\\] hat"),
    ("[pet=a,b] [=pat]", 0, "[pet=a,b] [=pet]"),
    ("[metal] [@mtal:a,b]", 0, "[metal] [@metal:a,b]"),
    ("a || ", 0, "a  "),
]


@pytest.mark.parametrize(("prompt", "which", "mended"), FIXED)
def test_one_click_mends_it(prompt: str, which: int, mended: str):
    fix: dict[str, Any] = first_of(prompt).fixes[which]
    assert prompt[: fix["start"]] + fix["text"] + prompt[fix["end"] :] == mended
    assert not [found for found in all_of(mended) if found.code == first_of(prompt).code]


@pytest.mark.parametrize(
    ("prompt", "importer"),
    [
        ("{a|b}", "dynamicprompts"),
        ("{a, b}", "midjourney"),
        ("__x__", "dynamicprompts"),
        ("<var:x>", "swarmui"),
    ],
)
def test_text_of_another_language_can_be_translated(prompt: str, importer: str):
    assert first_of(prompt).fix == {"title": "Translate it", "import": importer}


def test_mistakes_in_several_tokens_and_parameters_are_told_at_once():
    error = error_of("[] [a||b] [cat:10] ]", negative="[x", params={"steps": "8,,9", "cfg": "1..2..0"})
    assert [(found.code, found.field, found.pos) for found in error.diagnostics] == [
        ("E_EMPTY_TOKEN", "prompt", 0),
        ("E_DELIM_IN_TOKEN", "prompt", 5),
        ("E_FOREIGN_EDIT", "prompt", 10),
        ("E_STRAY_CLOSE", "prompt", 19),
        ("E_UNCLOSED", "negative", 0),
        ("E_EMPTY_ITEM", "param:steps", 2),
        ("E_RANGE", "param:cfg", 0),
    ]


def test_a_diagnostic_can_be_shown_in_a_terminal():
    prompt = "first\na [cat:dog:0.5] x"
    assert error_of(prompt).diagnostics[0].shown_in(prompt).splitlines() == [
        "E_FOREIGN_EDIT in prompt, line 2, column 3",
        "  a [cat:dog:0.5] x",
        "    ^^^^^^^^^^^^^",
        "This looks like AUTOMATIC1111 prompt editing."
        "   Two generations: [cat,dog]   As text: \\[cat:dog:0.5\\]",
    ]


def test_diagnostics_can_be_gathered_in_sets():
    found = first_of("a [colr] hat")
    assert len({found, first_of("a [colr] hat")}) == 1


def test_a_command_that_says_a_bad_list_is_told_inside_its_value():
    error = error_of('x pipeline:sampler:"euler a, "')
    assert (error.code, error.field, error.pos) == ("E_EMPTY_ITEM", "prompt", 28)


def test_a_parameter_that_a_command_replaces_is_not_read():
    assert expand("x meta:steps:4", params={"steps": "8,,9"})[0].params == {"steps": "4"}


def error_of(prompt: str, **more: Any) -> PromptError:
    with pytest.raises(PromptError) as error:
        expand(prompt, lookups=LOOKUPS | MANY, **more)
    assert error.value.code == error.value.diagnostics[0].code
    return error.value


def all_of(prompt: str) -> list[Diagnostic]:
    try:
        return expand(prompt, lookups=LOOKUPS).diagnostics
    except PromptError as error:
        return list(error.diagnostics)


def first_of(prompt: str) -> Diagnostic:
    return all_of(prompt)[0]


def test_a_sample_of_rows_has_an_end():
    assert error_of("[1..9999] [1..9999] batch:sample:100001").code == "E_COMMAND_VALUE"
    assert expand("[1..9999] [1..9999] batch:sample:100000").selected == 1000
    assert expand("[1..9] batch:sample:999999999999999999999").selected == 9
