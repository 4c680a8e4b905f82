"""Rules about width and height together: how many pixels they may be, and how far from a square."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.orders.requests import Flaw
from artfactory.orders.values import typed
from artfactory.prompts import Item

SIDES = ("width", "height")
MEGA = 1_000_000


def bad_sides(
    ai_model: AIModel, items: Iterable[Item], *, anyway: Collection[str] = ()
) -> dict[tuple[str, str], Flaw]:
    """The first pair that each rule of the schema refuses.

    `x-pixels` of the whole schema holds `minimum` and `maximum` of width times height, `x-ratio` the most
    that the longer side may be of the shorter one. `anyway`: parameters that go by a person's word.
    A side that is wrong by itself is told so elsewhere, and says nothing about both.
    """
    schema = ai_model.parameters
    if not {"x-pixels", "x-ratio"} & set(schema) or set(anyway) & set(SIDES):
        return {}
    flaws: dict[tuple[str, str], Flaw] = {}
    for width, height in _fitting(Parameters(schema), items):
        for rule, why in _broken(schema, width, height):
            text = _("Size: %(width)s × %(height)s – %(why)s")
            text %= {"width": width, "height": height, "why": why}
            flaws.setdefault((ai_model.name, rule), Flaw(("parameters", "width"), "bad_value", text))
    return flaws


def _fitting(parameters: Parameters, items: Iterable[Item]) -> Iterator[tuple[int, int]]:
    """Each pair once, of sides that are right by themselves."""
    for pair in dict.fromkeys(_pairs(parameters, items)):
        if not any(parameters.fields[name].problem(side) for name, side in zip(SIDES, pair, strict=True)):
            yield pair


def _pairs(parameters: Parameters, items: Iterable[Item]) -> Iterator[tuple[int, int]]:
    """As they will be sent; what nobody named is what the model does by itself."""
    usual = {name: field.schema.get("default") for name, field in parameters.fields.items() if name in SIDES}
    for item in items:
        said = usual | typed(parameters, item)
        width, height = said.get("width"), said.get("height")
        if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
            yield width, height


def _broken(schema: Mapping[str, Any], width: int, height: int) -> Iterator[tuple[str, str]]:
    pixels, limits = width * height, schema.get("x-pixels", {})
    if pixels > limits.get("maximum", pixels):
        words = _("must be at most %(limit)s megapixels together; these are %(n)s.")
        yield "most", words % {"limit": _mega(limits["maximum"]), "n": _mega(pixels)}
    if pixels < limits.get("minimum", pixels):
        words = _("must be at least %(limit)s megapixels together; these are %(n)s.")
        yield "least", words % {"limit": _mega(limits["minimum"]), "n": _mega(pixels)}
    most = schema.get("x-ratio")
    if most and max(width, height) > most * min(width, height):
        yield "ratio", _("the longer side must be at most %(n)s times the shorter.") % {"n": f"{most:g}"}


def _mega(pixels: int) -> str:
    return f"{pixels / MEGA:.4g}"
