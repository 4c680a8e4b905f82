from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from artfactory.catalog.filling import reprice, take_in
from artfactory.catalog.models import AIModel
from artfactory.catalog.prices import UNITS, Measure, OwnPrice, PriceRefused
from artfactory.providers.base import Money, Offer, Price
from artfactory.web.templatetags.money import money

LISTED = Price(Money(Decimal("0.03"), "USD"), "image", priced_on="2026-11-22")
OFFER = Offer("easel", "Easel", "Oil", "text-to-image", {"properties": {"prompt": {}}}, price=LISTED)
OWN = OwnPrice(Decimal("0.05"), "EUR", "megapixel")


@pytest.fixture
def easel(db: None) -> AIModel:
    take_in("studio", [OFFER])
    return AIModel.objects.get()


def test_what_the_provider_lists_counts_until_a_person_names_a_price(easel: AIModel) -> None:
    assert easel.price == easel.listed_price
    easel.name_price(OWN, on=date(2026, 11, 26))
    assert easel.price
    assert (easel.price.amount, easel.price.currency, easel.price.unit) == (
        Decimal("0.05"),
        "EUR",
        "megapixel",
    )
    assert (easel.price.basis, easel.price.priced_at, easel.price.is_own) == (
        "estimate",
        date(2026, 11, 26),
        True,
    )


def test_ones_own_price_survives_a_newer_list(easel: AIModel) -> None:
    easel.name_price(OWN, on=date(2026, 11, 26))
    take_in("studio", [replace(OFFER, price=replace(LISTED, amount=Money(Decimal("0.04"), "USD")))])
    easel.refresh_from_db()
    assert easel.price and easel.price.is_own
    assert easel.listed_price and easel.listed_price.amount == Decimal("0.04")


def test_taken_back_it_leaves_the_price_of_the_provider(easel: AIModel) -> None:
    easel.name_price(OWN, on=date(2026, 11, 26))
    easel.take_back_price()
    easel.refresh_from_db()
    assert easel.price and (easel.price.amount, easel.price.is_own) == (Decimal("0.03"), False)


def test_a_price_that_costs_nothing_is_a_price(easel: AIModel) -> None:
    easel.name_price(replace(OWN, amount=Decimal(0)), on=date(2026, 11, 26))
    easel.refresh_from_db()
    assert easel.price and easel.price.is_free


@pytest.mark.parametrize(
    ("unit", "count", "thing"),
    [
        ("image", 1, "image"),
        ("images", 1, "image"),
        ("Megapixels", 1, "megapixel"),
        ("per second", 1, "second"),
        ("5 seconds", 5, "second"),
        ("1000 characters", 1000, "character"),
        ("1,000 characters", 1000, "character"),
        ("1k characters", 1000, "character"),
        ("1m characters", 1_000_000, "character"),
        ("video", 1, "image"),
        ("request", 1, "run"),
        ("run", 1, "run"),
    ],
)
def test_a_unit_is_read_with_its_multiple(unit: str, count: int, thing: str) -> None:
    assert Measure.read(unit) == Measure(Decimal(count), thing)


@pytest.mark.parametrize(
    "unit", ["", "compute second", "GPU", "token", "0 images", "1.2.3 images", "9" * 400]
)
def test_a_unit_that_says_nothing_about_a_request_is_not_guessed(unit: str) -> None:
    assert Measure.read(unit) is None


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_that_is_offered_can_be_read(unit: str) -> None:
    assert Measure.read(unit)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("amount", {"amount": "much"}),
        ("amount", {"amount": ""}),
        ("amount", {"amount": "1,000"}),
        ("amount", {"amount": "-1"}),
        ("amount", {"amount": "1e9"}),
        ("amount", {"amount": "NaN"}),
        ("amount", {"amount": "0.0000001"}),
        ("amount", {"amount": "1e999999999"}),
        ("currency", {"currency": "$"}),
        ("currency", {"currency": ""}),
        ("unit", {"unit": "token"}),
    ],
)
def test_what_is_no_price_is_refused_at_its_field(field: str, said: dict[str, Any]) -> None:
    with pytest.raises(PriceRefused) as refusal:
        OwnPrice.read(**{"amount": "0.05", "currency": "usd", "unit": "image"} | said)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("0.003", "USD", "$0.003"),
        ("0.1", "EUR", "€0.10"),
        ("1234.5", "USD", "$1,234.50"),
        ("12.345678", "CHF", "12.35 CHF"),
        ("0.000001", "USD", "$0.000001"),
        ("1200", "BUZZ", "1,200 Buzz"),
        ("0", "USD", "$0.00"),
    ],
)
def test_money_is_read_as_people_write_it(amount: str, currency: str, words: str) -> None:
    assert money(Decimal(amount), currency) == words


def test_a_price_that_was_asked_for_stays_where_none_is_carried_along(db: None) -> None:
    bare = replace(OFFER, price=None)
    take_in("studio", [bare])
    reprice("studio", {bare.model: LISTED, "no/such-model": LISTED})
    take_in("studio", [replace(bare, name="New easel")])
    easel = AIModel.objects.get()
    assert easel.name == "New easel"
    assert easel.price and (easel.price.amount, easel.price.priced_at) == (
        Decimal("0.03"),
        date(2026, 11, 22),
    )
