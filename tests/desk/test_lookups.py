"""The pages of Lookups, for a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import Place
from tests.desk.conftest import Finish
from tests.desk.person import Page, Person

from artfactory.lookups.models import Arrival, Lookup

Keep = Callable[..., Lookup]


@pytest.fixture
def keep(db: None) -> Keep:
    Lookup.objects.all().delete()

    def kept(name: str, *values: str) -> Lookup:
        return Lookup.objects.create(name=name, text="\n".join(values))

    return kept


def bring(person: Person, **files: str | bytes) -> Page:
    sent = [
        SimpleUploadedFile(
            name.replace("_", ".", 1), content.encode() if isinstance(content, str) else content
        )
        for name, content in files.items()
    ]
    return person.post("/lookups/imports/", {"files": sent})


def state() -> dict[str, list[str]]:
    return {lookup.name: lookup.values for lookup in Lookup.objects.all()}


def test_an_empty_library_says_what_lookups_are_for_and_offers_the_starter_lists(
    person: Person, keep: Keep
) -> None:
    assert "Lists that prompts draw from" in person.get("/lookups/").words
    page = person.follow(person.post("/lookups/starters/"))
    assert "10 starter lists are added." in page.words
    assert "10 lookups, 186 values." in page.words


def test_lookups_are_listed_with_counts_and_found_by_name_and_value(person: Person, keep: Keep) -> None:
    keep("color", "red", "red", "", "blue")
    keep("shape", "ring")
    words = person.get("/lookups/").words
    assert "2 lookups, 3 values." in words
    assert "color red, blue 2 values" in words
    found = person.get("/lookups/?q=BLU").words
    assert "1 lookup of 2 has “BLU” in its name or values." in found
    assert "Choose shape" not in found
    assert "Nothing found No lookup has “zzz”" in person.get("/lookups/?q=zzz").words
    assert person.get("/lookups/?q=%00").status == 200


def test_many_lookups_are_shown_page_by_page(person: Person, keep: Keep) -> None:
    Lookup.objects.bulk_create(Lookup(name=f"n{n:03}", text="a") for n in range(150))
    first, second = person.get("/lookups/"), person.get("/lookups/?page=2")
    assert "Choose n099" in first.words and "Choose n100" not in first.words
    assert "Page 2 of 2" in second.words and "Choose n149" in second.words


def test_a_new_lookup_is_kept_as_typed_and_what_is_passed_over_is_told(person: Person, keep: Keep) -> None:
    sent = {"name": "color", "values": "red\r\n\r\n blue \r\nred\r\n"}
    page = person.follow(person.post("/lookups/new/", sent))
    assert state() == {"color": ["red", "", "blue", "red"]}
    assert "“color” is kept." in page.words
    assert "2 values. In a prompt: [color]" in page.words
    assert "1 value stands there more than once and counts once: red" in page.words
    assert "1 line is blank and counts for nothing: 2" in page.words
    person.post(f"/lookups/{Lookup.objects.get().pk}/tidying/")
    assert state() == {"color": ["red", "blue"]}


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"name": "", "values": "a"}, "name", "A lookup needs a name."),
        ({"name": "my colors", "values": "a"}, "name", "A name starts with"),
        ({"name": "x" * 65, "values": "a"}, "name", "at most 64 characters"),
        ({"name": "shape", "values": "a"}, "name", "named “shape” already"),
        ({"name": "a", "values": "b\n" + "x" * 1001}, "values", "Line 2 is too long"),
        ({"name": "a", "values": "x\n" * 10_001}, "values", "at most 10,000 values; these are 10,001"),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field_and_what_was_typed_stays(
    person: Person, keep: Keep, said: dict[str, str], field: str, why: str
) -> None:
    keep("shape", "ring")
    page = person.post("/lookups/new/", said)
    assert page.status == 422
    assert why in page.inside(f"{field}-problem")
    assert 'aria-invalid="true"' in page.tag(field)
    assert said["values"][:50] in page.text
    assert state() == {"shape": ["ring"]}


def test_values_are_rewritten_and_that_is_undone(person: Person, keep: Keep) -> None:
    lookup = keep("color", "red")
    page = person.follow(person.post(f"/lookups/{lookup.pk}/", {"values": "blue\ngreen"}))
    assert state() == {"color": ["blue", "green"]}
    back = person.follow(person.post(_undo(page)))
    assert "Undone: everything is as it was before." in back.words
    assert state() == {"color": ["red"]}


def test_hostile_text_stays_text(person: Person, keep: Keep) -> None:
    values = [
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}",
        "{% now 'Y' %}",
        "</textarea><b>",
        "\u202eabc",
        "${x}",
    ]
    lookup = keep("odd", *values)
    for path in (
        "/lookups/",
        f"/lookups/{lookup.pk}/",
        f"/lookups/merger/?of={lookup.pk}",
        "/lookups/?q=<script>",
    ):
        text = person.get(path).text
        assert "<script>alert" not in text and "</textarea><b>" not in text
    assert "{{ 7|add:7 }}" in person.get(f"/lookups/{lookup.pk}/").words
    person.post(f"/lookups/{lookup.pk}/", {"values": "\n".join(values)})
    assert state() == {"odd": values}


def test_a_lookup_tells_where_it_is_used(person: Person, keep: Keep, place: Place, finish: Finish) -> None:
    metal, material = keep("metal", "iron"), keep("material", "wood", "metal")
    keep("other", "x")
    finish(place("a [material] fox"))
    finish(place("a [material] fox"))
    place("a [metal,wood] ring", negative="[metal_1]")
    place("metal without brackets")
    words = person.get(f"/lookups/{metal.pk}/").words
    assert "Lookups: material" in words
    assert "Unfinished Orders (1) a [metal,wood] ring" in words
    assert "Recent prompts (1) a [material] fox" in words
    assert "without brackets" not in words
    assert "Its values stand for other lookups: metal" in person.get(f"/lookups/{material.pk}/").words
    other = Lookup.objects.get(name="other")
    assert "No other lookup, unfinished Order or recent prompt" in person.get(f"/lookups/{other.pk}/").words


def test_a_circle_is_told_with_its_way(person: Person, keep: Keep) -> None:
    a = keep("a", "b", "x")
    keep("b", "a")
    assert "a → b → a" in person.get(f"/lookups/{a.pk}/").words
    assert "Lookups name each other in a circle a → b → a" in person.get("/lookups/").words


def test_a_name_that_reads_like_an_alias_says_so(person: Person, keep: Keep) -> None:
    keep("color", "red")
    hiding = keep("color_1", "blue")
    assert "no longer means another pick from color" in person.get(f"/lookups/{hiding.pk}/").words


def test_a_lookup_is_renamed_where_it_is_named_too(person: Person, keep: Keep) -> None:
    lookup = keep("metal", "iron")
    keep("material", "wood", "metal")
    assert "Also in the lookup that names it" in person.get(f"/lookups/{lookup.pk}/").words
    page = person.post(f"/lookups/{lookup.pk}/name/", {"name": "metals", "everywhere": "on"})
    assert "“metal” is called “metals” now." in person.follow(page).words
    assert state() == {"material": ["wood", "metals"], "metals": ["iron"]}
    refused = person.post(f"/lookups/{lookup.pk}/name/", {"name": "material"})
    assert (refused.status, "named “material” already" in refused.inside("name-problem")) == (422, True)
    assert 'value="material"' in refused.tag("name")


def test_a_lookup_is_copied(person: Person, keep: Keep) -> None:
    page = person.follow(person.post(f"/lookups/{keep('color', 'red').pk}/copies/"))
    assert "“color-2” holds the same as “color”." in page.words
    assert state() == {"color": ["red"], "color-2": ["red"]}


def test_lookups_are_merged_in_the_order_they_were_chosen(person: Person, keep: Keep) -> None:
    warm, cold = keep("warm", "red", "grey"), keep("cold", "blue", "grey")
    keep("all", "cold")
    asked = person.get(f"/lookups/merger/?of={warm.pk}&of={cold.pk}")
    assert "Together 3 values, in this order. 1 repeat is kept once." in asked.words
    assert "name the merged one then: all" in asked.words
    said: dict[str, Any] = {"of": [warm.pk, cold.pk], "name": "warm", "everywhere": "on"}
    page = person.follow(person.post("/lookups/merger/", said))
    assert state() == {"all": ["warm"], "warm": ["red", "grey", "blue"]}
    person.post(_undo(page))
    assert state() == {"all": ["cold"], "cold": ["blue", "grey"], "warm": ["red", "grey"]}


@pytest.mark.parametrize("query", ["", "?of=0", "?of=x&of=y", "?of=9999999999999999999999"])
def test_merging_asks_for_two(person: Person, keep: Keep, query: str) -> None:
    assert "Merging takes two lookups or more." in person.get(f"/lookups/merger/{query}").words


def test_merging_under_a_name_that_cannot_be_is_told(person: Person, keep: Keep) -> None:
    both = [keep("a", "1").pk, keep("b", "2").pk]
    page = person.post("/lookups/merger/", {"of": both, "name": "two words"})
    assert page.status == 422 and "A name starts with" in page.inside("name-problem")
    assert set(state()) == {"a", "b"}


def test_deleting_asks_first_and_can_be_undone(person: Person, keep: Keep) -> None:
    color, shape = keep("color", "red", "blue"), keep("shape", "ring")
    keep("all", "color")
    asked = person.get(f"/lookups/deletion/?of={color.pk}&of={shape.pk}").words
    assert "Delete 2 lookups? 3 values go with it." in asked
    assert "1 other lookup names it all" in asked
    assert len(state()) == 3
    page = person.follow(person.post("/lookups/deletion/", {"of": [color.pk, shape.pk]}))
    assert "2 lookups are deleted." in page.words
    assert set(state()) == {"all"}
    person.post(_undo(page))
    assert set(state()) == {"all", "color", "shape"}
    assert person.get(f"/lookups/{color.pk}/").status == 200


def test_what_was_changed_since_is_not_undone_and_says_so(person: Person, keep: Keep) -> None:
    lookup = keep("color", "red")
    page = person.follow(person.post(f"/lookups/{lookup.pk}/", {"values": "blue"}))
    person.post(f"/lookups/{lookup.pk}/", {"values": "green"})
    assert "changed again since, so nothing was undone" in person.follow(person.post(_undo(page))).words
    assert state() == {"color": ["green"]}


def test_files_are_shown_before_anything_is_kept(person: Person, keep: Keep) -> None:
    keep("color", "red", "blue")
    page = bring(person, color_txt="# c\ngreen\nred", cats_txt="tabby", bad_png=b"\x89PNG")
    shown = person.follow(page).words
    assert "1 new lookup , 1 with other values than yours, 0 the same." in shown
    assert "Yours lacks 1 of these; replacing takes 1 of yours away." in shown
    assert "1 comment is left out." in shown
    assert "1 is not taken bad.png Only .txt" in shown
    assert state() == {"color": ["red", "blue"]}
    kept = person.follow(person.post(page.address, {"known": "add"}))
    assert state() == {"cats": ["tabby"], "color": ["red", "blue", "green"]}
    person.post(_undo(kept))
    assert state() == {"color": ["red", "blue"]}


def test_one_list_of_the_files_is_left_out(person: Person, keep: Keep) -> None:
    keep("color", "red")
    page = bring(person, a_txt="1", b_txt="2", color_txt="blue")
    person.post(page.address, {"known": "nonsense", "without": ["1", "x"]})
    assert state() == {"a": ["1"], "color": ["red"]}


def test_files_may_be_forgotten(person: Person, keep: Keep) -> None:
    page = bring(person, a_txt="1")
    assert (
        "Nothing of these files was kept." in person.follow(person.post(page.address, {"forget": "1"})).words
    )
    assert state() == {} and not Arrival.objects.exists()
    assert person.get(page.address).status == 404


def test_files_without_a_list_are_told_why(person: Person, keep: Keep) -> None:
    page = bring(person, a_txt="# nothing")
    assert page.status == 422
    assert "No list was found. Nothing was kept." in page.words
    assert "a.txt There is no value in it." in page.words
    assert "Choose a file first." in person.post("/lookups/imports/").words


def test_lookups_are_taken_out_as_files(person: Person, keep: Keep) -> None:
    lookup = keep("animals/cats", "tabby", "größe")
    assert person.get(f"/lookups/{lookup.pk}/export/").text == "tabby\ngröße\n"
    assert '"animals/cats"' in person.get("/lookups/export/json/").text
    assert person.get("/lookups/export/csv/").status == 404


@pytest.mark.parametrize("path", ["/lookups/0/", "/lookups/0/export/", "/lookups/imports/0/"])
def test_what_is_not_there_is_not_found(person: Person, keep: Keep, path: str) -> None:
    assert person.get(path).status == 404


@pytest.mark.parametrize("change", ["", "0", "x", "9" * 30, "١"])
def test_an_address_that_tells_of_no_change_shows_the_page(person: Person, keep: Keep, change: str) -> None:
    page = person.get(f"/lookups/?change={change}")
    assert page.status == 200 and "Undo" not in page.words


def _undo(page: Page) -> str:
    start = page.text.index("/lookups/changes/")
    return page.text[start : page.text.index('"', start)]
