"""What a lane says of its Provider: what it waits for, what was learned, what is left to spend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from tests.cast import Place
from tests.desk.person import Person

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.models import Attempt

BEFORE, AFTER = [("accounts", "0002_keys_and_setbacks")], [("accounts", "0005_time_limit")]


def lane(person: Person) -> str:
    """Its words; how many seconds are left is not for a test to say."""
    words = person.get("/production/").words.partition("Providers Studio")[2]
    return re.sub(r"Waiting \d+ s :", "Waiting a while:", words)


def sent(place: Place, *, seconds_ago: float) -> None:
    """One in flight, two that wait."""
    order = place(copies=3)
    first = order.generations.get(number=0)
    order.generations.filter(number=0).update(status="running")
    Attempt.objects.create(generation=first, created_at=timezone.now() - timedelta(seconds=seconds_ago))


def test_a_pace_that_was_told_says_whose_it_is_and_when_it_goes_on(
    person: Person, place: Place, studio: ProviderAccount
) -> None:
    sent(place, seconds_ago=0)
    studio.wait(at=timezone.now(), seconds=0, throttled=True, per_minute=1)
    page = person.get("/production/")
    assert "Waiting a while: Studio allows 1/min · 2 waiting" in lane(person)
    assert "Learned: 1/min instead of –" in lane(person)
    assert '<count-down until="20' in page.text
    assert '<count-down until="20' in person.get("/production/news/").text


def test_what_is_left_of_a_pace_is_told_before_anything_is_refused(
    person: Person, place: Place, studio: ProviderAccount
) -> None:
    sent(place, seconds_ago=20)
    studio.note_allowance(left=1, seconds=60, at=timezone.now())
    assert re.search(r"1 request left until \d\d:\d\d:\d\d · 2 waiting", lane(person))
    studio.use_allowance(1, at=timezone.now())
    assert "Waiting a while: Studio takes no more until then · 2 waiting" in lane(person)
    studio.wait(at=timezone.now(), seconds=0, throttled=True, per_minute=6)
    assert "Waiting a while: Studio allows 6/min · 2 waiting" in lane(person)


def test_a_pace_of_the_person_is_said_to_be_theirs(
    person: Person, place: Place, studio: ProviderAccount
) -> None:
    studio.set_limits(in_flight=4, per_minute=1)
    sent(place, seconds_ago=0)
    assert "Waiting a while: your limit is 1/min" in lane(person)


def test_a_pace_that_holds_nothing_back_is_not_mentioned(
    person: Person, place: Place, studio: ProviderAccount
) -> None:
    studio.set_limits(in_flight=4, per_minute=6)
    sent(place, seconds_ago=11)
    assert "limit is" not in lane(person)
    studio.set_limits(in_flight=1, per_minute=6)
    assert "all places are busy" in lane(person)


def test_one_that_cannot_be_reached_says_that_it_is_tried_again(
    person: Person, place: Place, studio: ProviderAccount
) -> None:
    place()
    studio.wait(at=timezone.now(), seconds=20, throttled=False)
    assert "Waiting a while: Studio cannot be reached; it is tried again by itself" in lane(person)


def test_a_pause_says_since_when(person: Person, studio: ProviderAccount) -> None:
    at = timezone.localtime()
    studio.pause(at=at)
    assert f"Paused · by you at {at:%H:%M}: nothing new is sent" in lane(person)


def test_what_was_learned_is_forgotten_in_settings(person: Person, studio: ProviderAccount) -> None:
    assert "Try the limits" not in person.get("/settings/providers/").words
    studio.wait(at=timezone.now(), seconds=30, throttled=True, per_minute=6)
    assert "Learned: 6/min" in person.get("/settings/providers/").words
    person.post("/settings/providers/studio/learned/removal/")
    studio.refresh_from_db()
    assert (studio.pace, studio.is_open(at=timezone.now())) == (None, True)


def test_what_is_left_to_spend_is_shown_with_its_age(person: Person, studio: ProviderAccount) -> None:
    told_at = timezone.now() - timedelta(minutes=5, seconds=1)
    studio.note_credit(amount=Decimal("24.5"), currency="USD", at=told_at)
    for page in ("/production/", "/settings/providers/"):
        assert "24.50 USD left, as told 5 minutes ago" in person.get(page).words
    studio.note_credit(amount=Decimal("24.5"), currency="USD", at=timezone.now())
    assert "24.50 USD left, as told just now" in person.get("/production/").words


@pytest.fixture
def old(transactional_db: None) -> Iterator[Apps]:
    yield _migrate(BEFORE)
    _migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


def test_accounts_of_a_filled_library_have_learned_no_pace(old: Apps) -> None:
    kept = {"provider": "studio", "label": "Studio", "learned_in_flight": 3}
    old.get_model("accounts", "ProviderAccount")._default_manager.create(**kept)
    account = _migrate(AFTER).get_model("accounts", "ProviderAccount")._default_manager.get(provider="studio")
    assert (account.learned_in_flight, account.learned_per_minute, account.credit_amount) == (3, None, None)
    assert (account.allowance_left, account.time_limit) == (None, None)


def _migrate(targets: list[tuple[str, str]]) -> Apps:
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps
