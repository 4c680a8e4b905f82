"""Reading how a Provider describes one model: an OpenAPI document. It comes from strangers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from artfactory.providers.base import Offer
from artfactory.providers.errors import Misread
from artfactory.providers.packed import form

__all__ = ["Shared", "one_by_one", "plain_offer", "read", "whole"]

Shared = Mapping[str, Any]
DEEPEST = 8  # references within references; some name each other in a circle
LARGEST = 200  # parameters of one model
LONGEST_NAME = 200
REFERRING = ("$ref", "allOf")
FOREIGN = ("nullable", "writeOnly", "x-cog-secret", "discriminator", "xml", "externalDocs", "deprecated")


def read(translate: Callable[[], Offer], *, of: str) -> Offer:
    """Raises Misread for a description that is none."""
    from jsonschema import Draft202012Validator, SchemaError  # late: only who adds a model needs it

    try:
        offer = translate()
        Draft202012Validator.check_schema(dict(offer.parameters))
    except (AttributeError, LookupError, TypeError, ValueError, SchemaError, RecursionError) as fault:
        text = f"{of} described this model in a way that is not known."
        raise Misread(text, details=repr(fault)[:4000]) from fault
    if not offer.parameters["properties"] or len(offer.parameters["properties"]) > LARGEST:
        raise Misread(f"{of} described no parameters of this model.")
    return offer


def plain_offer(model: str, *, name: str, modality: str = "text-to-image") -> Offer:
    """A prompt, which nearly every model takes, is all that is asked for."""
    prompt = {"type": "string", "title": "Prompt"}
    return Offer(model, name[:LONGEST_NAME], "", modality, form({"prompt": prompt}, required=[]))


def whole(about: Any, shared: Shared, *, depth: int = 0) -> Any:
    """What it refers to is put in its place, and what OpenAPI 3.0 says otherwise, as JSON Schema says it."""
    if isinstance(about, list):
        return [whole(each, shared, depth=depth) for each in about]
    if not isinstance(about, dict):
        return about
    meant: dict[str, Any] = {}
    for part in [about] if "$ref" in about else about.get("allOf", []):
        meant |= _referred(part, shared, depth=depth)
    own = {name: whole(value, shared, depth=depth) for name, value in about.items() if name not in REFERRING}
    return _as_json_schema(meant | own)


def one_by_one(schema: Mapping[str, Any], shared: Shared) -> dict[str, dict[str, Any]]:
    """Its properties, each standing by itself."""
    return {name: whole(about, shared) for name, about in schema["properties"].items()}


def _referred(part: Mapping[str, Any], shared: Shared, *, depth: int) -> dict[str, Any]:
    """One that goes too deep may be anything."""
    if depth >= DEEPEST:
        return {}
    named = shared[part["$ref"].rsplit("/", 1)[-1]] if "$ref" in part else part
    return dict(whole(named, shared, depth=depth + 1))


def _as_json_schema(about: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in about.items() if name not in FOREIGN}
    for exclusive, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(said.get(exclusive), bool):
            beyond = said.pop(exclusive)
            if beyond and limit in said:
                said[exclusive] = said.pop(limit)
    return _without_null(said)


def _without_null(said: dict[str, Any]) -> dict[str, Any]:
    """Null is the same as saying nothing."""
    shapes = said.get("anyOf")
    if not isinstance(shapes, list):
        return said
    kept = [shape for shape in shapes if shape != {"type": "null"}]
    rest = {name: value for name, value in said.items() if name != "anyOf"}
    if said.get("default", ...) is None:
        rest.pop("default")
    return {**kept[0], **rest} if len(kept) == 1 else {**rest, "anyOf": kept}
