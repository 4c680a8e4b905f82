"""What Replicate offers: the schemas packed beside this file, in the product's names and words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from artfactory.providers.base import Offer
from artfactory.providers.packed import Packed, defaults_in, form, unknown_tokens

FOREIGN = ("nullable", "writeOnly", "x-cog-secret")  # words of OpenAPI and Cog, not of JSON Schema
PACKED = Packed("artfactory.providers.replicate")

canonical, title = PACKED.canonical, PACKED.title


@cache
def all_offers() -> tuple[Offer, ...]:
    return tuple(_offer(model, about) for model, about in PACKED.models.items())


def is_offered(model: str) -> bool:
    return model in PACKED.models


def pinned_version(model: str) -> str:
    """The version to ask for, where there is no entrance by the model's name; empty for official ones."""
    return str(PACKED.models.get(model, {}).get("version", ""))


@cache
def defaults(model: str) -> Mapping[str, Any]:
    """What a model that we know does where nothing is said, by native names."""
    return defaults_in(native_schema(model)) if is_offered(model) else {}


def native_schema(model: str) -> Mapping[str, Any]:
    """The inputs as the model takes them, by their own names."""
    return PACKED.schema(model.replace("/", "-"))


def flattened(document: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs that a model's own OpenAPI document describes, each choice put where it is meant.

    There a choice is `{"allOf": [{"$ref": "#/components/schemas/scheduler"}], "default": …}`.
    """
    shared: Mapping[str, Any] = document.get("components", {}).get("schemas", {})
    schema = _resolved(shared.get("Input", {}), shared)
    return dict(schema)


def _offer(model: str, about: Mapping[str, Any]) -> Offer:
    return Offer(
        model=model,
        name=about["name"],
        family=about["family"],
        modality=about["modality"],
        parameters=in_our_names(native_schema(model)),
        unknown_tokens=unknown_tokens(about["modality"]),
        price=PACKED.price(model),
    )


def in_our_names(native: Mapping[str, Any]) -> dict[str, Any]:
    shown = (PACKED.shown(name, _resolved(about, {})) for name, about in native["properties"].items())
    return form(dict(shown), required=[canonical(name) for name in native.get("required", ())])


def _resolved(about: Any, shared: Mapping[str, Any]) -> Any:
    """What it refers to is put in its place; what stands beside the reference wins."""
    if isinstance(about, list):
        return [_resolved(each, shared) for each in about]
    if not isinstance(about, dict):
        return about
    own = {name: _resolved(value, shared) for name, value in about.items() if name not in _REFERRING}
    parts = [about] if "$ref" in about else about.get("allOf", [])
    meant: dict[str, Any] = {}
    for part in parts:
        meant |= _referred(part, shared)
    return {name: value for name, value in {**meant, **own}.items() if name not in FOREIGN}


_REFERRING = ("$ref", "allOf")


def _referred(part: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """One step, so that schemas which name each other in a circle end."""
    name = str(part.get("$ref", "")).rsplit("/", 1)[-1]
    return dict(shared.get(name, {})) if "$ref" in part else dict(part)
