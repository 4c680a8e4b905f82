from __future__ import annotations

import pytest
from tests.api.conftest import Program

from artfactory.lookups.models import Change, Lookup


@pytest.fixture(autouse=True)
def _no_others(db: None) -> None:
    Lookup.objects.all().delete()


def test_a_lookup_is_created_changed_replaced_and_deleted(program: Program) -> None:
    created = program.post("/lookups", {"name": "color", "values": ["red", "blue"]})
    assert created.status == 201
    lookup = created.body
    assert (lookup["name"], lookup["values"], lookup["count"]) == ("color", ["red", "blue"], 2)
    path = f"/lookups/{lookup['id']}"
    assert program.get(path).body == lookup
    assert program.patch(path, {"values": ["green"]}).body["values"] == ["green"]
    assert program.patch(path, {"name": "hue"}).body["values"] == ["green"]
    replaced = program.put(path, {"name": "color"}).body
    assert (replaced["id"], replaced["name"], replaced["values"]) == (lookup["id"], "color", [])
    assert program.delete(path).status == 204
    assert program.get(path).codes == ["not_found"]


@pytest.mark.parametrize("address", ["animals/cats", "animals%2Fcats"])
def test_a_lookup_is_found_by_its_name_too(program: Program, address: str) -> None:
    program.post("/lookups", {"name": "animals/cats", "values": ["tabby"]})
    assert program.get(f"/lookups/{address}").body["values"] == ["tabby"]
    assert program.patch(f"/lookups/{address}", {"values": []}).body["values"] == []
    assert program.delete(f"/lookups/{address}").status == 204


def test_values_are_kept_as_they_came_and_counted_as_prompts_take_them(program: Program) -> None:
    values = ["[red]", "", "a || b", "meta:x:1", "[red]", "{{ 7 * 7 }}", "<script>", "🦊 \u202efox", "\\name"]
    answer = program.post("/lookups", {"name": "odd", "values": values}).body
    assert program.get("/lookups/odd").body["values"] == values
    assert answer["count"] == 7


def test_white_space_around_a_value_is_no_part_of_it(program: Program) -> None:
    assert program.post("/lookups", {"name": "a", "values": [" red\t"]}).body["values"] == ["red"]


def test_a_name_belongs_to_one_lookup(program: Program) -> None:
    program.post("/lookups", {"name": "color"})
    program.post("/lookups", {"name": "Color"})
    for refused in (
        program.post("/lookups", {"name": "color"}),
        program.patch("/lookups/Color", {"name": "color"}),
        program.put("/lookups/Color", {"name": "color"}),
    ):
        assert (refused.status, refused.codes) == (409, ["name_taken"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"values": []},
        {"name": ""},
        {"name": "9a"},
        {"name": "größe"},
        {"name": "a\n"},
        {"name": "x" * 65},
        {"name": "a", "values": "red"},
        {"name": "a", "values": [1]},
        {"name": "a", "values": [None]},
        {"name": "a", "values": ["two\nlines"]},
        {"name": "a", "values": ["two\rlines"]},
        {"name": "a", "values": ["x" * 1001]},
        {"name": "a", "values": ["x"] * 10_001},
        {"name": "a", "values": ["nul \0"]},
        {"name": "a", "colour": "red"},
        [],
    ],
)
def test_a_lookup_that_cannot_be_is_refused(program: Program, body: object) -> None:
    refused = program.post("/lookups", body)
    assert (refused.status, bool(refused.codes)) == (422, True)
    assert not Lookup.objects.exists()


def test_the_largest_lookup_goes_in_and_out(program: Program) -> None:
    values = [f"value {n}" for n in range(10_000)]
    assert program.post("/lookups", {"name": "large", "values": values}).status == 201
    assert program.get("/lookups/large").body["values"] == values


def test_lookups_are_listed_by_name_page_by_page(program: Program) -> None:
    for name in "dbeac":
        program.post("/lookups", {"name": name})
    assert [each["name"] for each in program.all_of("/lookups", limit=2)] == list("abcde")
    assert program.get("/lookups").body["total"] == 5


def test_a_change_that_says_nothing_changes_nothing(program: Program) -> None:
    before = program.post("/lookups", {"name": "color", "values": ["red"]}).body
    after = program.patch("/lookups/color", {}).body
    assert (after["name"], after["values"]) == (before["name"], before["values"])


def test_what_a_program_deletes_can_be_brought_back_on_the_page(program: Program) -> None:
    program.post("/lookups", {"name": "color", "values": ["red"]})
    program.delete("/lookups/color")
    Change.objects.latest("pk").take_back()
    assert program.get("/lookups/color").body["values"] == ["red"]
