from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import PICTURE, Place, model

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.engine.news import News
from artfactory.engine.scheduler import MOST_IN_FLIGHT, Scheduler
from artfactory.engine.work import Work
from artfactory.orders.models import Attempt, Generation

Admit = Callable[..., list[Work]]


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


@pytest.fixture
def admit(clock: list[float], transactional_db: None) -> Admit:
    scheduler = Scheduler(clock=lambda: clock[0])

    def admitted(**busy: int) -> list[Work]:
        with transaction.atomic():  # as the writer thread does
            return scheduler.admit(News(), busy)

    return admitted


@pytest.fixture
def press(db: None) -> AIModel:
    """A model at another Provider."""
    ProviderAccount.opened(provider="press", label="Press")
    return model("Press", provider="press", modality="text-to-image", parameters=PICTURE)


def test_an_attempt_is_written_for_each_that_is_admitted(place: Place, admit: Admit) -> None:
    place(copies=2)
    works = admit()
    assert {work.attempt for work in works} == set(Attempt.objects.values_list("pk", flat=True))
    assert set(Generation.objects.values_list("status", flat=True)) == {"submitting"}


def test_a_time_limit_is_part_of_what_is_sent(place: Place, admit: Admit, studio: ProviderAccount) -> None:
    place(copies=1)
    studio.limit_time(90)
    assert [work.job.time_limit for work in admit()] == [90]


def test_what_is_in_flight_takes_its_place(place: Place, admit: Admit, studio: ProviderAccount) -> None:
    studio.set_limits(in_flight=3, per_minute=None)
    place(copies=5)
    assert len(admit(studio=1)) == 2


def test_a_thousand_waiting_at_one_provider_do_not_hold_up_another(
    place: Place, admit: Admit, press: AIModel
) -> None:
    place(copies=1000)
    place("one", models=(press.address,))
    assert [work.provider for work in admit()].count("press") == 1


