"""Templates over the API: the whole of an Order under a name, in versions."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.conftest import Program

from artfactory.catalog.models import AIModel
from artfactory.desk.models import OrderTemplate

STEPS = {"steps": "8, 10"}
FOX: dict[str, Any] = {"models": ["studio:ink"], "prompt": "a [red,grey] fox", "parameters": STEPS}


def test_what_was_kept_is_the_body_of_an_order(program: Program, ink: AIModel) -> None:
    kept = program.post("/templates", {"name": " Foxes ", "order": FOX | {"copies": 2}})
    assert (kept.status, kept.body["name"], kept.body["version"]) == (201, "Foxes", 1)
    placed = program.post("/orders", program.get(f"/templates/{kept.body['id']}").body["order"])
    assert (placed.status, placed.body["counts"]) == (201, {"waiting": 8})


def test_the_same_name_again_is_the_next_version_and_the_earlier_one_stays(program: Program) -> None:
    first = program.post("/templates", {"name": "Foxes", "order": FOX}).body
    second = program.post("/templates", {"name": "Foxes", "order": FOX | {"prompt": "an owl"}}).body
    assert (second["id"], second["version"]) == (first["id"], 2)
    template = OrderTemplate.objects.get()
    assert template.order["prompt"] == "an owl" and template.earlier.get(version=1).order == FOX


def test_it_is_renamed_marked_found_and_deleted(program: Program) -> None:
    path = f"/templates/{program.post('/templates', {'name': 'Foxes', 'order': FOX}).body['id']}"
    program.post("/templates", {"name": "Owls", "order": FOX | {"prompt": "an owl"}})
    assert program.patch(path, {"name": "Vixens"}).body["version"] == 1
    assert program.put(path, {"name": "Vixens", "order": FOX | {"copies": 3}}).body["version"] == 2
    assert program.put(f"{path}/favorite").body["favorite"] is True
    assert [each["name"] for each in program.get("/templates?favorite=true").body["items"]] == ["Vixens"]
    assert [each["name"] for each in program.get("/templates?q=owl").body["items"]] == ["Owls"]
    taken = program.patch(path, {"name": "Owls"})
    assert (taken.status, taken.codes) == (409, ["name_taken"])
    assert program.delete(f"{path}/favorite").body["favorite"] is False
    assert (program.delete(path).status, program.get(path).status) == (204, 404)


@pytest.mark.parametrize("body", [{}, {"name": "  ", "order": FOX}, {"name": "x", "order": {"prompt": 1}}])
def test_what_is_no_order_is_refused(program: Program, body: Any) -> None:
    assert program.post("/templates", body).status == 422
