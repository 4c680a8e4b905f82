"""Why a value does not fit its schema, in words for people who have never seen one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

ADDRESSES = ("https://", "http://", "data:", "urn:air:")  # how that of a file begins

# What a schema's keyword says.
_WORDS = {
    "minimum": gettext_lazy("must be at least %(limit)s."),
    "maximum": gettext_lazy("must be at most %(limit)s."),
    "exclusiveMinimum": gettext_lazy("must be more than %(limit)s."),
    "multipleOf": gettext_lazy("must be a multiple of %(limit)s."),
    "enum": gettext_lazy("must be one of %(limit)s."),
    "anyOf": gettext_lazy("must be one of %(limit)s, or what its description says."),
    "type": gettext_lazy("must be of type %(limit)s."),
    "minLength": gettext_lazy("must be at least %(limit)s characters long."),
    "maxLength": gettext_lazy("must be at most %(limit)s characters long."),
    "minItems": gettext_lazy("must be at least %(limit)s of them."),
    "maxItems": gettext_lazy("must be at most %(limit)s of them."),
    "required": gettext_lazy("must have %(limit)s."),
}


def why_not(value: Any, schema: Mapping[str, Any]) -> str | None:
    """None when it fits."""
    from jsonschema import Draft202012Validator  # late: it takes a while, and the engine never needs it

    errors = list(Draft202012Validator(dict(schema)).iter_errors(value))
    listed = [error for error in errors if error.validator == "enum"]  # says more than the type does
    if isinstance(value, list) and schema.get("type") == "string" and schema.get("format") == "uri":
        return _("takes one file.")
    if errors:
        return _in_words((listed or errors)[0])
    if schema.get("format") == "uri" and not _is_addressed(value):
        return _("must be an address that starts with https://.")
    return None


def _is_addressed(value: Any) -> bool:
    named = value if isinstance(value, list) else [value]
    return all(each.startswith(ADDRESSES) and len(each.split()) == 1 for each in named)


def _in_words(error: ValidationError) -> str:
    words = _WORDS.get(str(error.validator))
    if words is None:
        return error.message[:200] + "."
    return _place(error) + words % {"limit": _limit(error)}


def _place(error: ValidationError) -> str:
    """Where inside of a structure it is: “0.strength ”."""
    return ".".join(map(str, error.absolute_path)) + " " if error.absolute_path else ""


def _limit(error: ValidationError) -> Any:
    said: Any = error.validator_value
    if error.validator == "anyOf":
        said = [choice for shape in said for choice in shape.get("enum", ())]
    return ", ".join(map(str, said)) if isinstance(said, list) else said
