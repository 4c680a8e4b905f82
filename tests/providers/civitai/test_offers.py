"""The models that come with it: in our words and names, and still what Civitai takes."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from artfactory.providers.base import Access, Offer
from artfactory.providers.civitai import Civitai
from artfactory.providers.civitai.offers import AROUND, all_offers
from artfactory.providers.civitai.recipes import PACKED, recipe, schema_of
from artfactory.providers.contract import assert_is_well_formed

OFFERS = {offer.model: offer for offer in all_offers()}
SDXL = "urn:air:sdxl:checkpoint:civitai:101055@128078"
SAMPLES = {"prompt": "a fox", "image": "https://example.org/a.png", "seed": 7}


def native(offer: Offer, values: dict[str, Any]) -> dict[str, Any]:
    """As a request names them."""
    properties = offer.parameters["properties"]
    return {properties[name].get("x-native", name): value for name, value in values.items()}


def test_forty_three_models_come_with_it() -> None:
    schemas = PACKED.folder.joinpath("schemas").iterdir()
    packed = [each.name for each in schemas if each.name.endswith(".json")]
    assert len(Civitai(Access()).offers()) == len(packed) == 43
    assert {offer.modality for offer in OFFERS.values()} == {
        *("text-to-image", "image-to-image", "text-to-video", "text-to-audio", "text-to-speech"),
    }
    assert SDXL in OFFERS


@pytest.mark.parametrize("model", OFFERS)
def test_each_is_well_formed_and_packed_under_its_own_name(model: str) -> None:
    assert_is_well_formed(OFFERS[model])
    assert schema_of(model)["x-model"] == model


@pytest.mark.parametrize("model", OFFERS)
def test_the_form_as_it_opens_makes_an_input_that_civitai_takes(model: str) -> None:
    offer, cooked = OFFERS[model], recipe(model)
    properties = offer.parameters["properties"]
    filled = {name: about["default"] for name, about in properties.items() if "default" in about}
    required = {name: SAMPLES[name] for name in offer.parameters["required"]}
    for values in (required, filled | required):
        Draft202012Validator(offer.parameters).validate(values)
        Draft202012Validator(dict(cooked.schema)).validate(cooked.input(native(offer, values)))


@pytest.mark.parametrize("model", OFFERS)
def test_every_parameter_is_offered_once_with_words_of_ours(model: str) -> None:
    cooked, about, properties = recipe(model), PACKED.models[model], OFFERS[model].parameters["properties"]
    names = [each.get("x-native", name) for name, each in properties.items()]
    kept_back = {*PACKED.mapping["hidden"], *about.get("hidden", ()), *cooked.fixed}
    assert len(set(names)) == len(names)
    assert set(names) == {*cooked.schema["properties"], *AROUND} - kept_back
    assert all(each["description"].endswith((".", ".}", "}.")) for each in properties.values())
    assert all(isinstance(each.get("type"), str) and "x-air" not in each for each in properties.values())


@pytest.mark.parametrize("model", OFFERS)
def test_what_makes_it_this_model_cannot_be_asked_away(model: str) -> None:
    cooked = recipe(model)
    assert set(cooked.schema["x-discriminators"]) <= set(cooked.fixed)
    assert not set(cooked.fixed) & {
        each.get("x-native", name) for name, each in OFFERS[model].parameters["properties"].items()
    }


@pytest.mark.parametrize(
    ("model", "ours", "theirs"),
    [
        (SDXL, "steps", "steps"),
        (SDXL, "guidance", "cfgScale"),
        (SDXL, "negative_prompt", "negativePrompt"),
        (SDXL, "num_outputs", "quantity"),
        (SDXL, "scheduler", "sampleMethod"),
        ("imageGen/flux2/dev", "steps", "numInferenceSteps"),
        ("imageGen/google/nano-banana-2", "num_outputs", "numImages"),
        ("imageGen/google/nano-banana-2", "image", "images"),
        ("videoGen/wan/v2.2", "image", "sourceImage"),
        ("videoGen/wan/v2.2", "fps", "frameRate"),
        ("textToSpeech/custom", "prompt", "text"),
        ("aceStepAudio", "prompt", "musicDescription"),
        ("textToImage", "checkpoint", "model"),
    ],
)
def test_canonical_names_are_the_same_at_every_provider(model: str, ours: str, theirs: str) -> None:
    about = OFFERS[model].parameters["properties"][ours]
    assert about.get("x-native", ours) == theirs


def test_sdxl_has_a_price_in_buzz_and_its_sides_go_by_sixteen() -> None:
    offer = OFFERS[SDXL]
    assert offer.price
    assert (str(offer.price.amount.amount), offer.price.amount.currency, offer.price.unit) == (
        "8",
        "BUZZ",
        "image",
    )
    assert offer.parameters["properties"]["width"]["multipleOf"] == 16


def test_one_file_is_asked_for_where_civitai_takes_several() -> None:
    assert OFFERS["imageGen/seedream"].parameters["properties"]["image"]["type"] == "string"
    told = recipe("imageGen/seedream").input({"prompt": "a fox", "images": "https://a/b.png"})
    assert told["images"] == ["https://a/b.png"]


def test_a_model_that_only_edits_needs_its_picture() -> None:
    assert "image" in OFFERS["imageGen/flux2/klein/editImage"].parameters["required"]


def test_veo_is_the_version_that_still_runs_and_silent_unless_asked() -> None:
    properties = OFFERS["videoGen/veo3"].parameters["properties"]
    assert properties["model_version"]["enum"] == [properties["model_version"]["default"]] == ["3.1"]
    assert properties["generate_audio"]["default"] is False


def test_films_and_sounds_keep_what_stands_in_brackets() -> None:
    kept = {offer.modality for offer in OFFERS.values() if offer.unknown_tokens == "keep"}
    assert kept == {"text-to-video", "text-to-audio", "text-to-speech"}
