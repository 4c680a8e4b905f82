"""An input held against its model's schema, in the words of fal's model errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError

# The keyword of JSON Schema → fal's type, and the name of the limit in its `ctx`.
TYPES = {
    "minimum": ("greater_than_equal", "ge"),
    "maximum": ("less_than_equal", "le"),
    "exclusiveMinimum": ("greater_than", "gt"),
    "exclusiveMaximum": ("less_than", "lt"),
    "multipleOf": ("multiple_of", "multiple_of"),
    "minLength": ("string_too_short", "min_length"),
    "maxLength": ("string_too_long", "max_length"),
    "minItems": ("sequence_too_short", "min_length"),
    "maxItems": ("sequence_too_long", "max_length"),
    "enum": ("one_of", "expected"),
}
_validators: dict[int, Draft202012Validator] = {}


def complaints(request: Mapping[str, Any], *, schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One item for each thing that is wrong; empty without a schema."""
    if not schema:
        return []
    validator = _validators.get(id(schema))
    if validator is None:
        validator = _validators[id(schema)] = Draft202012Validator(schema)
    return [_item(error) for error in validator.iter_errors(request)]


def _item(error: ValidationError) -> dict[str, Any]:
    place = ["body", *error.absolute_path]
    if error.validator == "required":
        names, given = cast(list[str], error.validator_value), cast(dict[str, Any], error.instance)
        missing = next(name for name in names if name not in given)
        return _told([*place, missing], "missing", "Field required", error.instance)
    kind, limit = TYPES.get(str(error.validator), ("", ""))
    if not kind:
        wanted = error.validator_value if isinstance(error.validator_value, str) else "value"
        return _told(place, f"{wanted}_type", f"Input should be a valid {wanted}", error.instance)
    item = _told(place, kind, f"Input is refused: {kind} {error.validator_value}", error.instance)
    return {**item, "ctx": {limit: error.validator_value}}


def _told(place: list[Any], kind: str, message: str, given: Any) -> dict[str, Any]:
    url = f"https://docs.fal.ai/errors/#{kind}"
    return {"loc": place, "msg": message, "type": kind, "url": url, "input": given}
