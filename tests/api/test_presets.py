"""Presets over the API: values of one model under a name."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.conftest import Program

from artfactory.catalog.models import AIModel

SHARP = {"model": "studio:ink", "name": " Sharp ", "values": {"steps": "8, 12"}}


def test_a_preset_is_kept_found_changed_and_deleted(program: Program, ink: AIModel) -> None:
    kept = program.post("/presets", SHARP)
    assert (kept.status, kept.body["name"], kept.body["values"]) == (201, "Sharp", {"steps": "8, 12"})
    path = f"/presets/{kept.body['id']}"
    assert program.get(path).body["model"] == "studio:ink"
    changed = program.patch(path, {"name": "Soft", "values": {"steps": "4"}}).body
    assert (changed["id"], changed["name"], changed["values"]) == (kept.body["id"], "Soft", {"steps": "4"})
    assert [each["name"] for each in program.get("/presets?model=studio:ink").body["items"]] == ["Soft"]
    assert program.get("/presets?model=studio:brush").body["items"] == []
    assert (program.delete(path).status, program.get(path).status) == (204, 404)


def test_a_number_is_taken_as_what_one_types_for_it(program: Program, ink: AIModel) -> None:
    kept = program.post("/presets", SHARP | {"values": {"steps": 12, "guidance": 3.5}})
    assert (kept.status, kept.body["values"]) == (201, {"steps": "12", "guidance": "3.5"})


def test_the_same_name_again_takes_its_place(program: Program, ink: AIModel) -> None:
    first = program.post("/presets", SHARP).body
    again = program.post("/presets", SHARP | {"name": "Sharp", "values": {"steps": "30"}}).body
    assert (again["id"], again["values"]) == (first["id"], {"steps": "30"})


def test_a_name_that_is_taken_is_refused_for_another(program: Program, ink: AIModel) -> None:
    program.post("/presets", SHARP)
    other = program.post("/presets", SHARP | {"name": "Soft"}).body
    taken = program.patch(f"/presets/{other['id']}", {"name": "Sharp"})
    assert (taken.status, taken.codes) == (409, ["name_taken"])


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"model": "studio:nothing"}, ["unknown_model"]),
        ({"values": {"no_such": "1"}}, ["unknown_parameter"]),
        ({"name": "  "}, None),
        ({"values": {}}, None),
    ],
)
def test_what_cannot_be_kept_says_why(
    program: Program, ink: AIModel, said: dict[str, Any], codes: list[str] | None
) -> None:
    refused = program.post("/presets", SHARP | said)
    assert refused.status == 422
    assert codes is None or refused.codes == codes
