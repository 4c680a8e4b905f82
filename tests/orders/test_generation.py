from __future__ import annotations

import pytest
from django.utils import timezone
from tests.cast import Place

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.models import Generation, Order
from artfactory.orders.models.states import SET_ASIDE

PROBLEM = {"code": "failed", "message": "It broke.", "advice": "", "details": ""}


def moved_to(generation: Generation, status: str) -> Generation:
    Generation.objects.filter(pk=generation.pk).update(status=status)
    generation.refresh_from_db()
    return generation


def ended(order: Order, *statuses: str) -> str:
    for generation, status in zip(order.generations.all(), statuses, strict=True):
        moved_to(generation, status)
    order.settle(at=timezone.now())
    return order.status


def test_two_claims_take_a_generation_once(place: Place) -> None:
    waiting = Generation.objects.filter(order=place())
    assert (waiting.claim(at=timezone.now()), waiting.claim(at=timezone.now())) == (1, 0)


def test_a_waiting_generation_is_canceled_at_once(place: Place) -> None:
    generation = place().generations.get()
    assert generation.cancel(at=timezone.now())
    assert generation.status == "canceled"


@pytest.mark.parametrize("status", ["submitting", "queued", "running", "collecting"])
def test_cancelling_what_was_sent_is_a_request(place: Place, status: str) -> None:
    generation = moved_to(place().generations.get(), status)
    generation.cancel(at=timezone.now())
    assert (generation.status, generation.cancel_requested_at is not None) == (status, True)


def test_what_still_arrives_after_a_cancel_is_kept(place: Place) -> None:
    generation = moved_to(place().generations.get(), "running")
    generation.cancel(at=timezone.now())
    assert generation.succeed(at=timezone.now())


def test_a_canceled_generation_stays_canceled_when_its_worker_fails_late(place: Place) -> None:
    generation = place().generations.get()
    generation.cancel(at=timezone.now())
    assert not generation.fail(PROBLEM, at=timezone.now())


@pytest.mark.parametrize("status", ["unknown", "blocked", "succeeded", "canceled", "running"])
def test_only_what_failed_is_retried(place: Place, status: str) -> None:
    generation = moved_to(place().generations.get(), status)
    assert not generation.retry()
    assert generation.status == status


def test_a_retry_forgets_what_went_wrong(place: Place) -> None:
    generation = moved_to(place().generations.get(), "running")
    generation.fail(PROBLEM, at=timezone.now())
    assert generation.retry()
    assert (generation.status, generation.problem, generation.finished_at) == ("waiting", None, None)


def test_what_was_set_aside_goes_on_from_its_ticket(place: Place) -> None:
    generation = moved_to(place().generations.get(), "running")
    generation.set_aside(PROBLEM, at=timezone.now())
    generation.retry()
    assert (generation.status, generation.resumes) == ("waiting", True)


@pytest.mark.parametrize(
    ("statuses", "standing"),
    [
        (("succeeded", "succeeded"), "succeeded"),
        (("succeeded", "failed"), "partial"),
        (("succeeded", "canceled"), "partial"),
        (("canceled", "failed"), "canceled"),
        (("failed", "blocked"), "failed"),
        (("unknown", "succeeded"), "attention"),
        (("unknown", "running"), "active"),
        (("waiting", "succeeded"), "active"),
    ],
)
def test_an_order_stands_as_its_generations_do(
    place: Place, statuses: tuple[str, ...], standing: str
) -> None:
    assert ended(place(copies=2), *statuses) == standing


def test_a_set_aside_generation_needs_a_person(place: Place) -> None:
    order = place()
    moved_to(order.generations.get(), "running").set_aside(PROBLEM | {"code": SET_ASIDE}, at=timezone.now())
    order.settle(at=timezone.now())
    assert order.status == "attention"


def test_an_order_that_only_waits_for_a_paused_account_needs_a_person(
    place: Place, studio: ProviderAccount
) -> None:
    order = place()
    studio.pause(at=timezone.now())
    order.settle(at=timezone.now())
    assert order.status == "attention"


def test_a_paused_order_says_so_and_resumes(place: Place) -> None:
    order = place()
    order.pause(at=timezone.now())
    assert order.status == "paused"
    order.resume(at=timezone.now())
    assert order.status == "active"


def test_an_ended_order_has_an_end_and_a_retried_one_has_none(place: Place) -> None:
    order = place()
    ended(order, "failed")
    assert order.finished_at
    assert order.retry_failed(at=timezone.now()) == 1
    assert order.status == "active"
    assert order.finished_at is None


def test_orders_move_in_line(place: Place) -> None:
    first, second, third = place("1"), place("2"), place("3")
    third.move(before=first)
    first.move(before=None)
    assert list(Order.objects.in_line()) == [third, second, first]
