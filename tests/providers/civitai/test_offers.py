"""The models that come with it: in our words and names, and still what Civitai takes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
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
SAMPLES = {"prompt": "a fox", "seed": 7, "workflow": {}, "resources": ["urn:air:other:other:civitai:1@2"]}
FILE = "https://example.org/a.png"
SOURCES_INSIDE = {  # of a list of theirs, or one of several
    "composeMedia",
    "videoGen/flux/v3.0/draftEnhance",
    "videoGen/flux/v3.0/keyframesToVideo",
    "videoGen/wan/v2.6/reference-to-video",
    "videoGen/wan/v2.7/image-to-video",
    "videoGen/wan/v2.7/reference-to-video",
}
VARIANTS = {  # of each step and engine, as published
    "aceStepAudio": 1,
    "comfy": 1,
    "composeMedia": 1,
    "convertImage": 1,
    "customComfy": 1,
    "imageBackgroundRemoval": 1,
    "imageGen comfy": 30,
    "imageGen fal": 9,
    "imageGen flux1-kontext": 3,
    "imageGen flux2": 10,
    "imageGen gemini": 2,
    "imageGen google": 4,
    "imageGen grok": 2,
    "imageGen openai": 9,
    "imageGen qwen": 2,
    "imageGen sdcpp": 20,
    "imageGen seedream": 1,
    "imageGen wan": 6,
    "imageToSvg comfy": 3,
    "imageUpscaler": 1,
    "polyGen comfy": 3,
    "polyGen fal": 3,
    "preprocessImage": 37,
    "textToImage": 1,
    "textToSpeech custom": 1,
    "textToSpeech vllm-omni": 4,
    "transcode": 1,
    "videoBackgroundRemoval": 1,
    "videoEnhancement": 1,
    "videoFrameExtraction": 1,
    "videoGen flux": 6,
    "videoGen grok": 6,
    "videoGen haiper": 1,
    "videoGen happyHorse": 7,
    "videoGen hunyuan": 1,
    "videoGen kling": 1,
    "videoGen kling-v3": 1,
    "videoGen lightricks": 1,
    "videoGen ltx2": 4,
    "videoGen ltx2.3": 6,
    "videoGen minimax": 1,
    "videoGen minimax-h3": 1,
    "videoGen minimax-h3-comfy": 2,
    "videoGen mochi": 1,
    "videoGen seedance": 1,
    "videoGen sora": 2,
    "videoGen veo3": 1,
    "videoGen vidu": 1,
    "videoGen vidu-q3": 1,
    "videoGen wan": 16,
    "videoInterpolation": 1,
    "videoUpscaler": 1,
}
NO_MODELS = {  # steps that make no file
    "blobArchive",
    "chatCompletion",
    "echo",
    "mediaCaptioning",
    "mediaRating",
    "promptEnhancement",
    "transcription",
    "videoMetadata",
    "wdTagging",
}


def native(offer: Offer, values: dict[str, Any]) -> dict[str, Any]:
    """As a request names them."""
    properties = offer.parameters["properties"]
    return {properties[name].get("x-native", name): value for name, value in values.items()}


def fitting(name: str, about: dict[str, Any]) -> Any:
    """A value for what is needed."""
    if about.get("format") == "uri":
        return [FILE] if about["type"] == "array" else FILE
    return SAMPLES.get(name, {"string": "words", "integer": 64, "number": 5, "array": []}.get(about["type"]))


def test_each_variant_of_each_step_that_makes_a_file_comes_with_it() -> None:
    names = [each.name for each in PACKED.folder.joinpath("schemas").iterdir()]
    packed = [schema_of(model) for model in PACKED.models]
    marks = {(each["x-step"], *sorted(each["x-discriminators"].items())) for each in packed}
    kinds = (f"{each['x-step']} {each['x-discriminators'].get('engine', '')}".strip() for each in packed)
    assert Counter(kinds) == VARIANTS
    assert len(names) == len(packed) == len(marks) == len(Civitai(Access()).offers()) == 224
    assert SDXL in OFFERS


def test_what_makes_no_file_is_no_model_and_the_documents_say_so() -> None:
    text = Path(__file__).parents[3].joinpath("docs", "providers", "civitai.md").read_text("utf-8")
    told = text.partition("**What is no model here.**")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", told)) == NO_MODELS
    assert not NO_MODELS & {recipe(model).step for model in OFFERS}


def test_each_says_what_it_makes_of_what() -> None:
    ends = {offer.modality.rpartition("-to-")[2] for offer in OFFERS.values()}
    assert ends == {"image", "video", "audio", "speech", "svg", "mesh", "file"}
    for offer in OFFERS.values():
        properties, required = offer.parameters["properties"], offer.parameters["required"]
        needed = {properties[name].get("x-accepts") for name in required}
        source = offer.modality.partition("-to-")[0]
        assert source in {"text", "workflow", "mesh", *needed} or offer.model in SOURCES_INSIDE


@pytest.mark.parametrize("model", OFFERS)
def test_each_is_well_formed_and_packed_under_its_own_name(model: str) -> None:
    assert_is_well_formed(OFFERS[model])
    assert schema_of(model)["x-model"] == model


@pytest.mark.parametrize("model", OFFERS)
def test_the_form_as_it_opens_makes_an_input_that_civitai_takes(model: str) -> None:
    offer, cooked = OFFERS[model], recipe(model)
    properties = offer.parameters["properties"]
    filled = {name: about["default"] for name, about in properties.items() if "default" in about}
    required = {name: fitting(name, properties[name]) for name in offer.parameters["required"]}
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


def test_several_files_are_taken_where_civitai_takes_several_and_one_may_stand_for_itself() -> None:
    about = OFFERS["imageGen/seedream"].parameters["properties"]["image"]
    assert (about["type"], about["minItems"], about["maxItems"]) == ("array", 1, 10)
    assert OFFERS["videoGen/ltx2"].parameters["properties"]["image"]["type"] == "string"
    for given in (FILE, [FILE]):
        assert recipe("imageGen/seedream").input({"prompt": "a fox", "images": given})["images"] == [FILE]


def test_what_civitai_reads_off_a_picture_is_sent_and_not_asked_for() -> None:
    model, sides = "imageGen/sdcpp/qwen/20b/editImage", {"width", "height"}
    assert sides <= recipe(model).input({"prompt": "a fox", "images": [FILE]}).keys()
    assert not sides & OFFERS[model].parameters["properties"].keys()
    assert recipe("preprocessImage/canny").input({"image": FILE})["preprocessorType"] == "canny"


def test_numbers_of_newer_variants_are_whole_and_more_than_none() -> None:
    properties = OFFERS["imageGen/comfy/krea2/raw"].parameters["properties"]
    for name in ("width", "height", "steps", "num_outputs"):
        assert (properties[name]["type"], properties[name]["minimum"]) == ("integer", 1)


def test_a_model_that_only_edits_needs_its_picture() -> None:
    assert "image" in OFFERS["imageGen/flux2/klein/editImage"].parameters["required"]


def test_veo_is_the_version_that_still_runs_and_silent_unless_asked() -> None:
    properties = OFFERS["videoGen/veo3"].parameters["properties"]
    assert properties["model_version"]["enum"] == [properties["model_version"]["default"]] == ["3.1"]
    assert properties["generate_audio"]["default"] is False


def test_films_and_sounds_keep_what_stands_in_brackets() -> None:
    kept = {offer.modality for offer in OFFERS.values() if offer.unknown_tokens == "keep"}
    ends = {modality.rpartition("-to-")[2] for modality in kept}
    assert (ends, len(kept)) == ({"video", "audio", "speech"}, 6)
