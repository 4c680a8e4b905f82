"""What is typed and not ordered yet: kept for each Project, put aside, brought back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from tests.cast import Place
from tests.desk.person import Page, Person
from tests.desk.test_placing import unwritable

from artfactory.catalog.models import AIModel
from artfactory.desk.models import Draft
from artfactory.projects.models import Project

FOX: dict[str, Any] = {"model": "studio:ink", "key": "one", "prompt": "a [red,grey] fox", "copies": "3"}


def typed(person: Person, **more: Any) -> Page:
    return person.post("/orders/quote/", FOX | more, htmx=True)


def test_what_was_typed_is_there_when_the_page_is_opened_again(
    person: Person, here: Project, ink: AIModel
) -> None:
    typed(person, **{"negative": "blurry", "parameters.steps": "8, 10", "model": ["studio:ink"]})
    page = person.get("/orders/new/")
    assert page.inside("prompt") == "a [red,grey] fox" and page.inside("negative") == "blurry"
    assert 'value="8, 10"' in page.tag("parameter-steps")
    assert page.inside("order-count") == "12"
    assert "Draft restored" in page.inside("draft-note")


def test_each_project_has_a_draft_of_its_own(person: Person, here: Project, ink: AIModel) -> None:
    typed(person)
    other = Project.named("Owls")
    person.post("/projects/current/", {"project": other.pk})
    assert person.get("/orders/new/").inside("prompt") == ""
    typed(person, prompt="late for the foxes", draft_of=here.pk)
    assert person.get("/orders/new/").inside("prompt") == ""
    person.post("/projects/current/", {"project": here.pk})
    assert person.get("/orders/new/").inside("prompt") == "late for the foxes"


def test_an_order_ends_its_draft_and_a_late_keystroke_does_not_bring_it_back(
    person: Person, here: Project, ink: AIModel
) -> None:
    typed(person)
    person.post("/orders/", FOX, htmx=True)
    typed(person, key="two")
    page = person.get("/orders/new/")
    assert page.inside("prompt") == "" and not page.inside("draft-note").strip()
    typed(person, key="two", prompt="something else")
    assert person.get("/orders/new/").inside("prompt") == "something else"


def test_a_refused_order_keeps_its_draft(person: Person, here: Project, ink: AIModel) -> None:
    typed(person, prompt="a [fox")
    person.post("/orders/", FOX | {"prompt": "a [fox"})
    assert person.get("/orders/new/").inside("prompt") == "a [fox"


def test_starting_afresh_can_be_undone(person: Person, here: Project, ink: AIModel) -> None:
    page = person.follow(person.post("/orders/draft/removal/", FOX))
    assert page.inside("prompt") == "" and "Started afresh · Undo" in page.inside("draft-note")
    back = person.follow(person.post("/orders/draft/restoration/"))
    assert back.inside("prompt") == FOX["prompt"] and 'value="3"' in back.tag("copies")


def test_what_the_address_says_comes_before_the_draft(person: Person, here: Project, ink: AIModel) -> None:
    typed(person)
    assert person.get("/orders/new/?prompt=an+owl").inside("prompt") == "an owl"


def test_an_emptied_form_leaves_no_draft(person: Person, here: Project, ink: AIModel) -> None:
    typed(person)
    typed(person, prompt=" ")
    assert not person.get("/orders/new/").inside("draft-note").strip()


def test_picks_and_what_was_said_of_all_are_part_of_it(person: Person, here: Project, ink: AIModel) -> None:
    typed(person, prompt="[1..20] [1..20]", all="1200")
    assert person.get("/orders/new/").inside("order-count") == "1,200"
    typed(person, seen="0-5", tick=["1"])
    assert person.get("/orders/new/").inside("order-count") == "3"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another server is told otherwise to write nothing")
def test_a_library_that_cannot_be_written_still_counts(person: Person, here: Project, ink: AIModel) -> None:
    with unwritable():
        assert typed(person).inside("order-count") == "6"
    assert Draft.of(here) is None


def test_the_negative_prompt_of_the_last_order_is_there_again(
    person: Person, here: Project, place: Place
) -> None:
    place("a fox", negative="blurry, text")
    assert person.get("/orders/new/").inside("negative") == "blurry, text"


def test_an_order_of_picked_prompts_is_filled_in_with_its_picks(
    person: Person, here: Project, place: Place
) -> None:
    order = place("a [red,grey] [fox,owl]", picked=(1, 2))
    assert person.get(f"/orders/new/?again={order.pk}").inside("order-count") == "2"
    large = place("[1..20] [1..20]", max_items=400, max_rows=400)
    assert person.get(f"/orders/new/?again={large.pk}").inside("order-count") == "400"
