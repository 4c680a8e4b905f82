"""What an adapter carries with it: mapping.json and the schemas beside its code.

Which native name is which canonical one, what people read and what things cost is data. The order of a form
is the order of the mapping.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from importlib.resources import files
from typing import Any

from artfactory.providers.base import Money, Price

__all__ = ["Packed", "defaults_in", "form", "unknown_tokens"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Packed:
    def __init__(self, package: str) -> None:
        self.folder = files(package)

    @cached_property
    def mapping(self) -> Mapping[str, Any]:
        mapping: dict[str, Any] = json.loads(self.folder.joinpath("mapping.json").read_text("utf-8"))
        return mapping

    @property
    def models(self) -> Mapping[str, Mapping[str, Any]]:
        """By native id, in the order in which they are offered."""
        models: Mapping[str, Mapping[str, Any]] = self.mapping["models"]
        return models

    def schema(self, name: str) -> Mapping[str, Any]:
        """The inputs as the model takes them, by their own names."""
        text = self.folder.joinpath("schemas", f"{name}.json").read_text("utf-8")
        schema: dict[str, Any] = json.loads(text)
        return schema

    def canonical(self, native: str) -> str:
        """The product's name for a parameter, or the same name where there is none."""
        return str(self._words(native).get("x-name", native))

    def title(self, native: str) -> str:
        """What people read for it. A new parameter without words of ours keeps its own name."""
        return str(self._words(native).get("title") or native.replace("_", " ").capitalize())

    def shown(
        self, native: str, about: Mapping[str, Any], *, words: Mapping[str, Any] | None = None
    ) -> tuple[str, dict[str, Any]]:
        """A property as a form needs it, by its name there. `words`: those of one model alone.

        `otherwise` among the words are limits for a number of which the model itself names none.
        """
        said = {"title": self.title(native), **self._words(native), **(words or {})}
        name, limits = str(said.pop("x-name", native)), said.pop("otherwise", {})
        unsaid = limits if about.get("type") in ("integer", "number") and "enum" not in about else {}
        renamed = {} if name == native else {"x-native": native}
        return name, {**unsaid, **about, **said, **renamed, "x-order": self._place(native)}

    def price(self, model: str) -> Price | None:
        """As listed when this was packed; None for a model without one."""
        listed = self.models.get(model, {}).get("price")
        if listed is None:
            return None
        amount, currency, unit, day = listed
        return Price(Money(Decimal(amount), currency), unit, basis="estimate", priced_on=day)

    def _words(self, native: str) -> Mapping[str, Any]:
        words: Mapping[str, Any] = self.mapping["parameters"].get(native, {})
        return words

    def _place(self, native: str) -> int:
        return self._places.get(native, len(self._places) + 1)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {native: place for place, native in enumerate(self.mapping["parameters"], start=1)}


def form(properties: Mapping[str, Mapping[str, Any]], *, required: Sequence[str]) -> dict[str, Any]:
    """By canonical names."""
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def defaults_in(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a model does where nothing is said, by native names."""
    properties = schema["properties"]
    return {name: about["default"] for name, about in properties.items() if "default" in about}


def unknown_tokens(modality: str) -> str:
    """Films and sounds are steered by words in brackets: [Pan left], [whispers], [Chorus]."""
    return "keep" if modality.endswith(("video", "audio", "speech")) else "strip"
