"""How a request becomes the one step of a workflow, with the engine, checkpoint or task that it names.

A model is a recipe packed beside this file, or any checkpoint by its AIR: Civitai's own name for a file,
`urn:air:ECOSYSTEM:checkpoint:civitai:MODEL@VERSION`, as its site shows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from artfactory.providers.errors import Rejected
from artfactory.providers.packed import Packed, defaults_in

PACKED = Packed("artfactory.providers.civitai")
VARIANT = "/createVariant"
CHECKPOINT = re.compile(
    rf"urn:air:([a-z0-9_-]+):checkpoint:[a-z0-9_-]+:[\w.-]+@[\w.-]+({VARIANT})?", re.ASCII | re.IGNORECASE
)
KIN = {  # whose recipe an ecosystem's checkpoints go by
    "sd1": "urn:air:sd1:checkpoint:civitai:4384@128713",
    "flux1": "urn:air:flux1:checkpoint:civitai:618692@691639",
    **dict.fromkeys(
        ("sdxl", "pony", "illustrious", "noobai"), "urn:air:sdxl:checkpoint:civitai:101055@128078"
    ),
}
OUTSIDE = ("priority", "allowMatureContent")  # of the step or the workflow, rather than its input
COUNTS = ("quantity", "numImages")


@dataclass(frozen=True)
class Recipe:
    step: str  # "imageGen"
    schema: Mapping[str, Any] = field(repr=False)  # its input, by native names
    fixed: Mapping[str, Any]  # what makes it this model: engine, ecosystem, checkpoint
    usual: Mapping[str, Any]  # what Civitai wants to be told, where the request says nothing

    def input(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Raises Rejected for a name that it does not have: Civitai would drop it without a word."""
        properties = self.schema["properties"]
        asked = {name: value for name, value in request.items() if name not in OUTSIDE}
        for name in asked:
            if name not in properties or name in self.fixed:
                words = f"“{name}” is no parameter of this model of Civitai."
                raise Rejected(words, field=PACKED.canonical(name))
        kept = {name: _as_list(value, properties[name]) for name, value in asked.items()}
        return {**self.usual, **kept, **self.fixed}


def recipe(model: str) -> Recipe:
    """Raises Rejected for what is no model of Civitai."""
    if model in PACKED.models:
        return _packed(model, named=model)
    kin = kin_of(model)
    if kin is None:
        raise Rejected(f"“{model}” is no model of Civitai.", field="model")
    return _packed(kin, named=model)


def kin_of(model: str) -> str | None:
    """The packed model by whose recipe a checkpoint goes; None where there is none."""
    found = CHECKPOINT.fullmatch(model)
    kin = KIN.get(found[1].lower(), "") if found else ""
    known = f"{kin}{found[2] or ''}" if found and kin else ""
    return known if known in PACKED.models else None


def _packed(model: str, *, named: str) -> Recipe:
    """`named`: the checkpoint that takes the place of the packed one's."""
    about, schema = PACKED.models[model], schema_of(model)
    constants = {name: each["const"] for name, each in schema["properties"].items() if "const" in each}
    checkpoint = {"model": named.removesuffix(VARIANT)} if "air" in about else {}
    return Recipe(
        step=schema["x-step"],
        schema=schema,
        fixed={**constants, **checkpoint},
        usual={**_needed(schema), **about.get("usual", {})},
    )


def schema_of(model: str) -> Mapping[str, Any]:
    return PACKED.schema(re.sub(r"[/:@]", "-", model.removeprefix("urn:air:")))


def _needed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Required names that have a default all the same."""
    defaults = defaults_in(schema)
    return {name: defaults[name] for name in schema["required"] if name in defaults}


def _as_list(value: Any, about: Mapping[str, Any]) -> Any:
    """One file where Civitai takes several."""
    return [value] if about.get("type") == "array" and isinstance(value, str) else value
