"""What a person can enter for a bundled model is a request that its Provider takes; nothing else leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.engine.test_inputs import stored
from tests.samples.private import photo

from artfactory.catalog.filling import take_in
from artfactory.catalog.parameters import Field, Parameters
from artfactory.orders.inputs import addressed
from artfactory.orders.models import Order
from artfactory.orders.quoting import quote
from artfactory.orders.requests import OrderRefused, OrderRequest
from artfactory.projects.models import Project
from artfactory.prompts.reading.fields import FIELD_LIMIT
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
EXACTING = [address for address, offer in OFFERS.items() if Parameters(offer.parameters).needed]
Maker = Callable[[Mapping[str, Any]], st.SearchStrategy[Any]]
FILE = "https://example.org/a.png"
LORA = "urn:air:sdxl:lora:civitai:1@2"
PROSE = {"lyrics", "instruct", "system_prompt", "style_prompt", "refText", "texture_prompt"}
PLAIN = st.text("abcxyz", min_size=1, max_size=12)
QUICK = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))


def native_form(address: str, request: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The Provider's own schema, and what it is given."""
    provider, _colon, model = address.partition(":")
    if provider == "civitai":
        cooked = recipe(model)
        return cooked.schema, cooked.input(request)
    return {"fal": fal, "replicate": replicate}[provider].native_schema(model), request


def parameters_of(address: str) -> Parameters:
    return Parameters(OFFERS[address].parameters)


def values_for(parameters: Parameters) -> st.SearchStrategy[dict[str, Any]]:
    """What is needed, and some of the rest. Seeds are always drawn."""
    needed = {field.name for field in parameters.needed} | {"seed"} & parameters.fields.keys()
    fitting = {name: values_of(field.schema) for name, field in parameters.fields.items()}
    values = st.fixed_dictionaries(
        {name: fitting[name] for name in needed},
        optional={name: fitting[name] for name in fitting if name not in needed},
    )
    of_both = {"x-pixels", "x-ratio"} & set(parameters.schema)  # tests/orders/test_sides.py
    return values.map(_without_sides) if of_both else values


def _without_sides(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("width", "height")}


