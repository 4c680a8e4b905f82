"""No Budget is passed, whatever is in flight and whenever its cost is told."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from tests.cast import Place
from tests.engine.conftest import StartEngine
from tests.engine.rehearsal import TEXT, Rehearsal

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.engine.news import News
from artfactory.engine.scheduler import Scheduler
from artfactory.engine.work import Work
from artfactory.orders.costing import Cost
from artfactory.orders.models import Attempt, Budget, Generation, Order
from artfactory.orders.spending import spent
from artfactory.providers.base import Done, Estimate, Job, Money, Ticket

Admit = Callable[[], list[Work]]
MANY = 50


@pytest.fixture
def priced(ink: AIModel) -> AIModel:
    price(ink, "0.10")
    return ink


def price(ai_model: AIModel, amount: str, *, basis: str = "estimate") -> None:
    facts = {"price_amount": Decimal(amount), "price_currency": "USD", "price_unit": "image"}
    AIModel.objects.filter(pk=ai_model.pk).update(**facts, price_basis=basis)


def cap(amount: str) -> dict[str, Any]:
    return {"max_cost": (Cost(Decimal(amount), "USD"),)}


@pytest.fixture
def admit(transactional_db: None, studio: ProviderAccount) -> Admit:
    """One look of the scheduler after the other; there is room for fifty."""
    studio.set_limits(in_flight=MANY, per_minute=None)
    scheduler = Scheduler()

    def admitted() -> list[Work]:
        busy = Generation.objects.in_flight().count()
        with transaction.atomic():  # as the writer thread does
            news = News()
            scheduler.rests_until = 0.0  # as some time later
            works = scheduler.admit(news, {"studio": busy})
            news.publish()
            return works

    return admitted


def held(order: Order) -> int:
    return Generation.objects.filter(order=order).held_by_budget().count()


def end(order: Order, *, cost: str | None = None, status: str = "succeeded") -> None:
    """All of it that is under way, at this cost each."""
    told = {"cost_amount": Decimal(cost), "cost_currency": "USD"} if cost else {}
    Generation.objects.filter(order=order).in_flight().update(status=status, **told)


def standing(order: Order) -> str:
    order.refresh_from_db()
    return order.status


def test_an_order_runs_as_far_as_its_cap_reaches_and_the_rest_waits(
    place: Place, admit: Admit, priced: AIModel
) -> None:
    order = place(copies=12, **cap("1.00"))
    assert (len(admit()), held(order)) == (8, 0)
    assert (len(admit()), held(order)) == (
        0,
        0,
    )  # more may go once these cost no more than they were quoted at
    end(order)
    assert (len(admit()), held(order)) == (1, 0)
    assert (len(admit()), held(order)) == (0, 3)
    end(order)
    order.settle(at=order.created_at)
    assert (len(admit()), held(order), standing(order)) == (0, 3, "attention")
    told = order.generations.filter(status="waiting")[0].problem
    assert told and "$1.00 for this Order" in told["message"]


def test_an_exact_price_is_reserved_as_it_is(place: Place, admit: Admit, ink: AIModel) -> None:
    price(ink, "0.10", basis="exact")
    order = place(copies=12, **cap("1.00"))
    assert (len(admit()), len(admit()), held(order)) == (10, 0, 2)


def test_what_comes_out_cheaper_leaves_room(place: Place, admit: Admit, priced: AIModel) -> None:
    order = place(copies=12, **cap("1.00"))
    assert len(admit()) == 8
    end(order, cost="0.02")
    assert len(admit()) == 4


def test_what_failed_gives_back_what_was_reserved(place: Place, admit: Admit, priced: AIModel) -> None:
    order = place(copies=12, **cap("0.50"))
    assert len(admit()) == 4
    assert (len(admit()), held(order)) == (0, 8)
    end(order, status="failed")
    assert (len(admit()), held(order)) == (4, 0)


def test_what_nobody_answered_counts_as_spent(place: Place, admit: Admit, priced: AIModel) -> None:
    order = place(copies=12, **cap("0.50"))
    for work in admit():
        Attempt.objects.filter(pk=work.attempt).update(perhaps_amount="0.12", perhaps_currency="USD")
    end(order, status="unknown")
    assert (len(admit()), held(order)) == (0, 8)


def test_a_raised_cap_lets_go_on_and_a_lifted_one_lets_all_go(
    place: Place, admit: Admit, priced: AIModel
) -> None:
    order = place(copies=12, **cap("0.10"))
    assert (len(admit()), held(order), standing(order)) == (0, 12, "attention")
    order.cap([Cost(Decimal("0.25"), "USD")])
    assert (len(admit()), held(order), standing(order)) == (2, 0, "active")
    end(order)
    assert (len(admit()), held(order)) == (0, 10)
    order.cap([])
    assert (len(admit()), held(order)) == (10, 0)


def test_cheaper_ones_go_on_where_dearer_ones_have_to_wait(
    place: Place, admit: Admit, priced: AIModel, bell: AIModel
) -> None:
    price(bell, "0.01")
    order = place(models=(priced.address, bell.address), copies=3, **cap("0.30"))
    assert len(admit()) == 5  # two pictures and three sounds
    assert (len(admit()), held(order)) == (0, 1)


def test_an_order_beside_one_that_is_held_goes_on(place: Place, admit: Admit, priced: AIModel) -> None:
    place(copies=3, **cap("0.10"))
    free = place(copies=3)
    assert {work.order for work in admit()} == {free.pk}


def test_what_costs_nothing_goes_although_the_budget_is_used_up(
    place: Place, admit: Admit, ink: AIModel
) -> None:
    price(ink, "0", basis="exact")
    place(copies=2, **cap("0"))
    assert len(admit()) == 2


def test_budgets_that_stand_bound_all_orders_together(place: Place, admit: Admit, priced: AIModel) -> None:
    everything = {"scope": "everything", "period": "day", "amount": Decimal("0.40"), "currency": "USD"}
    Budget.objects.create(**everything)
    Budget.objects.create(**everything | {"period": "month", "stops": False, "amount": Decimal("0.01")})
    first, second = place(copies=2), place(copies=5)
    assert [work.order for work in admit()] == [first.pk, first.pk, second.pk]
    for order in (first, second):
        end(order)
    assert (len(admit()), held(second)) == (0, 4)


def test_ten_thousand_that_are_held_are_told_once(
    place: Place, admit: Admit, priced: AIModel, django_assert_max_num_queries: Any
) -> None:
    order = place(copies=1_000, **cap("0.05"))
    assert (len(admit()), held(order)) == (0, 1_000)
    with django_assert_max_num_queries(20) as asked:
        admit()
    assert not [each for each in asked if each["sql"].startswith('UPDATE "orders_generation"')]


class Billing(Rehearsal):
    """Tells what each cost when it is done: up to a quarter more or half as much as was quoted."""

    def __init__(self, *, seed: int, unanswered: float = 0.0) -> None:
        super().__init__(seconds=0.02, on_check=self._bill, on_submit=self._perhaps)
        self.dice, self.unanswered, self.billed = random.Random(seed), unanswered, Decimal(0)

    def _perhaps(self, _job: Job) -> None:
        if self.dice.random() < self.unanswered:
            self.billed += Decimal("0.10")
            raise ConnectionResetError("The line went dead.")

    def _bill(self, _ticket: Ticket) -> Done:
        amount = Decimal("0.10") * Decimal(self.dice.randrange(50, 126)) / 100
        self.billed += amount
        return Done(outputs=(TEXT,), cost=Money(amount, "USD"))


@pytest.mark.parametrize("unanswered", [0.0, 0.1])
def test_with_fifty_in_flight_and_late_prices_the_cap_is_never_passed(
    place: Place, start_engine: StartEngine, priced: AIModel, studio: ProviderAccount, unanswered: float
) -> None:
    studio.set_limits(in_flight=MANY, per_minute=None)
    order = place(copies=150, **cap("6.00"))
    provider = Billing(seed=7, unanswered=unanswered)
    start_engine(provider).until(lambda: standing(order) == "attention" and held(order))
    counted = spent(Generation.objects.filter(order=order), by="order")[order.pk]["USD"]
    assert provider.most_running > 20
    assert Decimal("5.80") < provider.billed == counted <= Decimal("6.00")


class Estimating(Rehearsal):
    """Says before a request leaves what it will cost."""

    async def estimate(self, job: Job) -> Estimate:
        return Estimate(cost=Money(Decimal("0.40"), "USD"))


def test_what_its_provider_finds_dearer_before_it_is_sent_is_not_sent_past_the_cap(
    place: Place, start_engine: StartEngine, priced: AIModel
) -> None:
    order, provider = place(copies=4, **cap("1.00")), Estimating()
    start_engine(provider).until(lambda: standing(order) == "attention" and held(order) == 2)
    assert len(provider.submitted) == 2
