"""Width and height together: no more pixels, and no longer, than a model makes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import model

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.orders.quoting import quote
from artfactory.orders.requests import OrderRefused, OrderRequest
from artfactory.providers.civitai.offers import all_offers

SIDE = {"type": "integer", "minimum": 64, "maximum": 4096}


@pytest.fixture
def poster(studio: ProviderAccount) -> AIModel:
    names = {"prompt": {"type": "string"}, "width": SIDE, "height": {**SIDE, "default": 1024}}
    schema = {"type": "object", "properties": names}
    rules = {"x-pixels": {"minimum": 250_000, "maximum": 4_000_000}, "x-ratio": 3}
    return model("Poster", provider=studio.provider, modality="text-to-image", parameters=schema | rules)


def told(ai_model: AIModel, **wish: Any) -> list[str]:
    request = OrderRequest(models=(ai_model.address,), prompt="a fox", **wish)
    try:
        quote(request, seed=1)
    except OrderRefused as refused:
        assert {flaw.loc for flaw in refused.flaws} == {("parameters", "width")}
        return [flaw.message for flaw in refused.flaws]
    return []


@pytest.mark.parametrize(
    ("width", "height", "why"),
    [
        ("2048", "1024", []),
        ("3000", "2000", ["must be at most 4 megapixels together; these are 6"]),
        ("300", "300", ["must be at least 0.25 megapixels together; these are 0.09"]),
        ("2000", "600", ["must be at most 3 times the shorter"]),
        ("600", "2000", ["must be at most 3 times the shorter"]),
        ("4000, 1024", "1024", ["must be at most 4 megapixels", "must be at most 3 times"]),
        ("1024, 2048", "1024, 1536", []),
    ],
)
def test_each_pair_of_sides_is_held_to_what_the_model_makes(
    poster: AIModel, width: str, height: str, why: list[str]
) -> None:
    messages = told(poster, parameters={"width": width, "height": height})
    assert len(messages) == len(why)
    assert all(words in message for words, message in zip(why, messages, strict=True))


def test_what_nobody_named_is_the_models_own(poster: AIModel) -> None:
    assert told(poster, parameters={"width": "4000"}) != []
    assert told(poster, parameters={"height": "4000"}) == []  # of its width nothing is known


def test_it_goes_anyway_by_a_persons_word(poster: AIModel) -> None:
    sides = {"width": "3000", "height": "2000"}
    assert told(poster, parameters=sides, send_anyway=("width",)) == []


def test_a_bundled_model_has_such_rules() -> None:
    offer = next(each for each in all_offers() if each.model == "imageGen/openai/gpt-image-2")
    assert offer.parameters["x-ratio"] == 3
    assert offer.parameters["properties"]["width"]["multipleOf"] == 16


@pytest.mark.parametrize("sides", [{"width": "4097"}, {"width": "4097", "height": "1024"}, {"width": "63"}])
def test_a_side_that_is_wrong_by_itself_is_told_once(poster: AIModel, sides: dict[str, str]) -> None:
    assert len(told(poster, parameters=sides)) == 1