def values_of(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Whatever fits."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return st.one_of(*map(values_of, schema[word]))
    makers: dict[str, Maker] = {
        "integer": _numbers,
        "number": _numbers,
        "boolean": lambda _schema: st.booleans(),
        "array": _lists,
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
    return st.floats(low, high, allow_nan=False).map(lambda number: min(max(round(number, 3), low), high))


def _texts(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    return st.just(FILE) if schema.get("format") == "uri" else PLAIN


def _lists(schema: Mapping[str, Any]) -> st.SearchStrategy[list[Any]]:
    each = st.just(FILE) if "x-accepts" in schema else values_of(schema["items"])
    least = schema.get("minItems", 0)
    return st.lists(each, min_size=least, max_size=min(schema.get("maxItems", 3), least + 2))


def _objects(schema: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    properties = schema.get("properties", {})
    if not properties:
        of = schema.get("additionalProperties")
        return st.dictionaries(st.just(LORA), values_of(of if isinstance(of, dict) else {}), max_size=1)
    needed = {name: values_of(properties[name]) for name in schema.get("required", ())}
    others = {name: values_of(each) for name, each in properties.items() if name not in needed}
    return st.fixed_dictionaries(needed, optional=others)


def wrong_values(field: Field) -> Iterator[Any]:
    """Of a wrong type, out of range, no choice, too long, no multiple, no address, too many."""
    schema, kind = field.schema, field.kind
    if schema.get("format") == "uri":
        yield from ("fox.png", f"{FILE} and more", 7)
        yield [FILE] * (schema.get("maxItems", 0) + 1) if "maxItems" in schema else [7]
    elif kind == "string":
        yield 7
        yield from ["x" * (schema["maxLength"] + 1)] if "maxLength" in schema else []
    else:
        yield "no-such-thing"
    if kind == "integer":
        yield 1.5
    if kind in ("integer", "number"):
        yield from _beyond(field)


def _beyond(field: Field) -> Iterator[Any]:
    """Large seeds are taken modulo."""
    schema = field.schema
    if "maximum" in schema and field.name != "seed":
        yield schema["maximum"] + 1
    if "minimum" in schema:
        yield schema["minimum"] - 1
    if "exclusiveMinimum" in schema:
        yield schema["exclusiveMinimum"]
    if "multipleOf" in schema:
        yield schema.get("minimum", 0) + 1


def as_typed(value: Any) -> Any:
    """On a page or the command line."""
    return value if isinstance(value, str) else json.dumps(value)


@pytest.mark.parametrize("address", OFFERS)
@QUICK
@given(data=st.data())
def test_whatever_fits_the_form_is_a_request_that_the_provider_takes(
    address: str, data: st.DataObject
) -> None:
    parameters = parameters_of(address)
    values = data.draw(values_for(parameters))
    assert [name for name, value in values.items() if parameters.fields[name].problem(value)] == []
    assert {name: parameters.fields[name].value(as_typed(value)) for name, value in values.items()} == values
    request = parameters.native(prompt="a red fox", negative="fog", values=values)
    schema, sent = native_form(address, request)
    Draft202012Validator(dict(schema)).validate(sent)


@pytest.mark.parametrize("address", OFFERS)
def test_every_wrong_value_is_known_as_one(address: str) -> None:
    fields = parameters_of(address).fields.values()
    tried = [(field, value) for field in fields for value in wrong_values(field)]
    assert len({field.name for field, _value in tried}) == len(fields)
    assert [(field.name, value) for field, value in tried if not field.problem(value)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", OFFERS)
@QUICK
@given(data=st.data())
def test_one_wrong_value_is_refused_at_its_field_before_anything_is_sent(
    address: str, data: st.DataObject
) -> None:
    take_in(address.partition(":")[0], [OFFERS[address]])
    parameters = parameters_of(address)
    values, field = data.draw(values_for(parameters)), data.draw(st.sampled_from([*parameters]))
    values[field.name] = data.draw(st.sampled_from([*wrong_values(field)]))
    with pytest.raises(OrderRefused) as refused:
        quote(OrderRequest(models=(address,), prompt="a red fox", parameters=_as_given(values)), seed=7)
    assert [flaw.loc for flaw in refused.value.flaws] == [("parameters", field.name)]
    assert refused.value.flaws[0].message.startswith(f"{field.title}: ")


def _as_given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Commas and the like in texts would make lists of them."""
    return {
        name: value.replace(",", "\\,") if isinstance(value, str) else value for name, value in values.items()
    }


@pytest.mark.django_db
@pytest.mark.parametrize("address", EXACTING)
def test_without_what_it_needs_nothing_is_ordered(address: str, foxes: Project) -> None:
    take_in(address.partition(":")[0], [OFFERS[address]])
    request = OrderRequest(models=(address,), prompt="a red fox")
    needed = parameters_of(address).needed
    [line] = quote(request, seed=7).lines
    assert all(any(field.title in note for note in line.notes) for field in needed)
    with pytest.raises(OrderRefused) as refused:
        Order.place(request, project=foxes)
    assert [flaw.loc for flaw in refused.value.flaws] == [("parameters", field.name) for field in needed]
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_pictures_of_the_library_are_taken_wherever_a_model_takes_pictures() -> None:
    asset = {"asset": str(stored(photo()).pk)}
    tried = 0
    for address, parameters in ((address, parameters_of(address)) for address in OFFERS):
        pictures = {field.name: asset for field in parameters if field.accepts == "image"}
        if pictures:
            take_in(address.partition(":")[0], [OFFERS[address]])
            values = {field.name: FILE for field in parameters.needed if field.schema.get("format") == "uri"}
            request = OrderRequest(models=(address,), prompt="a fox", parameters={**values, **pictures})
            [planned] = quote(request, seed=7).planned()
            assert [planned.request[parameters.fields[name].native] for name in pictures] == [asset] * len(
                pictures
            )
            sent = {name: addressed(value, lambda _file: FILE) for name, value in planned.request.items()}
            tried += "asset" not in json.dumps(native_form(address, sent)[1])
    assert tried > 100


@pytest.mark.django_db
def test_prompts_that_are_too_long_are_refused_at_the_prompt() -> None:
    prompts = {address: offer.parameters["properties"].get("prompt", {}) for address, offer in OFFERS.items()}
    limits = {about["maxLength"]: address for address, about in prompts.items() if "maxLength" in about}
    shorter = {most: address for most, address in limits.items() if most < FIELD_LIMIT}
    assert len(shorter) > 3
    for most, address in shorter.items():
        take_in(address.partition(":")[0], [OFFERS[address]])
        assert quote(OrderRequest(models=(address,), prompt="x" * most), seed=7).count == 1
        with pytest.raises(OrderRefused) as refused:
            quote(OrderRequest(models=(address,), prompt="x" * (most + 1)), seed=7)
        [flaw] = refused.value.flaws
        assert (flaw.loc, f"{most:,}" in flaw.message) == (("prompt",), True)


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


@pytest.mark.parametrize("address", OFFERS)
def test_lyrics_files_and_directions_are_never_axes(address: str) -> None:
    told = {
        name
        for name, field in parameters_of(address).fields.items()
        if field.expands and (field.accepts or field.schema.get("format") == "uri" or name in PROSE)
    }
    assert told == set()


@pytest.mark.parametrize(
    ("values", "size"),
    [
        ({"width": 800}, {"width": 800, "height": 768}),
        ({"height": 800, "width": 640}, {"width": 640, "height": 800}),
        ({"image_size": "square"}, "square"),
        ({"image_size": "square", "width": 800}, "square"),
        ({}, None),
    ],
)
def test_fals_sizes_are_filled_from_width_and_height(values: dict[str, Any], size: Any) -> None:
    parameters = parameters_of("fal:fal-ai/flux/dev")
    request = parameters.native(prompt="a red fox", negative="", values=values)
    assert request.get("image_size") == size
    assert "width" not in request
