"""Reads a request against its model's schema, before anything is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from artfactory.providers.base import Job
from artfactory.providers.errors import Rejected
from artfactory.providers.workshop.offers import all_offers

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def complete(job: Job) -> dict[str, Any]:
    """The request with its defaults and a seed, so that drawing it again gives the same.

    Raises Rejected if the model is unknown or a parameter is not what the schema says.
    """
    from jsonschema import Draft202012Validator  # late: drawing processes never need it
    from jsonschema.exceptions import best_match

    schema = _schema(job.model)
    fault = best_match(Draft202012Validator(schema).iter_errors(dict(job.request)))
    if fault is not None:
        raise _rejected(fault, schema=schema)
    defaults = {name: about["default"] for name, about in schema["properties"].items() if "default" in about}
    return {**defaults, "seed": _seed_of(job.attempt_key), **job.request}


def _schema(model: str) -> dict[str, Any]:
    try:
        return _schemas()[model]
    except KeyError:
        raise Rejected(f"Workshop has no model “{model}”.", field="model") from None


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    return {offer.model: dict(offer.parameters) for offer in all_offers()}


def _seed_of(attempt_key: str) -> int:
    """Any seed will do, as long as a restart finds the same one again."""
    return int.from_bytes(hashlib.sha256(attempt_key.encode()).digest()[:4], "big")


def _rejected(fault: ValidationError, *, schema: Mapping[str, Any]) -> Rejected:
    field = _field_at_fault(fault, schema=schema)
    title = schema["properties"].get(field, {}).get("title", field)
    return Rejected(_sentence(fault, title=title), field=field, details=fault.message[:500])


def _field_at_fault(fault: ValidationError, *, schema: Mapping[str, Any]) -> str:
    if fault.absolute_path:
        return str(fault.absolute_path[0])
    given: Any = fault.instance
    unknown = sorted(set(given) - set(schema["properties"]))
    missing = [name for name in schema["required"] if name not in given]
    return next(iter(missing if fault.validator == "required" else unknown), "")


def _sentence(fault: ValidationError, *, title: str) -> str:
    limit: Any = fault.validator_value
    sentences = {
        "additionalProperties": f"Workshop does not know the parameter “{title}”.",
        "required": f"{title} is missing.",
        "minimum": f"{title} must be at least {limit}.",
        "maximum": f"{title} must be at most {limit}.",
        "multipleOf": f"{title} must be a multiple of {limit}.",
        "minLength": f"{title} is empty.",
        "maxLength": f"{title} is longer than {limit} characters.",
        "type": f"{title} must be of type {limit}.",
    }
    if fault.validator == "enum":
        return f"{title} must be one of {', '.join(limit)}."
    return sentences.get(str(fault.validator), f"{title} is not valid.")
