"""The models that come with it: in our words and names, and still what Replicate takes."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from simulators.replicate.documents import document
from simulators.replicate.models import models

from artfactory.providers.base import Access, Offer
from artfactory.providers.contract import assert_is_well_formed
from artfactory.providers.replicate import Replicate
from artfactory.providers.replicate.offers import PACKED, all_offers, flattened, native_schema

OFFERS = {offer.model: offer for offer in all_offers()}
SAMPLES = {"prompt": "a fox"}


def native(offer: Offer, values: dict[str, Any]) -> dict[str, Any]:
    """As a request names them."""
    properties = offer.parameters["properties"]
    return {properties[name].get("x-native", name): value for name, value in values.items()}


def test_seven_models_come_with_it() -> None:
    schemas = PACKED.folder.joinpath("schemas").iterdir()
    packed = [each.name for each in schemas if each.name.endswith(".json")]
    assert len(Replicate(Access()).offers()) == len(packed) == 7
    assert {offer.modality for offer in OFFERS.values()} == {
        *("text-to-image", "text-to-video", "text-to-audio", "text-to-speech"),
    }


@pytest.mark.parametrize("model", OFFERS)
def test_each_is_well_formed_and_named_as_replicate_names_it(model: str) -> None:
    assert_is_well_formed(OFFERS[model])
    assert native_schema(model)["x-model"] == model


@pytest.mark.parametrize("model", OFFERS)
def test_the_form_as_it_opens_makes_a_request_that_replicate_takes(model: str) -> None:
    offer = OFFERS[model]
    properties = offer.parameters["properties"]
    filled = {name: about["default"] for name, about in properties.items() if "default" in about}
    required = {name: SAMPLES[name] for name in offer.parameters["required"]}
    for values in (required, filled | required):
        Draft202012Validator(offer.parameters).validate(values)
        Draft202012Validator(native_schema(model)).validate(native(offer, values))


@pytest.mark.parametrize("model", OFFERS)
def test_every_parameter_is_offered_once_with_words_of_ours(model: str) -> None:
    properties = OFFERS[model].parameters["properties"]
    names = [about.get("x-native", name) for name, about in properties.items()]
    assert len(set(names)) == len(names)
    assert set(names) == set(native_schema(model)["properties"])
    assert all(about["description"] for about in properties.values())
    assert "nullable" not in str(properties)


@pytest.mark.parametrize("model", OFFERS)
def test_a_schema_as_it_goes_over_the_wire_says_the_same(model: str) -> None:
    """There each choice stands beside the inputs, which refer to it."""
    sent = document(models()[model])
    choices = [
        about for about in sent["components"]["schemas"]["Input"]["properties"].values() if "allOf" in about
    ]
    plain = native_schema(model)["properties"]
    assert len(choices) == sum("enum" in about for about in plain.values())
    read = flattened(sent)["properties"]
    for name, about in plain.items():
        wanted = {key: value for key, value in about.items() if key != "nullable"}
        assert {key: read[name][key] for key in wanted} == wanted


def test_what_stands_beside_a_reference_wins_and_a_circle_ends() -> None:
    schemas = {
        "Input": {"properties": {"a": {"allOf": [{"$ref": "#/components/schemas/b"}], "default": 1}}},
        "b": {"enum": [1, 2], "default": 2, "allOf": [{"$ref": "#/components/schemas/b"}]},
    }
    read = flattened({"components": {"schemas": schemas}})
    assert (read["properties"]["a"]["enum"], read["properties"]["a"]["default"]) == ([1, 2], 1)


@pytest.mark.parametrize(
    ("model", "ours", "theirs"),
    [
        ("stability-ai/sdxl", "steps", "num_inference_steps"),
        ("stability-ai/sdxl", "guidance", "guidance_scale"),
        ("stability-ai/sdxl", "strength", "prompt_strength"),
        ("minimax/speech-02-hd", "prompt", "text"),
        ("meta/musicgen", "audio", "input_audio"),
    ],
)
def test_canonical_names_are_the_same_at_every_provider(model: str, ours: str, theirs: str) -> None:
    assert OFFERS[model].parameters["properties"][ours]["x-native"] == theirs


def test_prices_are_estimates_with_their_day() -> None:
    priced = {offer.model: offer.price for offer in OFFERS.values() if offer.price}
    assert {model: (str(price.amount.amount), price.unit) for model, price in priced.items()} == {
        "black-forest-labs/flux-schnell": ("0.003", "image"),
        "black-forest-labs/flux-dev": ("0.025", "image"),
        "bytedance/seedance-1-pro-fast": ("0.06", "second"),
        "google/veo-3.1-fast": ("0.15", "second"),
        "minimax/speech-02-hd": ("0.1", "1000 characters"),
    }
    assert {(price.basis, price.priced_on[:7]) for price in priced.values()} == {("estimate", "2026-11")}


def test_films_and_sounds_keep_what_stands_in_brackets() -> None:
    kept = {offer.modality for offer in OFFERS.values() if offer.unknown_tokens == "keep"}
    assert kept == {"text-to-video", "text-to-audio", "text-to-speech"}
