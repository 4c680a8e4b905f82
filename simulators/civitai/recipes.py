"""What the simulated Civitai cooks: recipes whose schemas are bundled with the adapter, and `echo`."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

HIDDEN = ("operation",)  # not in the echo of an input, as recorded
WORDS = {
    "minimum": "The field {name} must be at least {limit}.",
    "maximum": "The field {name} must be at most {limit}.",
    "enum": "The field {name} has a value that is not known.",
    "type": "The field {name} is of the wrong type.",
}


@dataclass(frozen=True)
class Recipe:
    name: str  # the adapter's id of it
    step: str
    marks: Mapping[str, str]  # what an input must say to be this one
    schema: Mapping[str, Any] = field(repr=False)

    def takes(self, given: Mapping[str, Any]) -> bool:
        return all(given.get(name) == value for name, value in self.marks.items())

    def echo(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """With defaults filled in; what is not known is left out without a word, and so is null."""
        properties = self.schema["properties"]
        filled = {name: given.get(name, each.get("default")) for name, each in properties.items()}
        told = {name: value for name, value in filled.items() if value is not None and name not in HIDDEN}
        if told.get("engine") == "flux2":  # recorded so
            told["modelVariant"] = told.pop("model", None)
        return told


ECHO = Recipe(
    "echo",
    "echo",
    {},
    {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}},
)


@cache
def recipes() -> tuple[Recipe, ...]:
    """Those that ask for more marks come first, so that the one that fits best is found."""
    schemas = [json.loads(path.read_bytes()) for path in sorted((_folder() / "schemas").glob("*.json"))]
    found = [Recipe(each["x-model"], each["x-step"], each["x-discriminators"], each) for each in schemas]
    return (*sorted(found, key=lambda recipe: -len(recipe.marks)), ECHO)


def recipe_for(step: Any, given: Any) -> Recipe | None:
    if not isinstance(given, dict):
        return None
    return next((each for each in recipes() if each.step == step and each.takes(given)), None)


def complaints(recipe: Recipe, given: Mapping[str, Any], *, strict: bool) -> dict[str, list[str]]:
    """By field. A name that is not known is let pass unless the server is `strict`."""
    properties = recipe.schema["properties"]
    known = {name: value for name, value in given.items() if name in properties}
    told = {f"input.{name}": ["This field is not known."] for name in given if strict and name not in known}
    for error in Draft202012Validator(dict(recipe.schema)).iter_errors(known):
        told.update(_said(error))
    return told


def _said(error: ValidationError) -> Iterator[tuple[str, list[str]]]:
    name = str(error.absolute_path[0]) if error.absolute_path else ""
    if error.validator == "required":
        given = error.instance if isinstance(error.instance, dict) else {}
        wanted = error.validator_value if isinstance(error.validator_value, list) else []
        for missing in wanted:
            if missing not in given:
                yield f"input.{missing}", [f"The {missing} field is required."]
        return
    text = WORDS.get(str(error.validator), "The field {name} is not valid.")
    yield f"input.{name}", [text.format(name=name, limit=error.validator_value)]


def _folder() -> Path:
    spec = importlib.util.find_spec("artfactory")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0] if places else "src/artfactory") / "providers" / "civitai"
