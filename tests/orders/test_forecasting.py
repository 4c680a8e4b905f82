from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from benchmarks.replay import EARLY, MIDWAY, PLACED, REGIMES, SLOW, Regime, Replay, coverage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import PICTURE, model

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.orders.forecasting.facts import Entry, Lane, Line, Load, Took
from artfactory.orders.forecasting.foretelling import foretell
from artfactory.orders.forecasting.reading import forecast, forecast_of_lines
from artfactory.orders.models import Generation, Order
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project

STUDIO = {"studio": Lane(2)}


def took(*seconds: float, order: int = 99) -> list[Took]:
    return [Took(order, each) for each in seconds]


def one(waiting: int, *, ages: Iterable[float] = (), order: int = 1) -> Entry:
    return Entry(order, (Load("studio", 7, waiting, tuple(ages)),))


def test_in_a_replay_of_200_orders_the_end_lies_in_the_band_in_four_of_five() -> None:
    assert_told_well(SLOW, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.name)
def test_in_any_kind_of_factory_the_end_lies_in_the_band_in_four_of_five(regime: Regime, seed: int) -> None:
    assert_told_well(regime, seed=seed)


def assert_told_well(regime: Regime, *, seed: int) -> None:
    answers = Replay(regime, orders=200, seed=seed).run()
    told = [each for each in answers if each.said]
    assert len(told) > 500 and len(answers) - len(told) < 10
    assert 0.75 <= coverage(answers) <= 0.9
    assert all(coverage(answers, moment) > 0.7 for moment in (PLACED, EARLY, MIDWAY))


def test_nobody_can_tell_of_a_model_of_which_nothing_ended() -> None:
    assert foretell(Line(STUDIO, [one(4)])) == {}


def test_who_stands_behind_something_unknown_cannot_tell_either() -> None:
    new = Entry(1, (Load("studio", 8, 1),))
    assert foretell(Line(STUDIO, [new, one(4, order=2)], {7: took(3, 4, 5)})) == {}


def test_little_history_makes_a_wide_band_and_much_a_narrow_one() -> None:
    little = foretell(Line(STUDIO, [one(10)], {7: took(10, 12)}))[1]
    much = [each for order in range(10) for each in took(*[10, 12] * 6, order=order + 50)]
    more = foretell(Line(STUDIO, [one(10)], {7: much}))[1]
    assert little.high / little.low > 1.5 * more.high / more.low


def test_those_before_it_in_line_are_waited_for() -> None:
    past = {7: took(*[10.0] * 40)}
    alone = foretell(Line(STUDIO, [one(4)], past))[1]
    behind = foretell(Line(STUDIO, [one(20, order=2), one(4)], past))[1]
    assert behind.low > alone.high


def test_a_pace_holds_back_what_places_would_let_go() -> None:
    past = {7: took(*[1.0] * 40)}
    paced = foretell(Line({"studio": Lane(10, per_minute=6)}, [one(30)], past))[1]
    assert 250 < paced.likely < 340


def test_a_pause_that_was_asked_for_comes_on_top_and_a_stop_leaves_nobody_wiser() -> None:
    past = {7: took(*[10.0] * 40)}
    waits = foretell(Line({"studio": Lane(2, opens_in=600)}, [one(2)], past))[1]
    assert waits.low >= 600
    assert foretell(Line({"studio": Lane(2, stopped=True)}, [one(2)], past)) == {}


def test_the_first_to_end_do_not_pass_for_the_usual_while_others_run_longer() -> None:
    quick = took(5, 5, 5, order=1)
    hopeful = foretell(Line({"studio": Lane(8)}, [one(8)], {7: quick}))[1]
    warned = foretell(Line({"studio": Lane(8)}, [one(8, ages=[40.0] * 6)], {7: quick}))[1]
    assert warned.likely > 1.3 * hopeful.likely


def test_one_straggler_does_not_say_that_it_ends_at_once() -> None:
    left = foretell(Line(STUDIO, [one(0, ages=[500.0])], {7: took(*[10.0] * 40)}))[1]
    assert left.high > 60


def test_the_end_of_ten_thousand_is_told_from_their_sum() -> None:
    past = {7: took(*[9.0, 10.0, 11.0] * 40)}
    whole = foretell(Line({"studio": Lane(10)}, [one(10_000)], past))[1]
    assert 9_500 < whole.likely < 10_500


# From the rows.


@pytest.fixture
def ink(db: None) -> AIModel:
    ProviderAccount.opened(provider="studio", label="Studio").set_limits(in_flight=2, per_minute=None)
    return model("Ink", provider="studio", modality="text-to-image", parameters=PICTURE)


def place(ink: AIModel, copies: int) -> Order:
    request = OrderRequest(models=(ink.address,), prompt="a fox", copies=copies)
    return Order.place(request, project=Project.named("Foxes"))


def end(order: Order, seconds: float, *, numbers: range) -> None:
    """Each after the other."""
    at = timezone.now()
    facts = {"status": "succeeded", "submitted_at": at - timedelta(seconds=seconds), "finished_at": at}
    order.generations.filter(number__in=numbers).update(**facts)


def test_an_order_is_foretold_from_what_ended_before(ink: AIModel) -> None:
    order = place(ink, 40)
    assert forecast(order) is None
    end(order, 10, numbers=range(20))
    order.settle(at=timezone.now())
    told = forecast(order)
    assert told and told.low < 100 * 1.3 and told.high > 100 * 0.9 and told.low < told.likely < told.high


def test_a_paused_order_and_one_that_ended_have_no_end_to_tell(ink: AIModel) -> None:
    order = place(ink, 4)
    end(order, 10, numbers=range(2))
    order.pause(at=timezone.now())
    assert forecast(order) is None
    order.resume(at=timezone.now())
    assert forecast(order)
    end(order, 10, numbers=range(4))
    order.settle(at=timezone.now())
    assert forecast(order) is None


def test_what_a_person_stopped_has_no_end_to_tell(ink: AIModel) -> None:
    order = place(ink, 4)
    end(order, 10, numbers=range(2))
    ProviderAccount.objects.get(provider="studio").pause(at=timezone.now())
    assert forecast(order) is None


def test_one_that_is_not_placed_yet_stands_behind_all_others(ink: AIModel) -> None:
    order = place(ink, 60)
    end(order, 10, numbers=range(20))
    alone, behind = forecast(order), forecast_of_lines([(ink.pk, "studio", 40)])
    assert alone and behind and behind.likely > 1.5 * alone.likely


def test_what_is_asked_of_the_rows_does_not_grow_with_them(ink: AIModel) -> None:
    order = place(ink, 1_000)
    end(order, 10, numbers=range(400))
    with CaptureQueriesContext(connection) as asked:
        assert forecast(order)
    assert len(asked) <= 6
    newest = Generation.objects.filter(ai_model=ink, finished_at__isnull=False).order_by("-finished_at")
    if connection.vendor == "sqlite":
        assert "generation_of_model" in newest[:60].explain()
