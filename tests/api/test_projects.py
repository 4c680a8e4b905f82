from __future__ import annotations

import pytest
from tests.api.conftest import Make, Program
from tests.cast import Place


def test_a_project_is_created_changed_replaced_and_deleted(program: Program) -> None:
    created = program.post("/projects", {"name": "  Foxes ", "description": "Of the north"})
    assert created.status == 201
    project = created.body
    assert (project["name"], project["description"], project["status"]) == ("Foxes", "Of the north", "active")
    assert (project["products"], project["orders"], project["spent"]) == (0, 0, [])
    path = f"/projects/{project['id']}"
    assert program.patch(path, {"status": "archived"}).body == project | {"status": "archived"}
    assert program.put(path, {"name": "Bears"}).body == project | {"name": "Bears", "description": ""}
    assert program.get(path).body["name"] == "Bears"
    assert program.delete(path).status == 204
    assert program.get(path).status == 404


def test_a_name_belongs_to_one_project(program: Program) -> None:
    program.post("/projects", {"name": "Foxes"})
    bears = program.post("/projects", {"name": "Bears"}).body
    assert program.post("/projects", {"name": "Foxes"}).codes == ["name_taken"]
    assert program.patch(f"/projects/{bears['id']}", {"name": "Foxes"}).status == 409


def test_a_project_that_holds_something_is_not_deleted(program: Program, place: Place, make: Make) -> None:
    order = place()
    make()
    path = f"/projects/{order.project_id}"
    assert program.delete(path).codes == ["not_empty"]
    assert (program.get(path).body["orders"], program.get(path).body["products"]) == (1, 1)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "  "},
        {"name": "x" * 121},
        {"name": None},
        {"name": "a", "status": "lost"},
        [],
        "a",
    ],
)
def test_a_project_that_cannot_be_is_refused(program: Program, body: object) -> None:
    assert program.post("/projects", body).status == 422


def test_projects_are_listed_by_name_page_by_page(program: Program) -> None:
    for name in "dbeac":
        program.post("/projects", {"name": name})
    assert [each["name"] for each in program.all_of("/projects", limit=2)] == list("abcde")
