"""A body and its input held against the model's schema, in the words of Replicate's 422."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from simulators.replicate.models import Model

TOP = ("version", "input", "webhook", "webhook_events_filter", "stream")
TYPES = {
    "minimum": ("number_gte", "Must be greater than or equal to {}"),
    "maximum": ("number_lte", "Must be less than or equal to {}"),
    "enum": ("enum", "{name} must be one of the following: {}"),
    "type": ("invalid_type", "Invalid type. Expected: {}"),
}
_validators: dict[str, Draft202012Validator] = {}


def complaints_of_body(body: Mapping[str, Any], *, needs_version: bool) -> list[dict[str, str]]:
    needed = ("version", "input") if needs_version else ("input",)
    missing = [_said("required", "", f"{name} is required") for name in needed if name not in body]
    known = TOP if needs_version else TOP[1:]
    kind = "additional_property_not_allowed"
    unknown = [name for name in body if name not in known]
    return [*missing, *(_said(kind, "", f"Additional property {name} is not allowed") for name in unknown)]


def complaints(request: Any, *, model: Model) -> list[dict[str, str]]:
    """One for each thing that is wrong. A name that the model does not know is let pass, as Cog does."""
    validator = _validators.get(model.name)
    if validator is None:
        validator = _validators[model.name] = Draft202012Validator(dict(model.schema))
    return [said for error in validator.iter_errors(request) for said in _items(error, model)]


def _items(error: ValidationError, model: Model) -> Iterator[dict[str, str]]:
    place = ".".join(["input", *map(str, error.absolute_path)])
    name = str(error.absolute_path[-1]) if error.absolute_path else ""
    if error.validator == "required":
        given = error.instance if isinstance(error.instance, dict) else {}
        for missing in model.schema.get("required", ()):
            if missing not in given:
                yield _said("required", place, f"{missing} is required")
        return
    if error.instance is None and model.schema["properties"].get(name, {}).get("nullable"):
        return
    kind, words = TYPES.get(str(error.validator), ("invalid", "Is not valid"))
    limit = error.validator_value
    told = ", ".join(f'"{each}"' for each in limit) if isinstance(limit, list) else limit
    yield _said(kind, place, words.format(told, name=name))


def _said(kind: str, field: str, description: str) -> dict[str, str]:
    return {"type": kind, "field": field, "description": description}
