"""What was asked for in a Project, to be found and used again; and what is not wanted, kept in mind."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.cast import Place
from tests.desk.conftest import Finish
from tests.desk.person import Person

from artfactory.catalog.models import AIModel
from artfactory.orders.models import Order
from artfactory.products.models import Product
from artfactory.projects.models import Project


def prompts(person: Person, project: Project, query: str = "") -> str:
    return person.get(f"/projects/{project.pk}/prompts/{query}").words


def test_each_prompt_stands_there_once_the_one_used_last_first(
    person: Person, here: Project, place: Place, finish: Finish
) -> None:
    first = place("a fox", copies=2)
    place("an owl")
    finish(place("a fox"))
    page = person.get(f"/projects/{here.pk}/prompts/")
    assert "2 prompts, the one used last first" in page.words
    assert page.words.index("a fox 2 Orders · 1 Product · last") < page.words.index(
        "an owl 1 Order · 0 Products"
    )
    assert f"words_of={first.pk}" not in page.text


def test_products_in_the_trash_do_not_count(
    person: Person, here: Project, place: Place, finish: Finish
) -> None:
    finish(place("a fox"))
    Product.objects.update(trashed_at=timezone.now() - timedelta(days=1))
    assert "1 Order · 0 Products" in prompts(person, here)


def test_the_same_prompt_with_another_negative_one_is_another(
    person: Person, here: Project, place: Place
) -> None:
    place("a fox", negative="snow")
    place("a fox", negative="rain")
    words = prompts(person, here)
    assert "2 prompts" in words and "Without snow" in words and "Without rain" in words


def test_prompts_are_found_by_words_of_either_field(person: Person, here: Project, place: Place) -> None:
    place("a Fox", negative="snow")
    place("an owl")
    assert "a Fox" in prompts(person, here, "?q=fox")
    assert "an owl" not in prompts(person, here, "?q=fox")
    assert "a Fox" in prompts(person, here, "?q=snow")
    assert "No prompt of this Project has “100%” in it." in prompts(person, here, "?q=100%25")


def test_other_projects_have_their_own(person: Person, here: Project, place: Place) -> None:
    place("a fox")
    other = Project.named("Owls")
    assert "Nothing was ordered here yet" in prompts(person, other)
    assert person.get("/projects/999/prompts/").status == 404


def test_many_prompts_come_page_by_page(person: Person, here: Project, place: Place) -> None:
    for number in range(53):
        place(f"fox number {number}")
    assert "Page 1 of 2" in prompts(person, here)
    last = prompts(person, here, "?page=2")
    assert "fox number 0 " in last and "fox number 9 " not in last


def test_a_prompt_goes_into_the_form_with_its_negative_one_however_long_it_is(
    person: Person, here: Project, place: Place, ink: AIModel
) -> None:
    order = place("a very long fox " * 1_000, negative="snow", copies=3)
    place("something else")
    page = person.get(f"/orders/new/?words_of={order.pk}")
    assert page.inside("prompt") == ("a very long fox " * 1_000).strip()
    assert page.inside("negative") == "snow"
    assert 'value="1"' in page.tag("copies")
    assert page.tag("order-seed") == ""


def test_the_form_leads_to_the_history_of_its_project(person: Person, here: Project, ink: AIModel) -> None:
    page = person.get("/orders/new/")
    assert f'href="/projects/{here.pk}/prompts/" aria-keyshortcuts="h"' in page.text


def test_a_new_form_remembers_what_was_not_wanted_in_its_project(
    person: Person, here: Project, place: Place, ink: AIModel
) -> None:
    place("a fox", negative="snow")
    assert person.get("/orders/new/").inside("negative") == "snow"
    assert person.get("/orders/new/").inside("prompt") == ""
    place("an owl")
    assert person.get("/orders/new/").inside("negative") == ""


def test_orders_of_models_without_a_negative_prompt_do_not_make_it_forget(
    person: Person, here: Project, place: Place, ink: AIModel, bell: AIModel
) -> None:
    place("a fox", negative="snow")
    place("a bell", models=(bell.address,))
    assert person.get("/orders/new/?model=studio:ink").inside("negative") == "snow"


def test_another_project_remembers_something_else(
    person: Person, here: Project, place: Place, ink: AIModel
) -> None:
    place("a fox", negative="snow")
    other = Project.named("Owls")
    person.post("/projects/current/", {"project": other.pk})
    assert person.get("/orders/new/?model=studio:ink").inside("negative") == ""
    assert Order.objects.count() == 1


def star(person: Person, order: Order, value: str = "1") -> None:
    person.post(f"/orders/{order.pk}/prompt/favorite/", {"value": value})


def test_favorites_come_first_and_can_be_seen_alone(person: Person, here: Project, place: Place) -> None:
    fox = place("a fox")
    place("an owl")
    star(person, fox)
    place("a hare")
    words = prompts(person, here)
    assert words.index("a fox") < words.index("a hare") < words.index("an owl")
    alone = prompts(person, here, "?favorite=1")
    assert "1 prompt," in alone and "a fox" in alone and "owl" not in alone
    assert "No favorite is among them." in prompts(person, here, "?favorite=1&q=owl")


def test_the_star_belongs_to_the_prompt_however_often_it_is_ordered(
    person: Person, here: Project, place: Place
) -> None:
    star(person, place("a fox"))
    again = place("a fox")
    place("a fox", negative="snow")
    page = person.get(f"/projects/{here.pk}/prompts/")
    assert 'aria-pressed="true"' in page.tag(f"favorite-{again.pk}")
    assert page.text.count('aria-pressed="true"') == 1
    star(person, again, "0")
    assert 'aria-pressed="true"' not in person.get(f"/projects/{here.pk}/prompts/").text
