"""What it costs is shown before it is ordered, and nothing dearer is placed without another word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.cast import Place
from tests.desk.conftest import Finish
from tests.desk.person import Page, Person

from artfactory.catalog.models import AIModel
from artfactory.catalog.prices import OwnPrice
from artfactory.desk.forms.agreeing import dearer, shown_costs
from artfactory.desk.forms.sums import price_age
from artfactory.orders.costing import UNKNOWN, Costs
from artfactory.orders.models import Order
from artfactory.projects.models import Project

ASKED = {"model": "studio:ink", "prompt": "a fox", "parameters.steps": "4,8", "seed": "7", "key": "k1"}


def price(ink: AIModel, amount: str) -> None:
    ink.name_price(OwnPrice.read(amount=amount, currency="USD", unit="image"), on=date.today())


def shown(page: Page) -> str:
    return page.text.partition('name="shown_cost" value="')[2].partition('"')[0]


def test_what_got_dearer_meanwhile_is_asked_again_before_it_is_placed(
    person: Person, here: Project, ink: AIModel
) -> None:
    price(ink, "0.02")
    agreed = shown(person.post("/orders/quote/", ASKED, htmx=True))
    price(ink, "0.03")
    refused = person.post("/orders/", ASKED | {"shown_cost": agreed}, htmx=True)
    assert "It now costs $0.06 instead of $0.04. Order again if that is fine." in refused.inside("order-sum")
    assert not Order.objects.exists()
    person.post("/orders/", ASKED | {"shown_cost": shown(refused)}, htmx=True)
    assert Order.objects.count() == 1


def test_without_scripts_it_is_asked_again_too(person: Person, here: Project, ink: AIModel) -> None:
    price(ink, "0.03")
    refused = person.post("/orders/", ASKED | {"shown_cost": "USD 0.04"})
    assert (refused.status, Order.objects.count()) == (422, 0)
    assert person.post("/orders/", ASKED | {"shown_cost": shown(refused)}).status == 302


def test_what_got_cheaper_is_placed(person: Person, here: Project, ink: AIModel) -> None:
    price(ink, "0.01")
    person.post("/orders/", ASKED | {"shown_cost": "USD 0.04"}, htmx=True)
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "now", "is_dearer"),
    [
        ("USD 0.04", Costs(Decimal("0.04"), "USD", "exact", None), False),
        ("USD 0.04", Costs(Decimal("0.041"), "USD", "exact", None), True),
        ("USD 9,BUZZ 5", Costs(Decimal(6), "BUZZ", "exact", None), True),
        ("nothing", Costs(Decimal("0.04"), "USD", "exact", None), True),
        ("nothing", Costs(Decimal(0), "USD", "exact", None), False),
        ("USD NaN", Costs(Decimal(1), "USD", "exact", None), True),
        ("USD 0.04", UNKNOWN, False),
    ],
)
def test_dearer_is_more_than_was_shown_in_that_currency(before: str, now: Costs, is_dearer: bool) -> None:
    assert (dearer(before, [now]) is not None) == is_dearer


def test_what_is_shown_names_each_currency() -> None:
    costs = [Costs(Decimal("0.12"), "USD", "exact", None), Costs(Decimal(5), "BUZZ", "exact", None), UNKNOWN]
    assert shown_costs(costs) == "USD 0.12,BUZZ 5"
    assert shown_costs([UNKNOWN]) == "nothing"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 27), "price of today"),
        (date(2026, 11, 26), "price of yesterday"),
        (date(2026, 11, 20), "price of 7 days ago"),
        (date(2026, 11, 6), "price of 3 weeks ago"),
        (date(2026, 7, 27), "price of 4 months ago"),
        (date(2023, 11, 27), "price of 3 years ago"),
    ],
)
def test_the_age_of_a_price_is_told_in_words(day: date, words: str) -> None:
    assert price_age(day, today=date(2026, 11, 27)) == words


def test_a_rest_tells_what_exists_and_what_leaving_it_out_saves(
    person: Person, here: Project, ink: AIModel, place: Place, finish: Finish
) -> None:
    price(ink, "0.02")
    earlier = place(parameters={"steps": "4"}, seed="7")
    finish(earlier)
    rested = person.post("/orders/quote/rested/", ASKED, htmx=True)
    told = "1 of 2 exists already; leaving it out saves ≈ $0.02."
    assert told in rested.words
    assert f'href="/orders/{earlier.pk}/"' in rested.text
    skipping = ASKED | {"skip_existing": "on"}
    assert "Then 1 is ordered: ≈ $0.02." in person.post("/orders/quote/rested/", skipping, htmx=True).words
    person.post("/orders/", skipping, htmx=True)
    order = Order.objects.get(parameters__steps="4,8")
    assert (order.generations.count(), len(order.left_out)) == (1, 1)
    page = person.get(f"/orders/{order.pk}/")
    assert f"1 Generation existed already and was left out. It lies in: Order {earlier.pk}" in page.words


def test_without_scripts_the_page_tells_it_too(
    person: Person, here: Project, ink: AIModel, place: Place, finish: Finish
) -> None:
    finish(place(parameters={"steps": "4"}, seed="7"))
    page = person.post("/orders/draft/", ASKED)
    assert "1 of 2 exists already." in page.words
    assert 'name="skip_existing"' in page.text


def test_where_nothing_exists_nothing_is_asked(person: Person, here: Project, ink: AIModel) -> None:
    rested = person.post("/orders/quote/rested/", ASKED, htmx=True)
    assert " hidden" in rested.tag("order-existing")
    assert "skip_existing" not in rested.text
