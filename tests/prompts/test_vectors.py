"""The vectors that decide where the specification of the language is unclear."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from artfactory.prompts import Expansion, Item, PromptError, expand

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())["open"]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_what_comes_out_is_what_the_vector_says(vector: dict[str, Any]):
    expected = vector["expect"]
    if "error" in expected:
        with pytest.raises(PromptError) as error:
            expanded(vector["input"])
        found = error.value
        assert {"code": found.code, "field": found.field, "pos": found.pos} == expected["error"]
    else:
        assert described(expanded(vector["input"]), expected) == expected


def expanded(wanted: dict[str, Any]) -> Expansion:
    fields = {name: wanted[name] for name in ("negative", "params", "lookups", "seed")}
    literal = wanted.get("literal_params", ())
    return expand(wanted["prompt"], **fields, literal_params=literal, **wanted.get("options", {}))


def described(expansion: Expansion, expected: dict[str, Any]) -> dict[str, Any]:
    """As far as the vector asks."""
    items = [plain(item) for item in expansion]
    parts: dict[str, Any] = {
        "rows": expansion.rows,
        "count": expansion.count,
        "selected": expansion.selected,
        "warnings": sorted({found.code for found in expansion.diagnostics}),
        "items": items,
        "first": items[: len(expected.get("first", []))],
        "last": items[len(items) - len(expected.get("last", [])) :],
        "at": {index: plain(expansion[int(index)]) for index in expected.get("at", {})},
    }
    return {name: parts[name] for name in expected}


def plain(item: Item) -> dict[str, Any]:
    return {"prompt": item.prompt, "negative": item.negative, "params": item.params}
