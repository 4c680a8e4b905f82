from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Place

from artfactory.catalog.models import AIModel
from artfactory.orders.budgeting import Standing, committed
from artfactory.orders.caps import CapRefused, read_caps
from artfactory.orders.costing import Cost
from artfactory.orders.models import Attempt, Budget, Generation, Order
from artfactory.orders.requests import OrderRefused
from artfactory.projects.models import Project

AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def priced(ink: AIModel) -> AIModel:
    """A picture of Ink is estimated at ten cents."""
    price(ink, "0.10")
    return ink


def price(ai_model: AIModel, amount: str, *, basis: str = "estimate") -> None:
    facts = {"price_amount": Decimal(amount), "price_currency": "USD", "price_unit": "image"}
    AIModel.objects.filter(pk=ai_model.pk).update(**facts, price_basis=basis)


def now_at(order: Order, number: int, status: str, *, at: datetime = AT, **facts: Any) -> Generation:
    row = order.generations.filter(number=number)
    row.update(status=status, submitted_at=at, **facts)
    return row.get()


def spent_and_reserved(budget: Budget, *, at: datetime = AT) -> tuple[str, str]:
    found = committed(budget, at=at)
    return f"{found.spent:.4f}", f"{found.reserved:.4f}"


def everything(**facts: Any) -> Budget:
    said = {"scope": "everything", "period": "ever", "amount": Decimal(1), "currency": "USD"} | facts
    return Budget.objects.create(**said)


def test_each_generation_keeps_what_it_was_quoted_at(place: Place, priced: AIModel) -> None:
    order = place(parameters={"num_outputs": "1, 3"})
    quotes = order.generations.values_list("quoted_amount", "quoted_currency", "quoted_basis")
    assert [(f"{amount:.2f}", *rest) for amount, *rest in quotes] == [
        ("0.10", "USD", "estimate"),
        ("0.30", "USD", "estimate"),
    ]


def test_what_is_under_way_is_reserved_and_an_estimate_by_a_quarter_more(
    place: Place, priced: AIModel
) -> None:
    order, budget = place(copies=4), everything()
    now_at(order, 0, "running")
    now_at(order, 1, "submitting", quoted_basis="exact")
    assert spent_and_reserved(budget) == ("0.0000", "0.2250")


def test_what_ended_counts_as_it_was_told_feared_or_quoted(place: Place, priced: AIModel) -> None:
    order, budget = place(copies=6), everything()
    now_at(order, 0, "succeeded", cost_amount=Decimal("0.07"), cost_currency="USD")
    now_at(order, 1, "succeeded")
    now_at(order, 2, "failed")
    now_at(order, 3, "blocked")
    lost = now_at(order, 4, "unknown")
    feared = {"perhaps_amount": Decimal("0.11"), "perhaps_currency": "USD"}
    Attempt.objects.create(generation=lost, created_at=AT, **feared)
    assert spent_and_reserved(budget) == ("0.2800", "0.0000")


def test_what_was_accepted_and_is_still_to_be_had_stays_reserved(place: Place, priced: AIModel) -> None:
    order, budget = place(copies=2), everything()
    now_at(order, 0, "failed", problem={"code": "set_aside", "message": "It broke off."})
    order.generations.filter(number=1).update(resumes=True)
    assert spent_and_reserved(budget) == ("0.0000", "0.2500")


def test_each_budget_counts_what_is_its_own(place: Place, priced: AIModel, bell: AIModel) -> None:
    price(bell, "0.30")
    order = place(models=(priced.address, bell.address))
    for number in (0, 1):
        now_at(order, number, "succeeded")
    Generation.objects.filter(number=1).update(provider="chapel")
    other = Project.named("Owls")
    facts: list[tuple[dict[str, Any], str]] = [
        ({"scope": "order", "order": order}, "0.4000"),
        ({"scope": "project", "project": order.project}, "0.4000"),
        ({"scope": "project", "project": other}, "0.0000"),
        ({"scope": "provider", "provider": "chapel"}, "0.3000"),
        ({"scope": "everything", "currency": "EUR"}, "0.0000"),
    ]
    for which, sum_of_it in facts:
        assert spent_and_reserved(everything(**which))[0] == sum_of_it


