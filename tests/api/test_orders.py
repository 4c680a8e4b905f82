from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.api.conftest import Program
from tests.cast import Place

from artfactory.catalog.models import AIModel
from artfactory.engine.models import Event
from artfactory.orders.models import Generation, Order, OrderKey
from artfactory.projects.models import Project

pytestmark = pytest.mark.usefixtures("ink")
FOX = {"models": ["studio:ink"], "prompt": "a fox"}


def test_an_order_is_placed_and_found_again(program: Program) -> None:
    placed = program.post("/orders", FOX | {"copies": 3, "title": "Three", "seed": "18446744073709551616"})
    assert placed.status == 201
    order = placed.body
    assert order["status"] == "active"
    assert order["models"] == ["studio:ink"]
    assert order["counts"] == {"waiting": 3}
    assert order["progress"] == 0
    assert order["seed"] == "18446744073709551616"
    assert order["finished_at"] is None
    assert order["created_at"].endswith("Z")
    assert program.get(f"/orders/{order['id']}").body == order


def test_an_order_without_a_project_lies_in_the_first_one(program: Program) -> None:
    project = program.get(f"/projects/{program.post('/orders', FOX).body['project']}").body
    assert (project["name"], project["orders"]) == ("First project", 1)


def test_an_unknown_project_is_created_and_a_known_one_is_taken_by_name_or_id(program: Program) -> None:
    first = program.post("/orders", FOX | {"project": "Foxes"}).body
    by_name = program.post("/orders", FOX | {"project": "Foxes"}).body
    by_id = program.post("/orders", FOX | {"project": first["project"]}).body
    assert first["project"] == by_name["project"] == by_id["project"]
    assert Project.objects.count() == 1


def test_a_refused_order_leaves_no_project_behind(program: Program) -> None:
    assert program.post("/orders", FOX | {"project": "Foxes", "copies": 0}).status == 422
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "loc"),
    [
        ({"models": []}, "no_model", ["models"]),
        ({"models": ["studio:nobody"]}, "unknown_model", ["models"]),
        ({"models": ["studio:ink", 7]}, "string_type", ["models", 1]),
        ({"copies": 0}, "copies_out_of_range", ["copies"]),
        ({"copies": 1001}, "copies_out_of_range", ["copies"]),
        ({"copies": "2"}, "int_type", ["copies"]),
        ({"seed": "-1"}, "bad_seed", ["seed"]),
        ({"parameters": {"stepz": 3}}, "unknown_parameter", ["parameters", "stepz"]),
        ({"parameters": {"steps": 51}}, "bad_value", ["parameters", "steps"]),
        ({"parameters": {"steps": "8,,9"}}, "E_EMPTY_ITEM", ["parameters", "steps"]),
        ({"parameters": {"steps": {"a": [1, 2]}}}, "bad_value", ["parameters", "steps"]),
        ({"parameters": {"guidance": "1e999999999"}}, "bad_value", ["parameters", "guidance"]),
        ({"prompt": "x" * 20_001}, "E_TOO_LONG", ["prompt"]),
        ({"prompt": None}, "string_type", ["prompt"]),
        ({"title": "x" * 201}, "string_too_long", ["title"]),
        ({"promt": "a fox"}, "extra_forbidden", ["promt"]),
        ({"limits": {"items": 0}}, "greater_than_equal", ["limits", "items"]),
    ],
)
def test_a_flaw_is_told_with_its_place_and_code(
    program: Program, change: dict[str, object], code: str, loc: list[object]
) -> None:
    refused = program.post("/orders", FOX | change)
    assert refused.status == 422
    assert refused.codes == [code]
    assert refused.body["errors"][0]["loc"] == loc
    assert not Order.objects.exists()


def test_a_flaw_of_a_text_tells_its_character(program: Program) -> None:
    refused = program.post("/orders", FOX | {"parameters": {"steps": "8,,9"}})
    assert refused.body["errors"][0]["pos"] == 2


@pytest.mark.parametrize(
    "later",
    [
        {"tags": ["red"]},
    ],
)
def test_what_cannot_be_done_yet_is_refused_and_never_ignored(
    program: Program, later: dict[str, object]
) -> None:
    for path in ("/orders", "/quotes"):
        assert program.post(path, FOX | later).codes == ["not_supported_yet"]


def test_the_same_key_and_body_place_one_order(program: Program) -> None:
    first = program.post("/orders", FOX, Idempotency_Key="fox-1")
    again = program.post("/orders", dict(reversed(FOX.items())), Idempotency_Key="fox-1")
    assert (first.status, again.status) == (201, 201)
    assert first.body["id"] == again.body["id"]
    assert Order.objects.count() == 1


def test_a_key_with_another_body_is_refused(program: Program) -> None:
    program.post("/orders", FOX, Idempotency_Key="fox-1")
    assert program.post("/orders", FOX | {"copies": 2}, Idempotency_Key="fox-1").codes == ["key_reused"]


