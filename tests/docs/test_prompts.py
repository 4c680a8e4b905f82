"""docs/prompts.md is true: every example is executed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from artfactory.prompts import Expansion, Item, PromptError, expand

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "prompts.md").read_text()
EXAMPLES = re.findall(r"^```example\n(.*?)^```$", PAGE, flags=re.M | re.S)
FACTS = {"prompt", "negative", "seed", "first", "count", "selected", "warning", "error", "slots"}


def lookups() -> dict[str, list[str]]:
    (block,) = re.findall(r"^```lookups\n(.*?)^```$", PAGE, flags=re.M | re.S)
    lines = (line.split(": ") for line in block.splitlines())
    return {name: values.split(", ") for name, values in lines}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_true(example: str):
    lines = example.splitlines()
    facts = dict(line.split(": ", 1) for line in lines if not line.startswith("=> "))
    outcome = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
    if "error" in facts:
        with pytest.raises(PromptError) as error:
            expanded(facts)
        assert f"{error.value.code} at {error.value.pos}" == facts["error"]
    else:
        check(expanded(facts), facts, outcome)


def test_every_example_is_read():
    assert len(EXAMPLES) == PAGE.count("```example") > 15


def test_the_example_in_python_runs():
    (program,) = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.M | re.S)
    exec(program, {})


def expanded(facts: dict[str, str]) -> Expansion:
    params: dict[str, Any] = {name: value for name, value in facts.items() if name not in FACTS}
    return expand(facts["prompt"], facts.get("negative", ""), params, lookups(), int(facts.get("seed", "0")))


def check(expansion: Expansion, facts: dict[str, str], outcome: list[str]) -> None:
    items = list(expansion)[: int(facts.get("first", "1000"))]
    if outcome:
        assert [line(item) for item in items] == outcome
        assert "first" in facts or len(outcome) == expansion.count
    assert f"{expansion.count:,}" == facts.get("count", f"{expansion.count:,}")
    assert f"{expansion.selected:,}" == facts.get("selected", f"{expansion.selected:,}")
    assert [found.code for found in expansion.diagnostics] == [
        value for name, value in facts.items() if name == "warning"
    ]
    if "slots" in facts:
        assert ", ".join(f"{name}={value}" for name, value in items[0].slots.items()) == facts["slots"]


def line(item: Item) -> str:
    negative = f" | {item.negative}" if item.negative else ""
    params = ", ".join(f"{name}={value}" for name, value in item.params.items())
    return item.prompt + negative + (f" {{{params}}}" if params else "")