def test_a_day_begins_anew_at_midnight_of_ones_own_zone(place: Place, priced: AIModel, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    order, budget = place(copies=2), everything(period="day")
    with timezone.override("Asia/Tokyo"):
        now_at(order, 0, "succeeded", at=datetime(2026, 5, 4, 14, 59, tzinfo=UTC))
        now_at(order, 1, "succeeded", at=datetime(2026, 5, 4, 15, 1, tzinfo=UTC))
        late = datetime(2026, 5, 4, 16, 0, tzinfo=UTC)
        assert spent_and_reserved(budget, at=late)[0] == "0.1000"
        assert Standing.of(budget, at=late).ends_at == datetime(2026, 5, 5, 15, 0, tzinfo=UTC)
        month = everything(period="month")
        assert spent_and_reserved(month, at=late)[0] == "0.2000"
        assert Standing.of(month, at=late).ends_at == datetime(2026, 5, 31, 15, 0, tzinfo=UTC)


def test_it_warns_before_it_is_reached(place: Place, priced: AIModel) -> None:
    order, budget = place(copies=10), everything(amount=Decimal("1.00"))
    states = []
    for number in range(10):
        now_at(order, number, "succeeded")
        standing = Standing.of(budget, at=AT)
        states.append(standing.state)
    assert states == ["ok"] * 7 + ["warning"] * 2 + ["reached"]
    assert (standing.left, standing.percent) == (Decimal(0), 100)


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("4.00USD", [("4.00", "USD")]),
        ("$4", [("4", "USD")]),
        ("4 usd + 500 Buzz", [("4", "USD"), ("500", "BUZZ")]),
        ("1,200 EUR", [("1200", "EUR")]),
        ("2.5", [("2.5", "USD")]),
        ("", []),
    ],
)
def test_a_cap_is_read_as_people_write_it(said: str, understood: list[tuple[str, str]]) -> None:
    read = read_caps(said, otherwise="USD")
    assert read == tuple(Cost(Decimal(amount), currency) for amount, currency in understood)


@pytest.mark.parametrize("said", ["four", "4 US", "-4 USD", "4 USD + 5 USD", "4..5 USD", "1e9 USD", "٤ USD"])
def test_what_is_no_amount_of_money_is_refused(said: str) -> None:
    with pytest.raises(CapRefused):
        read_caps(said)


def test_what_nobody_can_price_needs_a_word_under_a_cap(place: Place, ink: AIModel, bell: AIModel) -> None:
    cap = {"max_cost": (Cost(Decimal(1), "USD"),)}
    with pytest.raises(OrderRefused) as refused:
        place(**cap)
    assert [(flaw.loc, flaw.code) for flaw in refused.value.flaws] == [
        (("prices", ink.address), "price_unknown")
    ]
    assert not Order.objects.exists()
    named = place(prices={ink.address: Cost(Decimal("0.25"), "USD")}, **cap)
    assert named.generations.get().quoted_amount == Decimal("0.25")
    assert place(unpriced_ok=True, **cap).caps.get().amount == 1
    assert place().generations.get().quoted_amount is None


def test_a_budget_that_stands_asks_for_prices_too(place: Place, ink: AIModel) -> None:
    everything(scope="provider", provider="elsewhere")
    place()
    everything(stops=False)
    place()
    everything(scope="provider", provider=ink.provider)
    with pytest.raises(OrderRefused):
        place()


def test_a_cap_of_a_currency_in_which_nothing_is_billed_there_asks_for_nothing(
    place: Place, ink: AIModel, bell: AIModel
) -> None:
    price(bell, "0.30")
    place(max_cost=(Cost(Decimal(500), "BUZZ"),))
    with pytest.raises(OrderRefused):
        place(max_cost=(Cost(Decimal(5), "USD"),))


def test_an_order_that_ended_holds_no_cap_any_more(place: Place, priced: AIModel) -> None:
    order = place(max_cost=(Cost(Decimal(1), "USD"),))
    assert Budget.objects.counting().count() == 1
    Order.objects.filter(pk=order.pk).update(finished_at=AT + timedelta(days=1))
    assert not Budget.objects.counting().exists()
