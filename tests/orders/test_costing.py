from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from artfactory.catalog.models import AIModel
from artfactory.media.models import Asset
from artfactory.orders.costing import UNKNOWN, Costing, Costs, expected, together
from artfactory.orders.quoting import quote
from artfactory.orders.requests import OrderRequest

PICTURE = {"num_outputs": {"default": 1}, "image_size": {"default": "landscape_4_3"}}
SIDES = {"width": {"type": "integer"}, "height": {"type": "integer"}}
FILM = {"duration": {"enum": ["4s", "8s"], "default": "8s"}}
FRAMES = {"num_frames": {"default": 81}, "fps": {"default": 16}}


def priced(unit: str, amount: str = "0.06", **properties: Any) -> AIModel:
    price = {"price_amount": Decimal(amount), "price_currency": "USD", "price_unit": unit}
    return AIModel(name="Easel", parameters={"properties": properties}, **price)


@pytest.mark.parametrize(
    ("unit", "properties", "values", "amount"),
    [
        ("image", PICTURE, {}, "0.06"),
        ("images", PICTURE, {"num_outputs": 4}, "0.24"),
        ("megapixel", PICTURE, {"image_size": {"width": 2000, "height": 1501}}, "0.24"),
        ("megapixel", PICTURE, {"image_size": "auto_4K", "num_outputs": 2}, "2.04"),
        ("megapixels", PICTURE | SIDES, {"image_size": None, "width": 3000, "height": 1000}, "0.18"),
        ("second", FILM, {}, "0.48"),
        ("second", FILM, {"duration": "4s"}, "0.24"),
        ("seconds", {"duration": {"default": 5}}, {"duration": 12}, "0.72"),
        ("second", {"duration": {"default": "5"}}, {}, "0.30"),
        ("second", FRAMES, {}, "0.30375"),
        ("second", FRAMES, {"num_frames": 161, "fps": 23}, "0.42"),
        ("minute", {"duration": {"default": 90}}, {}, "0.09"),
        ("5 seconds", {"duration": {"default": 10}}, {}, "0.12"),
        ("run", PICTURE, {"num_outputs": 4}, "0.06"),
    ],
)
def test_a_request_costs_what_its_values_come_to(
    unit: str, properties: dict[str, Any], values: dict[str, Any], amount: str
) -> None:
    cost = expected(priced(unit, **properties), values)
    assert cost and (cost.amount, cost.currency) == (Decimal(amount), "USD")


def test_speech_costs_by_the_length_of_what_is_said() -> None:
    cost = expected(priced("1000 characters", "0.1"), {}, prompt="x" * 250)
    assert cost and cost.amount == Decimal("0.025")


@pytest.mark.parametrize(
    ("unit", "properties", "words"),
    [
        ("compute second", PICTURE, "costs by the “compute second”"),
        ("second", {}, "does not say how long its results are"),
        ("second", {"duration": {"default": "auto"}}, "does not say how long its results are"),
    ],
)
def test_where_the_unit_says_nothing_the_cost_stays_unknown_and_says_why(
    unit: str, properties: dict[str, Any], words: str
) -> None:
    ai_model = priced(unit, **properties)
    assert expected(ai_model, {}) is None
    assert words in Costing(ai_model).why_unknown


def test_a_model_without_a_price_says_where_to_enter_one() -> None:
    assert Costing(AIModel(name="Easel")).why_unknown == (
        "No price of Easel is known. You can enter one on its page."
    )


def test_an_amount_that_nobody_could_pay_is_no_amount() -> None:
    assert expected(priced("second", duration={"type": "integer"}), {"duration": 10**40}) is None


def test_currencies_stay_apart_and_the_oldest_price_tells_the_age() -> None:
    old, new = date(2026, 10, 1), date(2026, 11, 22)
    costs = [
        Costs(Decimal(1), "USD", "exact", new),
        UNKNOWN,
        Costs(Decimal(8), "BUZZ", "exact", None),
        Costs(Decimal(2), "USD", "estimate", old),
        UNKNOWN,
    ]
    assert together(costs) == [
        Costs(Decimal(3), "USD", "estimate", old),
        Costs(Decimal(8), "BUZZ", "exact", None),
        UNKNOWN,
    ]


@pytest.mark.django_db
def test_a_seed_that_a_model_takes_modulo_is_told_in_its_line() -> None:
    wide = {"properties": {"prompt": {"type": "string"}, "seed": {"type": "integer", "format": "int32"}}}
    AIModel.objects.create(provider="studio", native_id="wide", name="Wide", parameters=wide)
    request = OrderRequest(models=("studio:wide",), prompt="a fox", parameters={"seed": str(2**31 + 5)})
    (line,) = quote(request, seed=7).lines
    assert line.notes == ("Wide takes seeds below 2,147,483,648; larger ones are sent modulo that.",)
    assert [planned.seed for planned in quote(request, seed=7).planned()] == ["5"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("width", "height", "properties", "amount"),
    [
        (200, 300, {}, "0.06"),
        (2000, 1501, {}, "0.24"),
        (2000, 1501, {"image_size": {"default": "square"}}, "0.06"),
        (200, 300, {"upscale_factor": {"default": 4}}, "0.12"),
    ],
)
def test_what_starts_from_a_picture_and_takes_no_size_is_as_large(
    width: int, height: int, properties: dict[str, Any], amount: str
) -> None:
    facts = {"kind": "image", "media_type": "image/png", "width": width, "height": height}
    asset = Asset.objects.create(path="fox.png", file_size=1, sha256="f" * 64, **facts)
    model = priced("megapixel", image={"x-accepts": "image"}, **properties)
    cost = expected(model, {"image": {"asset": str(asset.pk)}})
    assert cost and cost.amount == Decimal(amount)
