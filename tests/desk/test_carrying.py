"""A change of models: what means the same stays, and what the next model lacks waits for one that has it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.http import QueryDict
from tests.cast import model
from tests.catalog.test_bundled_forms import OFFERS
from tests.desk.filled import Filled
from tests.desk.person import Person

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.filling import take_in
from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Field, Parameters
from artfactory.desk.forms.carrying import shape_carried, shape_in

PROVIDERS = ("fal", "replicate", "civitai")
RATIOS = {"enum": ["1:1", "16:9", "9:16"]}
NAMES = {"anyOf": [{"type": "object"}, {"enum": ["square_hd", "landscape_16_9", "portrait_4_3"]}]}
SIDE = {"type": "integer", "minimum": 64, "maximum": 2048, "default": 1024}
SHAPED: dict[str, dict[str, Any]] = {
    "sides": {"width": SIDE, "height": SIDE},
    "ratio": {"aspect_ratio": RATIOS},
    "named": {"image_size": NAMES},
    "none": {"steps": {"type": "integer"}},
}


@pytest.fixture
def shaped(studio: ProviderAccount) -> dict[str, AIModel]:
    text = {"prompt": {"type": "string"}}
    return {
        name: model(
            name.capitalize(),
            provider=studio.provider,
            modality="text-to-image",
            parameters={"type": "object", "properties": text | properties},
        )
        for name, properties in SHAPED.items()
    }


@pytest.mark.parametrize(
    ("said", "shape"),
    [
        ("size=16:9", "16:9"),
        ("parameters.aspect_ratio=9:16", "9:16"),
        ("parameters.image_size=landscape_16_9", "16:9"),
        ("size=own&parameters.width=1024&parameters.height=576", "16:9"),
        ("parameters.aspect_ratio=1:1, 16:9", ""),
        ("parameters.width=1024", ""),
        ("parameters.width=0&parameters.height=0", ""),
        ("prompt=16:9", ""),
    ],
)
def test_a_shape_is_found_however_it_was_said(said: str, shape: str) -> None:
    assert shape_in(QueryDict(said)) == shape


@pytest.mark.parametrize(
    ("first", "said", "to", "name", "answer"),
    [
        ("sides", "size=16:9", "ratio", "parameters.aspect_ratio", "16:9"),
        ("sides", "size=16:9", "named", "parameters.image_size", "landscape_16_9"),
        ("ratio", "parameters.aspect_ratio=16:9", "sides", "size", "16:9"),
        ("named", "parameters.image_size=landscape_16_9", "ratio", "parameters.aspect_ratio", "16:9"),
        ("sides", "parameters.width=1536&parameters.height=864", "ratio", "parameters.aspect_ratio", "16:9"),
        ("sides", "size=3:2", "ratio", "parameters.aspect_ratio", None),  # it has none like it
        ("sides", "size=16:9&parameters.aspect_ratio=1:1", "ratio", "parameters.aspect_ratio", "1:1"),
        ("ratio", "size=16:9&parameters.aspect_ratio=1:1", "named", "parameters.image_size", "square_hd"),
        ("none", "size=16:9", "ratio", "parameters.aspect_ratio", None),  # of a model before that one
    ],
)
def test_the_next_model_gets_the_shape_by_its_own_name(
    shaped: dict[str, AIModel], first: str, said: str, to: str, name: str, answer: str | None
) -> None:
    before = [shaped[first]]
    assert shape_carried(QueryDict(said), [shaped[to]], before=before).get(name) == answer


def test_both_models_are_asked_for_the_same_shape(person: Person, shaped: dict[str, AIModel]) -> None:
    asked = {"model": "studio:sides", "prompt": "a fox", "size": "16:9", "add": "studio:ratio"}
    answers = Filled(person.post("/orders/draft/", asked).text).answers
    assert answers["size"] == ["16:9"] and answers["parameters.aspect_ratio"] == ["16:9"]


def test_a_choice_that_the_next_model_lacks_is_seen_and_told(
    person: Person, shaped: dict[str, AIModel]
) -> None:
    asked = {"model": "studio:ratio", "prompt": "a fox", "parameters.aspect_ratio": "21:9"}
    page = person.post("/orders/draft/", asked)
    assert Filled(page.text).answers["parameters.aspect_ratio"] == ["21:9"]
    assert "must be one of" in page.inside("problem-aspect_ratio")


def test_whatever_was_set_is_there_again_after_another_model_was_tried(person: Person) -> None:
    """Over all forms that are bundled: from one model to another and back."""
    chance = random.Random(11)  # which models and values; each run tries the same
    for name in PROVIDERS:
        take_in(name, [offer for address, offer in OFFERS.items() if address.startswith(f"{name}:")])
    known = list(AIModel.objects.filter(available=True, provider__in=PROVIDERS))
    for first, second in [chance.sample(known, 2) for _pair in range(25)]:
        set_values = {f"parameters.{name}": value for name, value in _values(first, chance)}
        there = _changed(person, {"prompt": ["a fox"]} | set_values, to=first)
        beside = _changed(person, there, to=second)
        back = _changed(person, beside, to=first)
        lost = {name: value for name, value in set_values.items() if back.get(name) != value}
        assert not lost, f"{first.address} → {second.address}"


def _changed(person: Person, answers: dict[str, list[str]], *, to: AIModel) -> dict[str, list[str]]:
    asked = {name: value for name, value in answers.items() if name != "model"}
    page = person.post("/orders/draft/", asked | {"add": [to.address]})
    answers = dict(Filled(page.text).answers)
    assert answers["model"] == [to.address]
    return answers


def _values(ai_model: AIModel, chance: random.Random) -> list[tuple[str, list[str]]]:
    fields = [each for each in Parameters(ai_model.parameters).fields.values() if each.name != "seed"]
    plain = [field for field in fields if not field.accepts and not field.resource and _value(field, chance)]
    picked = chance.sample(plain, min(5, len(plain)))
    return [
        (field.name, [_value(field, chance)]) for field in picked if field.name not in ("width", "height")
    ]


def _value(field: Field, chance: random.Random) -> str:
    schema = field.schema
    if field.choices:
        return str(chance.choice(field.choices))
    if field.kind == "boolean":
        return chance.choice(["true", "false"])
    if field.kind in ("integer", "number"):
        return str(schema.get("default", schema.get("minimum", 1)))
    return "some words" if field.kind == "string" else ""