def test_a_refused_order_does_not_use_up_its_key(program: Program) -> None:
    assert program.post("/orders", FOX | {"copies": 0}, Idempotency_Key="fox-1").status == 422
    assert program.post("/orders", FOX, Idempotency_Key="fox-1").status == 201


def test_a_key_is_forgotten_after_thirty_days(program: Program) -> None:
    program.post("/orders", FOX, Idempotency_Key="fox-1")
    OrderKey.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert program.post("/orders", FOX | {"copies": 2}, Idempotency_Key="fox-1").status == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "ключ"])
def test_a_key_that_could_not_be_kept_is_refused(program: Program, key: str) -> None:
    assert program.post("/orders", FOX, Idempotency_Key=key).status == 422


def test_orders_are_listed_newest_first_by_project_and_state(program: Program, place: Place) -> None:
    orders = [place(), place(), place()]
    orders[1].pause(at=timezone.now())
    ids = [str(order.pk) for order in reversed(orders)]
    assert [each["id"] for each in program.get("/orders").body["items"]] == ids
    assert [each["id"] for each in program.get("/orders?status=paused").body["items"]] == [ids[1]]
    assert program.get(f"/orders?project={orders[0].project_id}").body["total"] == 3
    assert program.get("/orders?project=99").body == {"items": [], "next_cursor": None, "total": 0}
    assert program.get("/orders?project=foxes").body["items"] == []


def test_a_hundred_orders_ask_the_database_as_often_as_one(
    program: Program, place: Place, django_assert_max_num_queries: object
) -> None:
    for _ in range(12):
        place()
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert len(program.get("/orders").body["items"]) == 12


def test_an_order_is_paused_resumed_canceled_and_open_pages_hear_of_it(
    program: Program, place: Place
) -> None:
    path = f"/orders/{place().pk}"
    assert program.post(f"{path}/pause").body["status"] == "paused"
    assert program.post(f"{path}/resume").body["status"] == "active"
    canceled = program.post(f"{path}/cancel").body
    assert (canceled["status"], canceled["counts"], canceled["progress"]) == ("canceled", {"canceled": 1}, 1)
    assert canceled["finished_at"]
    assert Event.objects.filter(kind="order").count() == 3
    told = Event.objects.latest("pk")
    assert told.changed == [Generation.objects.get().pk]


def test_only_what_failed_is_tried_again(program: Program, place: Place) -> None:
    order = place(copies=2)
    Generation.objects.filter(order=order, number=0).update(status="failed")
    Generation.objects.filter(order=order, number=1).update(status="succeeded")
    order.settle(at=timezone.now())
    assert program.get(f"/orders/{order.pk}").body["status"] == "partial"
    again = program.post(f"/orders/{order.pk}/retry").body
    assert again["counts"] == {"waiting": 1, "succeeded": 1}
    assert (again["status"], again["finished_at"]) == ("active", None)


def test_an_order_is_moved_before_another_or_last(program: Program, place: Place) -> None:
    first, second, third = (str(place().pk) for _ in range(3))
    assert program.put(f"/orders/{third}/position", {"before": first}).status == 200
    assert _line() == [third, first, second]
    assert program.put(f"/orders/{third}/position", {"before": None}).status == 200
    assert _line() == [first, second, third]


def test_an_order_cannot_be_moved_before_itself_or_nothing_or_after_its_end(
    program: Program, place: Place
) -> None:
    order = place()
    path = f"/orders/{order.pk}/position"
    for before in (str(order.pk), "99", "fox", "9" * 30):
        assert program.put(path, {"before": before}).codes == ["unknown_order"]
    assert program.put(path, {}).codes == ["missing"]
    order.cancel(at=timezone.now())
    assert program.put(path, {"before": None}).codes == ["ended"]


def test_an_order_that_two_models_share_notes_what_one_cannot_take(program: Program, bell: AIModel) -> None:
    both = FOX | {"models": ["studio:ink", "studio:bell"], "parameters": {"steps": "4,8"}}
    lines = program.post("/orders", both).body["lines"]
    assert [(line["model"], line["count"]) for line in lines] == [("studio:ink", 2), ("studio:bell", 1)]
    assert lines[0]["notes"] == []
    assert "steps" in lines[1]["notes"][0]


def _line() -> list[str]:
    return [str(order.pk) for order in Order.objects.in_line()]


def test_an_order_tells_when_it_will_probably_end_once_something_ended(
    program: Program, place: Place
) -> None:
    order, now = place(copies=8), timezone.now()
    assert "eta" not in program.get(f"/orders/{order.pk}").body
    sent = now - timedelta(seconds=10)
    order.generations.filter(number__lt=4).update(status="succeeded", submitted_at=sent, finished_at=now)
    told = program.get(f"/orders/{order.pk}").body
    assert 0 < told["eta_low"] < told["eta"] < told["eta_high"]
    order.pause(at=now)
    assert "eta" not in program.get(f"/orders/{order.pk}").body
