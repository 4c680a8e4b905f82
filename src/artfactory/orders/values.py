"""Values of parameters as they will be sent, and why some of them cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from artfactory.catalog.parameters import Field, Parameters
from artfactory.orders import inputs
from artfactory.orders.requests import Flaw
from artfactory.prompts import Expansion, Item


def typed(parameters: Parameters, item: Item) -> dict[str, Any]:
    """What the prompt sets beside, too, as far as this model has it."""
    known = parameters.known(item.params)
    return {name: parameters.fields[name].value(value) for name, value in known.items()}


def bad_values(parameters: Parameters, expansion: Expansion) -> dict[tuple[str, str], Flaw]:
    """What does not fit the model, by name and value."""
    flaws: dict[tuple[str, str], Flaw] = {}
    for name, value in _distinct_values(expansion):
        field = parameters.field(name)
        if field and (flaw := _flaw(field, value, parameters)):
            flaws[name, str(value)] = flaw
    return flaws


def _flaw(field: Field, value: Any, parameters: Parameters) -> Flaw | None:
    given = inputs.Input.read(value)
    if given:
        return inputs.flaw(field, given)
    why = field.problem(parameters.fitting(field, field.value(value)))
    text = f"{field.title}: {str(value)[:60]} – {why}"
    return Flaw(("parameters", field.name), "bad_value", text) if why else None


def _distinct_values(expansion: Expansion) -> Iterator[tuple[str, Any]]:
    for name, axis in expansion.axes.items():
        for value in axis:
            yield name, value
