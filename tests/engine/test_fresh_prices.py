"""What a Quote costs as its Providers say now: asked once a minute, and a silent one holds up nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from tests.engine.rehearsal import Rehearsal

from artfactory.catalog.models import AIModel
from artfactory.catalog.prices import OwnPrice
from artfactory.engine.ask import Bridge
from artfactory.engine.fresh_prices import FRESH, FreshPrices
from artfactory.orders.quoting import Quote, quote
from artfactory.orders.requests import OrderRequest
from artfactory.providers.base import Estimate, Job, Money, Price
from artfactory.providers.errors import Rejected, Unavailable

DAY = "2026-11-26"
INK = ("studio:ink",)


class Dealer(Rehearsal):
    """Lists one price, counts how often it was asked, or does not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.amount = Decimal("0.02")
        self.answers = True

    async def prices(self, models: Sequence[str]) -> Mapping[str, Price]:
        self.asked += 1
        if not self.answers:
            raise Unavailable("Dealer cannot be reached.")
        return {model: Price(Money(self.amount, "USD"), "image", priced_on=DAY) for model in models}


class Teller(Rehearsal):
    """Tells what exactly a request costs: five Buzz for each step."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[Job] = []
        self.answers = True

    async def estimate(self, job: Job) -> Estimate:
        self.jobs.append(job)
        if not self.answers:
            raise Rejected("No.")
        return Estimate(cost=Money(Decimal(5 * int(job.request["num_inference_steps"])), "BUZZ"))


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dealer() -> Dealer:
    return Dealer()


@pytest.fixture
def teller() -> Teller:
    return Teller()


@pytest.fixture
def listed(dealer: Dealer, clock: Clock) -> Iterator[FreshPrices]:
    bridge = Bridge(lambda _name: dealer)
    yield FreshPrices(bridge.ask, clock=clock)
    bridge.close()


@pytest.fixture
def told(teller: Teller, clock: Clock) -> Iterator[FreshPrices]:
    bridge = Bridge(lambda _name: teller)
    yield FreshPrices(bridge.ask, estimates=lambda _name: True, clock=clock)
    bridge.close()


def of(steps: str = "8", copies: int = 1) -> Quote:
    return quote(OrderRequest(INK, "a fox", parameters={"steps": steps}, copies=copies), seed=7)


def test_a_list_price_is_asked_kept_and_counts_at_once(
    ink: AIModel, listed: FreshPrices, dealer: Dealer
) -> None:
    assert not listed.are_of_now(of())
    listed.renew(INK)
    quoted = of(copies=3)
    assert [(each.amount, each.currency) for each in quoted.costs] == [(Decimal("0.06"), "USD")]
    assert listed.are_of_now(quoted)
    listed.renew(INK)
    assert dealer.asked == 1


def test_after_a_minute_it_is_asked_again(
    ink: AIModel, listed: FreshPrices, dealer: Dealer, clock: Clock
) -> None:
    listed.renew(INK)
    clock.now += FRESH
    assert not listed.are_of_now(of())
    dealer.amount = Decimal("0.05")
    listed.renew(INK)
    assert [each.amount for each in of().costs] == [Decimal("0.05")]


def test_a_silent_provider_takes_nothing_away(
    ink: AIModel, listed: FreshPrices, dealer: Dealer, clock: Clock
) -> None:
    listed.renew(INK)
    dealer.answers = False
    clock.now += FRESH
    listed.renew(INK)
    listed.renew(INK)
    assert dealer.asked == 2
    assert [each.amount for each in of().costs] == [Decimal("0.02")]
    assert not listed.are_of_now(of())


def test_a_price_of_ones_own_is_not_asked_for(ink: AIModel, listed: FreshPrices, dealer: Dealer) -> None:
    ink.name_price(OwnPrice.read(amount="0.01", currency="USD", unit="image"), on=date(2026, 11, 26))
    listed.renew(INK)
    assert dealer.asked == 0


def test_the_very_request_is_priced_exactly_whatever_its_words(
    ink: AIModel, told: FreshPrices, teller: Teller
) -> None:
    request = OrderRequest(INK, "a [red,grey] fox", parameters={"steps": "4,8"}, copies=2)
    quoted = told.told(quote(request, seed=7))
    [costs] = quoted.costs
    assert (quoted.count, costs.amount, costs.currency, costs.basis) == (8, Decimal(240), "BUZZ", "exact")
    assert told.are_of_now(quoted)
    assert len(teller.jobs) == 2


def test_too_many_different_requests_are_not_asked_one_by_one(
    ink: AIModel, told: FreshPrices, teller: Teller
) -> None:
    quoted = told.told(of(steps="1..9"))
    assert not quoted.costs[0].is_known
    assert teller.jobs == []


def test_a_refused_estimate_leaves_what_was_known(ink: AIModel, told: FreshPrices, teller: Teller) -> None:
    teller.answers = False
    assert told.told(of()).costs == of().costs
