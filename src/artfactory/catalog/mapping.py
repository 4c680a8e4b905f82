"""How the product's names of parameters map to those of one AIModel, as a person reads it.

Which names the product has is data: canonical.json. Which native name is which is data of each Provider.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Field, Parameters

MOST_CHOICES = 12  # are spelled out

_KINDS = {
    "integer": gettext_lazy("whole number"),
    "number": gettext_lazy("number"),
    "boolean": gettext_lazy("on or off"),
    "enum": gettext_lazy("choice"),
    "string": gettext_lazy("text"),
    "json": gettext_lazy("name or structure"),
    "image": gettext_lazy("picture"),
    "video": gettext_lazy("film"),
    "audio": gettext_lazy("sound"),
}


@dataclass(frozen=True)
class Row:
    """One parameter of the model."""

    name: str  # the product's, or the model's own where the product has none
    native: str
    title: str
    is_canonical: bool
    kind: str
    limits: str
    default: str
    expands: bool
    loss: str  # what is taken only in part; empty where all is


@dataclass(frozen=True)
class Lack:
    """A parameter that models of its kind have, and this one has not."""

    name: str
    title: str
    instead: tuple[str, ...]  # what says something like it here


@dataclass(frozen=True)
class Mapping:
    rows: tuple[Row, ...]
    lacks: tuple[Lack, ...]

    @classmethod
    def of(cls, ai_model: AIModel) -> Mapping:
        parameters = Parameters(ai_model.parameters)
        rows = [_row(field, parameters) for field in _all_fields(parameters)]
        return cls(tuple(rows), tuple(_lacks(ai_model, {row.name for row in rows})))

    @property
    def losses(self) -> list[Row]:
        return [row for row in self.rows if row.loss]


@cache
def canonical() -> ReadOnly[str, ReadOnly[str, Any]]:
    """The product's names of parameters, with the kinds of model that usually have them."""
    text = files("artfactory.catalog").joinpath("canonical.json").read_text("utf-8")
    names: dict[str, dict[str, Any]] = json.loads(text)
    return names


def _all_fields(parameters: Parameters) -> Iterator[Field]:
    """The prompts first."""
    properties = parameters.schema.get("properties", {})
    for name in ("prompt", "negative_prompt"):
        if name in properties:
            yield Field(name, {"x-expands": True, **properties[name]})
    yield from parameters


def _row(field: Field, parameters: Parameters) -> Row:
    default = field.schema.get("default")
    return Row(
        name=field.name,
        native=field.native,
        title=field.title,
        is_canonical=field.name in canonical(),
        kind=str(_KINDS.get(field.accepts or field.kind, field.kind)),
        limits="; ".join(_limits(field.schema)),
        default="" if default is None else _text(default),
        expands=field.expands,
        loss=_loss(field, parameters),
    )


def _limits(schema: ReadOnly[str, Any]) -> Iterator[str]:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        yield f"{_text(least)}–{_text(most)}"
    elif least is not None:
        yield _("at least %(n)s") % {"n": _text(least)}
    elif most is not None:
        yield _("at most %(n)s") % {"n": _text(most)}
    if "multipleOf" in schema:
        yield _("multiples of %(n)s") % {"n": _text(schema["multipleOf"])}
    if "maxLength" in schema:
        yield _("at most %(n)s characters") % {"n": f"{schema['maxLength']:,}"}
    if choices := _choices(schema):
        more = ["…"] if len(choices) > MOST_CHOICES else []
        yield ", ".join([*map(_text, choices[:MOST_CHOICES]), *more])


def _choices(schema: ReadOnly[str, Any]) -> list[Any]:
    """Its own, and those of whichever shape it may have."""
    shapes = [schema, *schema.get("anyOf", []), *schema.get("oneOf", [])]
    return [choice for shape in shapes if isinstance(shape, dict) for choice in shape.get("enum", [])]


def _loss(field: Field, parameters: Parameters) -> str:
    """Nothing is ever rounded or clipped: what does not fit is refused. Seeds alone are taken modulo."""
    if field.name == "seed" and (limit := parameters.seed_limit()):
        return _("A seed from %(limit)s on is sent modulo that.") % {"limit": f"{limit:,}"}
    if field.name in ("image_size", "aspect_ratio", "megapixels") and "width" not in parameters.fields:
        return _("Stands for width and height, in the shapes that it names.")
    if field.name in ("duration", "fps") and field.choices:
        return _("Only these values; another one is refused, never rounded.")
    if field.name == "guidance" and field.kind == "integer":
        return _("Whole numbers only; others are refused.")
    return ""


def _lacks(ai_model: AIModel, names: set[str]) -> Iterator[Lack]:
    kind = ai_model.modality.rpartition("-to-")[2]
    for name, about in canonical().items():
        if kind in about["for"] and name not in names:
            yield Lack(name, about["title"], tuple(each for each in about.get("also", ()) if each in names))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("on") if value else _("off")
    return json.dumps(value) if isinstance(value, dict | list) else str(value)
