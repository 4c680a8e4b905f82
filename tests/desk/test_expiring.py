"""What a Provider deletes soon is said before it is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import PICTURE, Place, model
from tests.desk.person import Person

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.models import Attempt, Generation, Order

FULL = {"code": "no_space", "message": "The disk is full.", "advice": "Make room."}


def made(order: Order, *, minutes: float | None, files: int = 2, **facts: Any) -> Generation:
    """Made over there, not here yet; deleted in so many minutes."""
    order.generations.update(**({"status": "collecting"} | facts))
    generation = order.generations.get()
    expires_at = None if minutes is None else (timezone.now() + timedelta(minutes=minutes)).timestamp()
    outputs = [["image/png", f"http://a/{number}"] for number in range(files)]
    done = {"outputs": outputs, "expires_at": expires_at}
    ticket = {"id": "r1", "details": {}}
    Attempt.objects.create(generation=generation, created_at=timezone.now(), ticket=ticket, done=done)
    return generation


def alarm(person: Person) -> str:
    page = person.get("/production/")
    return "" if "hidden" in page.tag("expiring") else page.words.partition("Pause everything")[2]


def test_files_that_cannot_be_kept_are_counted_with_their_moment_and_the_reason(
    person: Person, place: Place
) -> None:
    made(place(), minutes=42, problem=FULL)
    assert "2 files are not fetched yet Studio begins to delete at" in alarm(person)
    assert "What is made is charged, fetched or not. The disk is full." in alarm(person)
    assert person.get("/production/").text.count("<count-down until=") == 2  # here and in the frame
    assert "<count-down until=" in person.get("/production/live/").text
    assert "2 files are not fetched yet" in person.get("/production/news/").words


@pytest.mark.parametrize(
    ("minutes", "facts", "said"),
    [
        (59, {}, False),  # just being fetched
        (20, {}, True),
        (-1, {"problem": FULL}, False),
        (None, {"problem": FULL}, False),
        (20, {"status": "succeeded"}, False),
        (20, {"status": "failed", "problem": {"code": "not_fetched", "message": "No."}}, False),
        (20, {"status": "failed", "problem": {"code": "failed", "message": "No."}}, False),
        (20, {"status": "waiting", "resumes": True}, True),
    ],
)
def test_only_what_may_be_lost_is_alarming(
    person: Person, place: Place, minutes: float | None, facts: dict[str, Any], said: bool
) -> None:
    made(place(), minutes=minutes, **facts)
    assert bool(alarm(person)) is said


def test_fetch_now_tries_what_is_held_up_and_what_failed_on_its_way_and_sends_nothing(
    person: Person, place: Place
) -> None:
    held = made(place(), minutes=30, problem=FULL)
    lost = {"code": "not_fetched", "message": "It could not be had."}
    failed = made(place(), minutes=20, status="failed", finished_at=timezone.now(), problem=lost)
    other = place()
    other.generations.update(status="failed", problem={"code": "failed", "message": "No."})
    assert "4 files are not fetched yet" in alarm(person)
    assert person.post("/production/fetching/").address == "/production/"
    held.refresh_from_db()
    failed.refresh_from_db()
    assert (held.status, held.fetch_requested_at is not None) == ("collecting", True)
    assert (failed.status, failed.resumes) == ("waiting", True)
    assert other.generations.get().status == "failed"


def test_what_cannot_be_asked_for_at_a_provider_that_deletes_is_counted_too(
    person: Person, place: Place
) -> None:
    account = ProviderAccount.opened(provider="replicate", label="Replicate")
    hound = model("Hound", provider="replicate", modality="text-to-image", parameters=PICTURE)
    order = place(models=(hound.address,))
    order.generations.update(status="running", submitted_at=timezone.now() - timedelta(minutes=50))
    assert alarm(person) == ""
    account.wait(at=timezone.now(), seconds=None, throttled=False)
    words = alarm(person)
    assert "1 result may be made and is not fetched yet Replicate begins to delete" in words
    assert "Replicate cannot be asked now." in words
