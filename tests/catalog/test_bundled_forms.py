"""What a person can enter for a bundled model is a request that its Provider takes; nothing else leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from artfactory.catalog.filling import take_in
from artfactory.catalog.parameters import Field, Parameters
from artfactory.orders.quoting import quote
from artfactory.orders.requests import OrderRefused, OrderRequest
from artfactory.providers.base import Offer
from artfactory.providers.civitai import offers as civitai
from artfactory.providers.civitai.recipes import recipe
from artfactory.providers.fal import offers as fal
from artfactory.providers.replicate import offers as replicate

OFFERS: dict[str, Offer] = {
    f"{name}:{offer.model}": offer
    for name, packed in (("fal", fal), ("replicate", replicate), ("civitai", civitai))
    for offer in packed.all_offers()
}
Maker = Callable[[Mapping[str, Any]], st.SearchStrategy[Any]]
FILE = "https://example.org/a.png"
LORA = "urn:air:sdxl:lora:civitai:1@2"
PROSE = {"lyrics", "instruct", "system_prompt", "style_prompt", "refText"}
PLAIN = st.text("abc xyz", min_size=1, max_size=12)


def native_form(address: str, request: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The Provider's own schema, and what it is given."""
    provider, _colon, model = address.partition(":")
    if provider == "civitai":
        cooked = recipe(model)
        return cooked.schema, cooked.input(request)
    return {"fal": fal, "replicate": replicate}[provider].native_schema(model), request


def values_of(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Whatever fits."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return st.one_of(*map(values_of, schema[word]))
    if "x-accepts" in schema:
        return st.just(FILE)
    makers: dict[str, Maker] = {
        "integer": _numbers,
        "number": _numbers,
        "boolean": lambda _schema: st.booleans(),
        "array": lambda schema: st.lists(values_of(schema["items"]), max_size=1),
        "object": _objects,
        "null": lambda _schema: st.none(),
    }
    kinds = schema.get("type")
    kind = kinds[-1] if isinstance(kinds, list) else kinds
    make: Maker = makers.get(str(kind), _texts)
    return make({**schema, "type": kind})


def _numbers(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    step = schema.get("multipleOf", 1)
    above = schema.get("exclusiveMinimum")
    low, high = schema.get("minimum", 0 if above is None else above + 1), schema.get("maximum", 1000)
    if schema["type"] == "integer":
        return st.integers(-(-low // step), high // step).map(lambda number: number * step)
    return st.floats(low, high, allow_nan=False)


def _texts(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    return st.just(FILE) if schema.get("format") == "uri" else PLAIN


def _objects(schema: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    properties = schema.get("properties", {})
    if not properties:
        of = schema.get("additionalProperties")
        return st.dictionaries(st.just(LORA), values_of(of if isinstance(of, dict) else {}), max_size=1)
    needed = {name: values_of(properties[name]) for name in schema.get("required", ())}
    others = {name: values_of(each) for name, each in properties.items() if name not in needed}
    return st.fixed_dictionaries(needed, optional=others)


def wrong(field: Field) -> Any:
    """A value that does not fit; None for free text, where everything does. Large seeds are taken modulo."""
    schema, kind = field.schema, field.kind
    if kind in ("enum", "boolean", "json"):
        return "no-such-choice"
    if "maximum" in schema and field.name != "seed":
        return schema["maximum"] + 1
    if "minimum" in schema:
        return schema["minimum"] - 1
    return "no-number" if kind in ("integer", "number") else None


@pytest.mark.parametrize("address", OFFERS)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_fits_the_form_is_a_request_that_the_provider_takes(
    address: str, data: st.DataObject
) -> None:
    parameters = Parameters(OFFERS[address].parameters)
    required = {name: values_of(parameters.fields[name].schema) for name in _required(parameters)}
    others = {
        name: values_of(field.schema) for name, field in parameters.fields.items() if name not in required
    }
    values = data.draw(st.fixed_dictionaries(required, optional=others))
    assert [name for name, value in values.items() if parameters.fields[name].problem(value)] == []
    schema, request = native_form(
        address, parameters.native(prompt="a red fox", negative="fog", values=values)
    )
    Draft202012Validator(dict(schema)).validate(request)


@pytest.mark.django_db
def test_what_takes_no_prompt_says_so_and_gets_none() -> None:
    address = "civitai:imageUpscaler"
    take_in("civitai", [OFFERS[address]])
    parameters = {"image": FILE}
    (line,) = (
        quoted := quote(OrderRequest(models=(address,), prompt="a red fox", parameters=parameters), seed=7)
    ).lines
    assert line.notes == ("Upscaler takes no prompt.",)
    assert [planned.request for planned in quoted.planned()] == [{"image": FILE}]


@pytest.mark.django_db
@pytest.mark.parametrize("address", OFFERS)
def test_every_wrong_value_is_refused_at_its_field_before_anything_is_sent(address: str) -> None:
    take_in(address.partition(":")[0], [OFFERS[address]])
    fields = Parameters(OFFERS[address].parameters).fields
    given = {name: value for name, field in fields.items() if (value := wrong(field)) is not None}
    assert given
    with pytest.raises(OrderRefused) as refused:
        quote(OrderRequest(models=(address,), prompt="a red fox", parameters=given), seed=7)
    assert {flaw.loc for flaw in refused.value.flaws} == {("parameters", name) for name in given}
    assert all(fields[flaw.loc[1]].title in flaw.message for flaw in refused.value.flaws)


def _required(parameters: Parameters) -> list[str]:
    """Beside the prompt. Seeds are always drawn."""
    needed = [name for name in parameters.schema["required"] if name in parameters.fields]
    return [*needed, *(["seed"] if "seed" in parameters.fields else [])]


@pytest.mark.parametrize("address", OFFERS)
def test_lyrics_files_and_directions_are_never_axes(address: str) -> None:
    told = {
        name
        for name, field in Parameters(OFFERS[address].parameters).fields.items()
        if field.expands and (field.accepts or field.schema.get("format") == "uri" or name in PROSE)
    }
    assert told == set()
