"""The models that come with it: in our words and names, and still what fal.ai takes."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from artfactory.providers.base import Access, Offer
from artfactory.providers.contract import assert_is_well_formed
from artfactory.providers.fal import Fal
from artfactory.providers.fal.offers import PACKED, all_offers, native_schema

OFFERS = {offer.model: offer for offer in all_offers()}
SIDES = {"image_size/width", "image_size/height"}
SAMPLES = {"prompt": "a fox", "image": "https://v3.fal.media/files/a.png"}


def native(offer: Offer, values: dict[str, Any]) -> dict[str, Any]:
    """As a request names them."""
    properties = offer.parameters["properties"]
    return {properties[name].get("x-native", name): value for name, value in values.items()}


def test_eleven_models_come_with_it() -> None:
    schemas = PACKED.folder.joinpath("schemas").iterdir()
    packed = [each.name for each in schemas if each.name.endswith(".json")]
    assert len(Fal(Access()).offers()) == len(packed) == 11
    assert {offer.family for offer in OFFERS.values()} == {
        *("FLUX", "Seedream", "Wan", "Kling", "Veo", "ElevenLabs", "Stable Audio"),
    }


@pytest.mark.parametrize("model", OFFERS)
def test_each_is_well_formed_and_named_as_fal_names_it(model: str) -> None:
    assert_is_well_formed(OFFERS[model])
    assert native_schema(model)["x-endpoint-id"] == model


@pytest.mark.parametrize("model", OFFERS)
def test_the_form_as_it_opens_makes_a_request_that_fal_takes(model: str) -> None:
    offer = OFFERS[model]
    properties = offer.parameters["properties"]
    filled = {name: about["default"] for name, about in properties.items() if "default" in about}
    required = {name: SAMPLES[name] for name in offer.parameters["required"]}
    for values in (required, filled | required):
        Draft202012Validator(offer.parameters).validate(values)
        Draft202012Validator(native_schema(model)).validate(native(offer, values))


@pytest.mark.parametrize("model", OFFERS)
def test_every_parameter_of_fal_is_offered_once_but_the_hidden_one(model: str) -> None:
    properties = OFFERS[model].parameters["properties"]
    names = [about.get("x-native", name) for name, about in properties.items()]
    assert len(set(names)) == len(names)
    assert {*names, "sync_mode"} - SIDES == {*native_schema(model)["properties"], "sync_mode"}
    assert not SIDES & {*names} or {"image_size", *SIDES} <= {*names}
    assert all(about["description"] for about in properties.values())


@pytest.mark.parametrize(
    ("model", "ours"),
    [
        ("fal-ai/flux/dev", {"steps": 12, "guidance": 3, "num_outputs": 2, "seed": 2**60 + 1}),
        ("fal-ai/flux/dev/image-to-image", {"image": SAMPLES["image"], "strength": 0.5}),
        ("fal-ai/kling-video/v2.6/pro/text-to-video", {"guidance": 0.7, "duration": "10"}),
        ("fal-ai/wan/v2.2-a14b/text-to-video", {"fps": 24, "steps": 20}),
        ("fal-ai/stable-audio-25/text-to-audio", {"duration": 30}),
        ("fal-ai/elevenlabs/tts/multilingual-v2", {"prompt": "Hello [x]"}),
    ],
)
def test_our_names_are_translated(model: str, ours: dict[str, Any]) -> None:
    offer = OFFERS[model]
    values = {name: SAMPLES[name] for name in offer.parameters["required"]} | ours
    Draft202012Validator(offer.parameters).validate(values)
    Draft202012Validator(native_schema(model)).validate(native(offer, values))
    translated = set(native(offer, values)) - set(values)
    assert translated <= {
        *("num_inference_steps", "guidance_scale", "cfg_scale", "num_images", "image_url"),
        *("frames_per_second", "seconds_total", "text"),
    }
    assert not set(ours) - {"seed", "strength", "duration"} & set(native(offer, ours))


@pytest.mark.parametrize("size", ["square_hd", {"width": 640, "height": 360}])
def test_a_size_is_a_shape_by_name_or_pixels(size: Any) -> None:
    about = OFFERS["fal-ai/flux/schnell"].parameters["properties"]["image_size"]
    Draft202012Validator(about).validate(size)


@pytest.mark.parametrize("size", ["huge", {"width": 0, "height": 1}, {"width": 20_000, "height": 1}, 7])
def test_a_size_that_fal_refuses_is_refused_before(size: Any) -> None:
    about = OFFERS["fal-ai/flux/schnell"].parameters["properties"]["image_size"]
    assert not Draft202012Validator(about).is_valid(size)


def test_list_prices_come_with_those_that_have_one() -> None:
    priced = {offer.model: offer.price for offer in OFFERS.values() if offer.price}
    assert {model: (str(price.amount.amount), price.unit) for model, price in priced.items()} == {
        "fal-ai/flux/schnell": ("0.003", "megapixel"),
        "fal-ai/flux/dev": ("0.025", "megapixel"),
        "fal-ai/flux-pro/v1.1": ("0.04", "megapixel"),
    }
    assert {(price.basis, price.priced_on[:7]) for price in priced.values()} == {("estimate", "2026-11")}


def test_films_and_sounds_keep_what_stands_in_brackets() -> None:
    kept = {offer.modality for offer in OFFERS.values() if offer.unknown_tokens == "keep"}
    assert kept == {"text-to-video", "text-to-audio", "text-to-speech"}
