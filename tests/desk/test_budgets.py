"""Budgets on the pages: a cap on the form, what it will mean, what waits for it, and those that stand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Place
from tests.desk.person import Person

from artfactory.catalog.models import AIModel
from artfactory.catalog.prices import OwnPrice
from artfactory.desk.forms.again import answers_of
from artfactory.desk.forms.order import OrderForm
from artfactory.engine import problems
from artfactory.orders.costing import Cost
from artfactory.orders.models import Budget, Generation, Order
from artfactory.projects.models import Project

ASKED = {"model": "studio:ink", "prompt": "a fox", "parameters.steps": "4,8", "seed": "7", "key": "k1"}
SET = {"of": "everything", "period": "day", "most": "5.00 USD", "warn_at": "80", "stops": "on"}


@pytest.fixture
def priced(ink: AIModel) -> AIModel:
    ink.name_price(OwnPrice.read(amount="0.10", currency="USD", unit="image"), on=date.today())
    return ink


def budget(amount: str, **facts: Any) -> Budget:
    said = {"scope": "everything", "period": "day", "amount": Decimal(amount), "currency": "USD"} | facts
    return Budget.objects.create(**said)


def test_the_cap_of_the_form_is_the_orders(person: Person, here: Project, priced: AIModel) -> None:
    person.post("/orders/", ASKED | {"max_cost": "4"})
    cap = Order.objects.get().caps.get()
    assert (cap.amount, cap.currency) == (Decimal(4), "USD")


def test_what_is_no_cap_is_said_at_its_field(person: Person, here: Project, priced: AIModel) -> None:
    page = person.post("/orders/quote/", ASKED | {"max_cost": "a lot"}, htmx=True)
    assert "Say an amount and its currency" in page.inside("problem-max_cost")
    assert person.post("/orders/", ASKED | {"max_cost": "a lot"}).status == 422
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("cap", "note"), [("4 USD", ""), ("4 EUR", "nothing back of what is paid in USD"), ("4 EUR + 1 USD", "")]
)
def test_a_cap_in_a_currency_that_nothing_costs_says_so(
    person: Person, priced: AIModel, cap: str, note: str
) -> None:
    page = person.post("/orders/quote/", ASKED | {"max_cost": cap}, htmx=True)
    assert note in page.inside("problem-max_cost") and bool(page.inside("problem-max_cost")) == bool(note)


def test_before_it_is_ordered_it_is_told_that_the_cap_does_not_reach(
    person: Person, here: Project, priced: AIModel
) -> None:
    page = person.post("/orders/quote/rested/", ASKED | {"max_cost": "0.15"}, htmx=True)
    assert "dearer than $0.15" in page.inside("order-budgets")
    page = person.post("/orders/quote/rested/", ASKED | {"max_cost": "0.20"}, htmx=True)
    assert page.inside("order-budgets") == ""


def test_before_it_is_ordered_it_is_told_what_budgets_leave(
    person: Person, here: Project, priced: AIModel, place: Place
) -> None:
    budget("1.00")
    spent = place(copies=7)
    spent.generations.update(status="succeeded", submitted_at=timezone.now())
    page = person.post("/orders/quote/rested/", ASKED, htmx=True)
    assert "After it, 90 % of $1.00 each day are used up." in page.inside("order-budgets")
    page = person.post("/orders/quote/rested/", ASKED | {"copies": "2"}, htmx=True)
    assert "$0.30 are left of $1.00 each day: it runs as far as that" in page.inside("order-budgets")
    Budget.objects.update(stops=False)
    page = person.post("/orders/quote/rested/", ASKED | {"copies": "2"}, htmx=True)
    assert "It goes beyond $1.00 each day" in page.inside("order-budgets")


def test_what_nobody_can_price_is_asked_about_under_a_cap(
    person: Person, here: Project, ink: AIModel
) -> None:
    capped = ASKED | {"max_cost": "1 USD"}
    refused = person.post("/orders/", capped, htmx=True)
    assert "Nobody can say what Ink costs" in refused.inside(f"problem-price-{ink.pk}")
    assert not Order.objects.exists()
    person.post("/orders/", capped | {"price.studio:ink": "0.25 USD"}, htmx=True)
    assert Order.objects.get().generations.first().quoted_amount == Decimal("0.25")  # type: ignore[union-attr]
    person.post("/orders/", capped | {"unpriced_ok": "on", "key": "k2"}, htmx=True)
    assert Order.objects.count() == 2


def test_ordering_again_keeps_the_cap(place: Place, priced: AIModel) -> None:
    order = place(max_cost=(Cost(Decimal("4.50"), "USD"), Cost(Decimal(500), "BUZZ")))
    again = OrderForm(answers_of(order))
    assert again.cap == "4.5 USD + 500 BUZZ" and again.request().max_cost == (
        *(Cost(Decimal("4.5"), "USD"), Cost(Decimal(500), "BUZZ")),
    )


def test_an_order_says_what_waits_and_is_given_another_cap(
    person: Person, here: Project, priced: AIModel, place: Place
) -> None:
    order = place(copies=3, max_cost=(Cost(Decimal("0.10"), "USD"),))
    Generation.objects.update(problem=problems.over_budget(order.caps.all()))
    order.settle(at=timezone.now())
    page = person.get(f"/orders/{order.pk}/")
    assert "3 wait. A budget does not reach so far: $0.10 for this Order." in page.words
    assert "3 wait. A budget does not reach so far: $0.10 for this Order." in person.get("/production/").words
    assert 'value="0.1 USD"' in page.tag(f"cap-of-{order.pk}")
    person.post(f"/orders/{order.pk}/cap/", {"max_cost": "2"})
    assert [str(each.amount) for each in order.caps.all()] == ["2.000000"]
    person.post(f"/orders/{order.pk}/cap/", {"max_cost": "much"})
    assert order.caps.count() == 1
    person.post(f"/orders/{order.pk}/cap/", {"max_cost": ""})
    assert not order.caps.exists()


def test_budgets_are_set_changed_and_removed(person: Person, here: Project, priced: AIModel) -> None:
    assert "There is none yet" in person.get("/settings/budgets/").words
    page = person.follow(person.post("/settings/budgets/", SET))
    assert "$0.00 of $5.00 spent, $5.00 left" in page.words
    again = person.post("/settings/budgets/", SET)
    assert again.status == 422 and "such a budget already" in again.inside("budget-most-problem")
    kept = Budget.objects.get()
    person.post(f"/settings/budgets/{kept.pk}/", {"most": "7.5"})
    person.post(f"/settings/budgets/{kept.pk}/", {"most": "7 EUR"})
    kept.refresh_from_db()
    assert kept.amount == Decimal("7.5")
    person.post(f"/settings/budgets/{kept.pk}/removal/")
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"most": "five"}, {"most": ""}, {"of": "project:99"}, {"warn_at": "0"}, {"period": "week"}]
)
def test_what_is_no_budget_is_said_at_its_field(
    person: Person, here: Project, ink: AIModel, wrong: dict[str, str]
) -> None:
    page = person.post("/settings/budgets/", SET | wrong)
    [field] = wrong
    assert page.status == 422 and page.inside(f"budget-{field}-problem")
    assert not Budget.objects.exists()


def test_one_of_a_project_and_one_of_a_provider(person: Person, here: Project, priced: AIModel) -> None:
    for of in (f"project:{here.pk}", "provider:studio"):
        person.post("/settings/budgets/", SET | {"of": of})
    words = person.get("/settings/budgets/").words
    assert here.name in words and "Studio" in words


def test_production_says_which_are_nearly_used_up(
    person: Person, here: Project, priced: AIModel, place: Place
) -> None:
    budget("1.00")
    order = place(copies=9)
    assert person.get("/production/").inside("budgets-low") == ""
    order.generations.update(status="succeeded", submitted_at=timezone.now())
    assert "Everything: $0.10 left of $1.00 each day." in person.get("/production/").inside("budgets-low")