def test_providers_share_what_one_process_can_hold(place: Place, admit: Admit, press: AIModel) -> None:
    for account in ProviderAccount.objects.all():
        account.set_limits(in_flight=10_000, per_minute=None)
    place(copies=600)
    place(copies=600, models=(press.address,))
    admitted = [work.provider for work in admit()]
    assert (len(admitted), admitted.count("press")) == (MOST_IN_FLIGHT, MOST_IN_FLIGHT // 2)


def test_a_rate_is_kept_by_the_clock(
    place: Place, admit: Admit, studio: ProviderAccount, clock: list[float]
) -> None:
    studio.set_limits(in_flight=100, per_minute=6)
    place(copies=5)
    sent = []
    for second in range(31):
        clock[0] = float(second)
        sent.append(len(admit()))
    assert [second for second, count in enumerate(sent) if count] == [0, 10, 20, 30]


def test_a_clock_that_is_set_back_does_not_make_a_wait_longer(
    place: Place, transactional_db: None, clock: list[float], studio: ProviderAccount
) -> None:
    place()
    now, back = timezone.now(), timedelta(0)
    studio.wait(at=now, seconds=60, throttled=True)
    scheduler = Scheduler(clock=lambda: clock[0], today=lambda: now + timedelta(seconds=clock[0]) - back)

    def admitted() -> int:
        with transaction.atomic():
            return len(scheduler.admit(News(), {}))

    assert admitted() == 0
    clock[0], back = 59.0, timedelta(days=1)
    assert admitted() == 0
    clock[0] = 61.0
    assert admitted() == 1


@pytest.mark.parametrize("hold", ["pause", "stop", "wait"])
def test_an_account_that_is_held_gets_nothing(
    place: Place, admit: Admit, studio: ProviderAccount, hold: str
) -> None:
    place()
    {
        "pause": lambda: studio.pause(at=timezone.now()),
        "stop": lambda: studio.stop("no_credit", advice="Add some."),
        "wait": lambda: studio.wait(at=timezone.now(), seconds=60, throttled=True),
    }[hold]()
    assert admit() == []
    studio.recover(at=timezone.now())
    studio.resume()
    assert len(admit()) == 1


def test_too_many_at_once_is_learned_and_slowly_forgotten(studio: ProviderAccount) -> None:
    studio.set_limits(in_flight=8, per_minute=None)
    learned = [studio.places]
    studio.wait(at=timezone.now(), seconds=0, throttled=True)
    learned.append(studio.places)
    for _ in range(4):
        studio.recover(at=timezone.now())
        learned.append(studio.places)
    assert learned == [8, 4, 5, 6, 7, 8]


def test_a_pace_that_was_told_is_kept_and_tried_faster_by_the_minute(
    place: Place, admit: Admit, studio: ProviderAccount, clock: list[float]
) -> None:
    now = timezone.now()
    studio.set_limits(in_flight=8, per_minute=600)
    studio.wait(at=now, seconds=0, throttled=True, per_minute=6)
    place(copies=5)
    sent = []
    for second in range(21):
        clock[0] = float(second)
        sent.append(len(admit()))
    assert [second for second, count in enumerate(sent) if count] == [0, 10, 20]
    paces = []
    for seconds in (10, 59, 61, 100, 122):
        studio.recover(at=now + timedelta(seconds=seconds))
        paces.append((studio.pace, studio.places))
    assert paces == [(6, 8), (6, 8), (7, 8), (7, 8), (8, 8)]
    studio.wait(at=now, seconds=0, throttled=True, per_minute=590)
    studio.recover(at=now + timedelta(seconds=60))
    assert (studio.pace, studio.has_learned) == (600, False)


def test_little_that_is_left_of_a_pace_is_never_exceeded_and_then_tried_with_one(
    place: Place, admit: Admit, studio: ProviderAccount
) -> None:
    studio.set_limits(in_flight=8, per_minute=None)
    place(copies=10)
    studio.note_allowance(left=3, seconds=60, at=timezone.now())
    assert [len(admit()), len(admit())] == [3, 0]
    studio.refresh_from_db()
    studio.note_allowance(left=2, seconds=0, at=timezone.now())
    assert studio.allowance_left == 0  # what was sent before that answer came is not counted in it
    assert len(admit()) == 1
    studio.refresh_from_db()
    studio.note_allowance(left=599, seconds=1, at=timezone.now())
    assert (studio.allowance(at=timezone.now()), studio.impaired) == (None, False)
    assert len(admit()) == 6


def test_one_that_cannot_be_reached_is_tried_more_and_more_seldom_with_one(studio: ProviderAccount) -> None:
    now, waits = timezone.now(), []
    for _ in range(7):
        studio.wait(at=now, seconds=None, throttled=False)
        waits.append(studio.seconds_to_wait(at=now))
        now += timedelta(seconds=waits[-1])
    assert waits == [2, 4, 8, 16, 32, 60, 60]
    assert (studio.state, studio.places) == ("unreachable", 1)
    studio.recover(at=timezone.now())
    studio.wait(at=now, seconds=None, throttled=False)
    assert studio.seconds_to_wait(at=now) == 2


def test_many_that_fail_at_once_are_one_setback(studio: ProviderAccount) -> None:
    now = timezone.now()
    for _ in range(10):
        studio.wait(at=now, seconds=None, throttled=False)
    assert (studio.setbacks, studio.seconds_to_wait(at=now)) == (1, 2)
    studio.set_limits(in_flight=8, per_minute=None)
    for _ in range(3):
        studio.wait(at=now, seconds=7, throttled=True)
    assert (studio.places, studio.seconds_to_wait(at=now)) == (8, 7)


def test_a_new_key_is_noticed_once_whoever_entered_it(
    place: Place, clock: list[float], studio: ProviderAccount
) -> None:
    renewed: list[str] = []
    scheduler = Scheduler(clock=lambda: clock[0], renewed=renewed.append)

    def admit() -> None:
        with transaction.atomic():
            scheduler.admit(News(), {})

    admit()
    studio.note_key(ends="1234", at=timezone.now())
    admit()
    admit()
    assert renewed == ["studio"]


def plan(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + question)
        return " ".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by its statistics.")
def test_waiting_ones_are_found_in_their_order_and_never_sorted(place: Place, admit: Admit) -> None:
    place(copies=100)
    with CaptureQueriesContext(connection) as queries:
        admit()
    questions = [each["sql"] for each in queries.captured_queries if each["sql"].startswith("SELECT")]
    plans = [plan(question) for question in questions if "orders_generation" in question]
    assert plans
    assert not [each for each in plans if "TEMP B-TREE" in each or "SCAN orders_generation" in each]


def test_an_allowance_that_is_used_up_begins_anew_although_the_clock_was_set_back(
    studio: ProviderAccount,
) -> None:
    now, day = timezone.now(), timedelta(days=1)
    studio.note_allowance(left=0, seconds=60, at=now)
    assert [studio.allowance(at=at) for at in (now, now - day, now + day)] == [0, 1, 1]
    studio.use_allowance(1, at=now - day)
    assert [studio.allowance(at=at) for at in (now - day, now)] == [0, 1]
