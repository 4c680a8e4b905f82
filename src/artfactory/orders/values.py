"""Values of parameters as they will be sent, and why some of them cannot be."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import inf
from typing import Any

from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Field, Parameters
from artfactory.orders import inputs, unfit_inputs
from artfactory.orders.requests import Flaw
from artfactory.prompts import Expansion, Item

PROMPTS = {"prompt": "prompt", "negative": "negative_prompt"}  # where a request has them, and a model
ANY_LENGTH = (0, inf)
ANY_FILE = "https://example.org/file"  # stands for one of ours while the rest of a value is looked at


def typed(parameters: Parameters, item: Item) -> dict[str, Any]:
    """What the prompt sets beside, too, as far as this model has it."""
    known = parameters.known(item.params)
    return {name: parameters.fields[name].value(value) for name, value in known.items()}


def bad_values(
    parameters: Parameters, expansion: Expansion, *, anyway: Collection[str] = ()
) -> dict[tuple[str, str], Flaw]:
    """What does not fit the model, by name and value.

    `anyway`: parameters whose schema may be stale, by a person's word; files are looked at all the same.
    """
    flaws: dict[tuple[str, str], Flaw] = {}
    for name, value in _distinct_values(expansion):
        field = parameters.field(name)
        if field and (flaw := _flaw(field, value, parameters, trusted=_is_trusted(field, anyway))):
            flaws[name, str(value)] = flaw
    return flaws


def bad_prompts(ai_model: AIModel, items: Iterable[Item]) -> dict[tuple[str, str], Flaw]:
    """The first that is longer or shorter than the model takes them; empty ones are still being written."""
    properties = ai_model.parameters.get("properties", {})
    limits = {loc: _lengths(properties.get(name, {})) for loc, name in PROMPTS.items()}
    flaws: dict[tuple[str, str], Flaw] = {}
    for item in items if set(limits.values()) != {ANY_LENGTH} else ():
        for loc, text in (("prompt", item.prompt), ("negative", item.negative)):
            least, most = limits[loc]
            if text and not least <= len(text) <= most:
                flaws.setdefault((loc, ai_model.name), _bad_length(ai_model, loc, text, (least, most)))
    return flaws


def _lengths(about: Mapping[str, Any]) -> tuple[float, float]:
    return about.get("minLength", 0), about.get("maxLength", inf)


def _bad_length(ai_model: AIModel, loc: str, text: str, limits: tuple[float, float]) -> Flaw:
    least, most = limits
    words = _("%(model)s takes at least %(limit)s characters; this has %(n)s.")
    if len(text) > most:
        words = _("%(model)s takes at most %(limit)s characters; this has %(n)s.")
    limit = most if len(text) > most else least
    said = {"model": ai_model.name, "limit": f"{limit:,}", "n": f"{len(text):,}"}
    return Flaw((loc,), "bad_length", words % said)


def missing(ai_model: AIModel, expansion: Expansion) -> list[Flaw]:
    """What the model cannot do without: sent all the same, it would be refused late and perhaps charged."""
    parameters = Parameters(ai_model.parameters)
    named = [parameters.field(name) for name, axis in expansion.axes.items() if "" not in axis]
    given = {field.name for field in named if field}
    return [_missing(field, ai_model) for field in parameters.needed if field.name not in given]


def _missing(field: Field, ai_model: AIModel) -> Flaw:
    text = _("%(model)s needs “%(name)s”.") % {"model": ai_model.name, "name": field.title}
    return Flaw(("parameters", field.name), "missing_parameter", text)


def _is_trusted(field: Field, anyway: Collection[str]) -> bool:
    return not field.accepts and (field.name in anyway or field.native in anyway)


def _flaw(field: Field, value: Any, parameters: Parameters, *, trusted: bool) -> Flaw | None:
    meant = field.value(value)
    if flaw := unfit_inputs.flaw(field, meant):
        return flaw
    if trusted:
        return None
    sent = inputs.addressed(meant, lambda _file: ANY_FILE)
    if field.takes_several and inputs.Input.read(meant):
        sent = [sent]
    why = field.problem(parameters.fitting(field, sent))
    text = f"{field.title}: {_shown(value)[:60]} – {why}"
    return Flaw(("parameters", field.name), "bad_value", text) if why else None


def _shown(value: Any) -> str:
    """As it was typed or sent."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _distinct_values(expansion: Expansion) -> Iterator[tuple[str, Any]]:
    for name, axis in expansion.axes.items():
        for value in axis:
            yield name, value
