from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from tests.api.conftest import Make, Program
from tests.cast import Place

from artfactory.engine.models import Event
from artfactory.orders.models import Attempt, Generation


def test_a_generation_says_what_was_sent_and_what_came_of_it(
    program: Program, place: Place, make: Make
) -> None:
    order = place(parameters={"steps": 8, "seed": 7}, negative="snow")
    generation = order.generations.get()
    product = make(generation=generation)
    facts = {"status": "succeeded", "cost_amount": Decimal("0.025"), "cost_currency": "USD"}
    Generation.objects.update(**facts, returned={"seed": "7"})
    said = program.get(f"/generations/{generation.pk}").body
    assert said["parameters"] == {
        "prompt": "a fox", "negative_prompt": "snow", "num_inference_steps": 8, "seed": 7,
    }  # fmt: skip
    assert (said["order"], said["model"], said["status"]) == (str(order.pk), "studio:ink", "succeeded")
    assert said["cost"] == {"amount": "0.0250", "currency": "USD"}
    assert said["products"] == [str(product.pk)]
    assert said["seed"] == "7"
    assert "problem" not in said
    assert program.get(f"/orders/{order.pk}").body["spent"] == [said["cost"]]
    assert program.get(f"/projects/{order.project_id}").body["spent"] == [said["cost"]]


def test_generations_are_listed_in_the_order_of_production(program: Program, place: Place) -> None:
    first, second = place(copies=3), place(copies=2)
    Generation.objects.filter(order=first, number=1).update(status="failed")
    numbers = [(each["order"], each["number"]) for each in program.all_of("/generations", limit=2)]
    ids = str(first.pk), str(second.pk)
    assert numbers == [(ids[0], 0), (ids[0], 1), (ids[0], 2), (ids[1], 0), (ids[1], 1)]
    assert program.get(f"/generations?order={second.pk}").body["total"] == 2
    assert [each["number"] for each in program.get("/generations?status=failed").body["items"]] == [1]
    assert program.get("/generations?status=lost").codes == ["literal_error"]


def test_a_waiting_generation_is_canceled_at_once_and_its_order_follows(
    program: Program, place: Place
) -> None:
    order = place()
    path = f"/generations/{order.generations.get().pk}"
    assert program.post(f"{path}/cancel").body["status"] == "canceled"
    assert program.post(f"{path}/cancel").body["status"] == "canceled"
    assert program.get(f"/orders/{order.pk}").body["status"] == "canceled"
    assert Event.objects.count() == 1


def test_a_running_generation_is_asked_to_end(program: Program, place: Place) -> None:
    generation = place().generations.get()
    Generation.objects.update(status="running")
    canceled = program.post(f"/generations/{generation.pk}/cancel").body
    assert canceled["status"] == "running"
    assert canceled["cancel_requested_at"]


def test_a_failed_generation_says_why_and_waits_again(program: Program, place: Place) -> None:
    order = place()
    problem = {"code": "failed", "message": "No.", "advice": "Again.", "details": ""}
    Generation.objects.update(status="failed", problem=problem, finished_at=timezone.now())
    order.settle(at=timezone.now())
    path = f"/generations/{order.generations.get().pk}"
    assert program.get(path).body["problem"] == problem
    again = program.post(f"{path}/retry").body
    assert again["status"] == "waiting"
    assert "problem" not in again
    assert program.get(f"/orders/{order.pk}").body["status"] == "active"


def test_only_a_failed_generation_is_tried_again(program: Program, place: Place) -> None:
    generation = place().generations.get()
    for status in set(Generation.Status.values) - {"failed"}:
        Generation.objects.update(status=status)
        assert program.post(f"/generations/{generation.pk}/retry").codes == ["not_failed"]


def test_what_is_unknown_is_resolved_by_a_persons_word(program: Program, place: Place) -> None:
    order = place(copies=3)
    Generation.objects.update(status="unknown")
    look, send, give = (f"/generations/{pk}" for pk in order.generations.values_list("pk", flat=True))
    assert program.post(f"{look}/resolve", {"action": "look_again"}).body["status"] == "unknown"
    assert program.post(f"{send}/resolve", {"action": "send_again"}).body["status"] == "waiting"
    assert program.post(f"{give}/resolve", {"action": "give_up"}).body["status"] == "canceled"
    assert program.post(f"{give}/resolve", {"action": "send_again"}).codes == ["not_unknown"]
    assert program.post(f"{look}/resolve", {"action": "guess"}).codes == ["literal_error"]
    assert Generation.objects.filter(look_requested_at__isnull=False).count() == 1


def test_what_was_perhaps_paid_counts_as_spent(program: Program, place: Place) -> None:
    order = place()
    generation = order.generations.get()
    facts = {"perhaps_amount": Decimal("0.02"), "perhaps_currency": "USD"}
    Attempt.objects.create(generation=generation, outcome="unanswered", created_at=timezone.now(), **facts)
    Generation.objects.update(cost_amount=Decimal("0.03"), cost_currency="USD")
    assert program.get(f"/orders/{order.pk}").body["spent"] == [{"amount": "0.0500", "currency": "USD"}]
