from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from tests.desk.person import Page, Person

from artfactory.catalog.models import AIModel
from artfactory.engine.models import Event
from artfactory.orders.models import Order
from artfactory.projects.models import Project

FOX = {"model": "studio:ink", "prompt": "a fox", "copies": "2", "key": "one"}


@contextmanager
def unwritable() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA query_only = OFF")


def test_an_order_lands_in_the_current_project(person: Person, here: Project, ink: AIModel) -> None:
    page = person.post("/orders/", FOX)
    order = Order.objects.get()
    assert page.address == f"/orders/{order.pk}/"
    assert (order.project, order.generations.count()) == (here, 2)


def test_open_pages_are_told(person: Person, ink: AIModel) -> None:
    person.post("/orders/", FOX)
    assert Event.objects.filter(kind="order", subject=str(Order.objects.get().pk)).exists()


def test_a_form_that_is_sent_twice_orders_once(person: Person, ink: AIModel) -> None:
    addresses = {person.post("/orders/", FOX).address for _click in range(3)}
    assert addresses == {f"/orders/{Order.objects.get().pk}/"}


def test_a_form_that_was_changed_after_the_back_button_is_another_order(person: Person, ink: AIModel) -> None:
    person.post("/orders/", FOX)
    person.post("/orders/", FOX | {"prompt": "an owl"})
    assert Order.objects.count() == 2


def test_the_form_goes_on_with_a_new_key_so_that_the_same_can_be_ordered_again(
    person: Person, ink: AIModel
) -> None:
    page = person.post("/orders/", FOX, htmx=True)
    again = _key(page)
    assert again != "one"
    person.post("/orders/", FOX | {"key": again}, htmx=True)
    assert Order.objects.count() == 2


def test_a_placed_order_appears_in_the_results(person: Person, ink: AIModel) -> None:
    page = person.post("/orders/", FOX, htmx=True)
    order = Order.objects.get()
    assert page.tag(f"tiles-{order.pk}")
    assert page.text.count('data-state="waiting"') >= order.generations.count()


def test_nothing_is_ordered_without_a_prompt(person: Person, ink: AIModel) -> None:
    page = person.post("/orders/", FOX | {"prompt": "  "})
    assert page.status == 422
    assert "Say what you want to see." in page.inside("problem-prompt")
    assert 'aria-invalid="true"' in page.tag("prompt")
    assert not Order.objects.exists()


def test_what_was_typed_survives_a_refusal(person: Person, ink: AIModel) -> None:
    page = person.post("/orders/", FOX | {"parameters.steps": "8, 99", "seed": "", "key": "kept"})
    assert page.status == 422
    assert 'value="8, 99"' in page.tag("parameter-steps") and 'aria-invalid="true"' in page.text
    assert _key(page) == "kept"


def test_a_prompt_of_a_megabyte_is_refused_in_words(person: Person, ink: AIModel) -> None:
    page = person.post("/orders/", FOX | {"prompt": "fox " * 250_000})
    assert page.status == 422
    assert "at most 20,000 can be ordered" in page.inside("problem-prompt")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another server is told otherwise to write nothing")
def test_a_library_that_cannot_be_written_loses_nothing_that_was_typed(
    person: Person, here: Project, ink: AIModel
) -> None:
    person.get("/orders/new/")
    with unwritable():
        page = person.post("/orders/", FOX)
    assert page.status == 422
    assert "cannot be written" in page.inside("order-sum") and page.inside("prompt") == "a fox"
    assert not Order.objects.exists()


def test_a_seed_that_is_no_number_is_refused_in_words(person: Person, ink: AIModel) -> None:
    page = person.post("/orders/", FOX | {"seed": "lucky"})
    assert "must be a whole number" in page.words


def test_the_same_seeds_give_the_same_generations(person: Person, ink: AIModel) -> None:
    person.post("/orders/", FOX)
    first = Order.objects.get()
    person.post("/orders/", FOX | {"seed": first.seed, "key": "two"})
    seeds = [list(order.generations.values_list("seed", flat=True)) for order in Order.objects.order_by("pk")]
    assert seeds[0] == seeds[1]


def _key(page: Page) -> str:
    return page.tag("order-key").split('value="')[1].split('"')[0]
