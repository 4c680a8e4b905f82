"""What fal.ai offers: the schemas packed beside this file, in the product's names and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from artfactory.providers.base import Offer, Price
from artfactory.providers.packed import Packed, defaults_in, form, unknown_tokens

FAL_ORDER = "x-fal-order-properties"
PACKED = Packed("artfactory.providers.fal")

canonical, title = PACKED.canonical, PACKED.title


@cache
def all_offers() -> tuple[Offer, ...]:
    return tuple(_offer(model, about) for model, about in PACKED.models.items())


def list_price(model: str) -> Price | None:
    """As packed; None for a model without one."""
    return PACKED.price(model)


@cache
def defaults(model: str) -> Mapping[str, Any]:
    """What a model that we know does where nothing is said, by native names."""
    return defaults_in(native_schema(model)) if model in PACKED.models else {}


def native_schema(model: str) -> Mapping[str, Any]:
    """The schema as fal.ai publishes it."""
    return PACKED.schema(model.replace("/", "-"))


def _offer(model: str, about: Mapping[str, Any]) -> Offer:
    native = native_schema(model)
    return Offer(
        model=model,
        name=about["name"],
        family=about["family"],
        modality=native["x-category"],
        parameters=in_our_names(native),
        unknown_tokens=unknown_tokens(native["x-category"]),
        price=PACKED.price(model),
    )


def in_our_names(native: Mapping[str, Any]) -> dict[str, Any]:
    shown = (PACKED.shown(name, about) for name, about in _properties(native))
    return form(dict(shown), required=[canonical(name) for name in native.get("required", ())])


def _properties(native: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Those of the model, and of what it takes as one, the parts that we have names for."""
    for name, about in native["properties"].items():
        if name not in PACKED.mapping["hidden"]:
            whole = _inlined(about, native.get("$defs", {}))
            yield name, whole
            yield from _parts(name, whole)


def _parts(name: str, whole: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each with the default that it has in the default of the whole."""
    usual = whole.get("default")
    defaults = usual if isinstance(usual, dict) else PACKED.mapping["sizes"].get(usual, {})
    for shape in whole.get("anyOf", ()):
        for part, about in shape.get("properties", {}).items():
            if f"{name}/{part}" in PACKED.mapping["parameters"]:
                usual = {"default": defaults[part]} if part in defaults else {}
                yield f"{name}/{part}", {**about, **usual}


def _inlined(about: Any, shared: Mapping[str, Any]) -> Any:
    """Each property stands by itself: what it refers to is put in its place."""
    if isinstance(about, list):
        return [_inlined(each, shared) for each in about]
    if not isinstance(about, dict):
        return about
    if "$ref" in about:
        return _inlined(shared[about["$ref"].rsplit("/", 1)[-1]], shared)
    return {name: _inlined(value, shared) for name, value in about.items() if name != FAL_ORDER}
