"""What Civitai offers: the recipes packed beside this file, in the product's names and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from artfactory.providers.base import Offer, Resource
from artfactory.providers.civitai.recipes import OUTSIDE, PACKED, VARIANT, Recipe, kin_of, recipe
from artfactory.providers.packed import form, unknown_tokens

AROUND: Mapping[str, Mapping[str, Any]] = {  # what every recipe takes, outside of its input
    "priority": {"type": "string", "enum": ["low", "normal", "high"]},
    "allowMatureContent": {"type": "boolean"},
}
FOREIGN = ("x-air", "x-default-source", "description")


@cache
def all_offers() -> tuple[Offer, ...]:
    return tuple(_offer(model, about) for model, about in PACKED.models.items())


def offer_of(resource: Resource, *, like: str = "") -> Offer | None:
    """A checkpoint that is not packed goes by the recipe of its kin, under its own name.

    One that changes pictures is replaced by one that changes pictures.
    """
    model = resource.air + (VARIANT if like.endswith(VARIANT) else "")
    kin = kin_of(model)
    if resource.kind != "checkpoint" or not resource.works or kin is None:
        return None
    if model in PACKED.models:
        return _offer(model, PACKED.models[model])
    return replace(_offer(kin, PACKED.models[kin]), model=model, name=resource.name, family=resource.family)


def _offer(model: str, about: Mapping[str, Any]) -> Offer:
    return Offer(
        model=model,
        name=about["name"],
        family=about["family"],
        modality=about["modality"],
        parameters=parameters(recipe(model), about),
        unknown_tokens=unknown_tokens(about["modality"]),
        price=PACKED.price(model),
    )


def parameters(cooked: Recipe, about: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a recipe, by canonical names."""
    words, needs = about.get("words", {}), about.get("needs", ())
    natives = {**dict(_inputs(cooked, about)), **AROUND}
    shown = {name: PACKED.shown(name, each, words=words.get(name)) for name, each in natives.items()}
    required = [name for name in (*cooked.schema["required"], *needs) if name in shown]
    needed = [shown[name][0] for name in required if name not in cooked.usual]
    kind = {"x-resource": "checkpoint"} if "air" in about else {}
    return {**form(dict(shown.values()), required=needed), **kind, **about.get("rules", {})}


def _inputs(cooked: Recipe, about: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    hidden = {*PACKED.mapping["hidden"], *about.get("hidden", ()), *cooked.fixed, *OUTSIDE}
    for name, each in cooked.schema["properties"].items():
        if name not in hidden:
            usual = {"default": cooked.usual[name]} if name in cooked.usual else {}
            yield name, {**_plain(name, each), **usual}


def _plain(name: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """Without null, which is the same as saying nothing, and without a default that it would refuse."""
    kept = {word: value for word, value in _without_null(about).items() if word not in FOREIGN}
    if "enum" in kept and kept.get("default") not in kept["enum"]:
        kept.pop("default", None)
    takes_files = "x-accepts" in PACKED.mapping["parameters"].get(name, {})
    return _files(kept) if takes_files and kept.get("type") == "array" else kept


def _without_null(about: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(about)
    kinds = said.get("type")
    if isinstance(kinds, list):
        said["type"] = next(kind for kind in kinds if kind != "null")
    shapes = [shape for shape in said.get("anyOf", ()) if shape != {"type": "null"}]
    if len(shapes) == 1:
        del said["anyOf"]
        said |= shapes[0]
    return said


def _files(about: Mapping[str, Any]) -> dict[str, Any]:
    """One or more, if any are given; a plain one where Civitai takes a list of one."""
    if about.get("maxItems") == 1:
        return {"type": "string"}
    return {**about, "minItems": max(about.get("minItems", 1), 1)}
