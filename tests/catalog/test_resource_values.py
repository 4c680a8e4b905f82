"""Resources as values: read in every shape, given to each model in its own, and never shortened."""

from __future__ import annotations

from typing import Any

import pytest

from artfactory.catalog.filling import take_in
from artfactory.catalog.parameters import Parameters
from artfactory.catalog.resource_values import airs_in, chosen_in, kind_of, shaped
from artfactory.orders.quoting import quote
from artfactory.orders.requests import OrderRefused, OrderRequest
from artfactory.providers.base import Offer
from artfactory.providers.civitai.offers import all_offers

FUR, INK = "urn:air:sdxl:lora:civitai:1@2", "urn:air:sdxl:lora:civitai:3@4"
SHAPES: dict[str, Any] = {
    "strengths": {FUR: 0.8, INK: 1.0},
    "facts": {FUR: {"strength": 0.8}, INK: {"strength": 1.0}},
    "list": [{"air": FUR, "strength": 0.8}, {"air": INK, "strength": 1.0}],
}
SCHEMAS: dict[str, Any] = {
    "strengths": {"type": "object", "additionalProperties": {"type": "number"}},
    "facts": {"type": "object", "additionalProperties": {"type": "object"}},
    "list": {"type": "array", "items": {"type": "object"}},
    "names": {"type": "array", "items": {"type": "string"}},
    "one": {"type": "string"},
}


@pytest.mark.parametrize("given", SHAPES)
@pytest.mark.parametrize("taken", SHAPES)
def test_each_model_gets_them_in_its_own_shape(given: str, taken: str) -> None:
    assert shaped(SHAPES[given], SCHEMAS[taken]) == SHAPES[taken]


@pytest.mark.parametrize(
    ("value", "taken", "shape"),
    [
        (FUR, "strengths", {FUR: 1.0}),
        (f" {FUR} ", "one", FUR),
        (f'{{"{FUR}": 0.5}}', "list", [{"air": FUR, "strength": 0.5}]),
        (f'["{FUR}"]', "facts", {FUR: {"strength": 1.0}}),
        ({FUR: 1}, "names", [FUR]),
        ({FUR: 1}, "one", FUR),
        ("", "strengths", {}),
    ],
)
def test_what_was_typed_or_is_alone_is_understood(value: Any, taken: str, shape: Any) -> None:
    assert shaped(value, SCHEMAS[taken]) == shape


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ({FUR: {"strength": 1, "triggerWord": "fxfur"}}, "strengths"),
        ({FUR: 0.5}, "names"),
        ({FUR: 0.5}, "one"),
        ([FUR, INK], "one"),
        ("a fox", "strengths"),
        ("{no json", "strengths"),
        ([7], "strengths"),
        (7, "strengths"),
    ],
)
def test_what_would_lose_something_or_is_none_stays_to_be_refused(value: Any, taken: str) -> None:
    assert shaped(value, SCHEMAS[taken]) == value


def test_all_that_a_value_names_is_found_and_its_kind_told() -> None:
    assert list(airs_in([{FUR: {"x": INK}}, "a fox", 7, None])) == [FUR, INK]
    assert chosen_in("[" * 100_000) is None
    assert (kind_of(FUR), kind_of("urn:air:sdxl:lora:civitai:1"), kind_of("a fox")) == ("lora", "", "")


@pytest.fixture
def offers(db: None) -> dict[str, Offer]:
    offers = {offer.model: offer for offer in all_offers()}
    take_in("civitai", list(offers.values()))
    return offers


def test_one_order_names_a_lora_once_for_models_that_want_it_otherwise(offers: dict[str, Offer]) -> None:
    models = ("civitai:imageGen/flux2/klein", "civitai:textToImage", "civitai:imageGen/flux2/dev")
    given = {"loras": {FUR: 0.8}, "checkpoint": "urn:air:sdxl:checkpoint:civitai:1@2"}
    quoted = quote(OrderRequest(models=models, prompt="a fox", parameters=given), seed=1)
    sent = [planned.request for planned in quoted.planned()]
    assert [request.get("loras", request.get("additionalNetworks")) for request in sent] == [
        *({FUR: 0.8}, {FUR: {"strength": 0.8}}, [{"air": FUR, "strength": 0.8}])
    ]


def test_a_strength_that_is_none_is_refused_at_its_field(offers: dict[str, Offer]) -> None:
    model = "civitai:imageGen/flux2/klein"
    request = OrderRequest(models=(model,), prompt="a fox", parameters={"loras": {FUR: "much"}})
    with pytest.raises(OrderRefused) as refused:
        quote(request, seed=1)
    assert [flaw.loc for flaw in refused.value.flaws] == [("parameters", "loras")]


def test_the_forms_say_what_names_resources_and_what_is_one(offers: dict[str, Offer]) -> None:
    said = {
        field.resource
        for offer in offers.values()
        for field in Parameters(offer.parameters)
        if field.name in ("loras", "embeddings", "checkpoint")
    }
    assert said == {"lora", "embedding", "checkpoint"}
    weights = [model for model, offer in offers.items() if Parameters(offer.parameters).resource]
    assert len(weights) == 6 and all(":checkpoint:" in model for model in weights)
