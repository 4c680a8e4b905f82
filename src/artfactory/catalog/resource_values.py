"""Resources as values of parameters: in whichever shape somebody wrote them, in the one that a model takes.

{"urn:air:…": 0.8}, {"urn:air:…": {"strength": 0.8}}, [{"air": "urn:air:…", "strength": 0.8}], ["urn:air:…"]
or urn:air:… alone. The first is the one that the product itself writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PREFIX = "urn:air:"
STRENGTH = 1.0  # where nobody named one
WHOLE = re.compile(
    r"urn:air:[\w-]{1,40}:([\w-]{1,40}):[\w-]{1,40}:[\w./-]{1,60}@[\w.-]{1,60}", re.ASCII | re.I
)
DEEPEST = 6  # levels of a value that are looked into


@dataclass(frozen=True)
class Chosen:
    air: str
    strength: Any = STRENGTH  # whatever was written for it


def chosen_in(value: Any) -> list[Chosen] | None:
    """None where it cannot be read, or says more than this knows."""
    if isinstance(value, str):
        return _of_text(value.strip())
    if isinstance(value, Mapping):
        return _all([_of_fact(air, said) for air, said in value.items()])
    if isinstance(value, list):
        return _all([_of_entry(entry) for entry in value])
    return None


def shaped(value: Any, schema: Mapping[str, Any]) -> Any:
    """As that model takes it; unchanged where it fits already, or where something of it would be lost."""
    value = _read(value)
    shape = _shape(schema)
    chosen = chosen_in(value)
    if chosen is None or shape is None or shape == _shape_of(value):
        return value
    if shape in ("one", "names") and any(each.strength != STRENGTH for each in chosen):
        return value
    if shape == "one":
        return chosen[0].air if len(chosen) == 1 else value
    return _WRITTEN[shape](chosen)


def kind_of(air: str) -> str:
    """ "urn:air:sdxl:lora:civitai:1@2" → "lora"; empty for what is no whole AIR."""
    found = WHOLE.fullmatch(air)
    return found[1].lower() if found else ""


def airs_in(value: Any, *, depth: int = 0) -> Iterator[str]:
    """Every one that it names, wherever."""
    if isinstance(value, str):
        if value.startswith(PREFIX):
            yield value
    elif depth < DEEPEST and isinstance(value, Mapping | list | tuple):
        inner = [*value.keys(), *value.values()] if isinstance(value, Mapping) else value
        for each in inner:
            yield from airs_in(each, depth=depth + 1)


def _of_text(text: str) -> list[Chosen] | None:
    if text.startswith(("{", "[")):
        value = _read(text)
        return None if isinstance(value, str) else chosen_in(value)
    if not text:
        return []
    return [Chosen(text)] if text.lower().startswith(PREFIX) else None


def _read(value: Any) -> Any:
    """What was typed as JSON."""
    if not isinstance(value, str) or not value.strip().startswith(("{", "[")):
        return value.strip() if isinstance(value, str) else value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _of_fact(air: str, said: Any) -> Chosen | None:
    if isinstance(said, Mapping):
        return Chosen(air, said.get("strength", STRENGTH)) if said.keys() <= {"strength"} else None
    return Chosen(air, said)


def _of_entry(entry: Any) -> Chosen | None:
    if isinstance(entry, str):
        return Chosen(entry)
    if (
        isinstance(entry, Mapping)
        and entry.keys() <= {"air", "strength"}
        and isinstance(entry.get("air"), str)
    ):
        return Chosen(entry["air"], entry.get("strength", STRENGTH))
    return None


def _all(read: list[Chosen | None]) -> list[Chosen] | None:
    found = [each for each in read if each is not None]
    return found if len(found) == len(read) else None


def _shape(schema: Mapping[str, Any]) -> str | None:
    kind = schema.get("type")
    if kind == "string":
        return "one"
    inner = schema.get("items" if kind == "array" else "additionalProperties")
    of_objects = isinstance(inner, Mapping) and inner.get("type") == "object"
    if kind == "array":
        return "list" if of_objects else "names"
    if kind == "object":
        return "facts" if of_objects else "strengths"
    return None


def _shape_of(value: Any) -> str | None:
    """None for what is empty, which is of every shape."""
    if isinstance(value, str):
        return "one"
    inner = list(value.values() if isinstance(value, Mapping) else value)
    of_objects = any(isinstance(each, Mapping) for each in inner)
    if isinstance(value, Mapping):
        return "facts" if of_objects else "strengths" if inner else None
    return "list" if of_objects else "names" if inner else None


def _as_strengths(chosen: list[Chosen]) -> Any:
    return {each.air: each.strength for each in chosen}


def _as_facts(chosen: list[Chosen]) -> Any:
    return {each.air: {"strength": each.strength} for each in chosen}


def _as_list(chosen: list[Chosen]) -> Any:
    return [{"air": each.air, "strength": each.strength} for each in chosen]


def _as_names(chosen: list[Chosen]) -> Any:
    return [each.air for each in chosen]


_WRITTEN = {"strengths": _as_strengths, "facts": _as_facts, "list": _as_list, "names": _as_names}
