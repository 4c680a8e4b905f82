"""All prompts of an Order: looked through, picked from and copied."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from tests.desk.person import Page, Person

from artfactory.catalog.models import AIModel
from artfactory.orders.models import Order

INK: dict[str, Any] = {"model": "studio:ink", "key": "one", "prompt": "a [red,grey] [fox,owl,cat]"}
LARGE = INK | {"prompt": " ".join(["[1..100]"] * 6)}


def hidden(page: Page) -> dict[str, str]:
    """What the page carries along."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def numbers(page: Page) -> list[int]:
    return [int(value) for value in re.findall(r'name="tick" value="(\d+)"', page.text)]


def pick(person: Person, *ticked: int, **more: Any) -> dict[str, Any]:
    """The answers of the form once these are ticked and the list is closed."""
    shown = hidden(person.post("/orders/rows/", INK | more, htmx=True))
    quoted = person.post("/orders/quote/", INK | more | shown | {"tick": list(ticked)}, htmx=True)
    return INK | more | hidden(quoted)


def test_the_list_shows_every_prompt_with_its_varying_words(person: Person, ink: AIModel) -> None:
    page = person.post("/orders/rows/", INK | {"copies": "3"}, htmx=True)
    assert page.inside("rows-title") == "All 6 prompts"
    assert numbers(page) == list(range(6))
    assert (
        'a <span class="slot" data-slot="1">red</span> <span class="slot" data-slot="2">fox</span>'
        in page.text
    )
    assert "1 a red fox × 3 2 a red owl × 3" in page.words


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ({}, 1),
        ({"at": "50"}, 51),
        ({"at": "999999999999"}, 999_999_999_951),
        ({"go": "1", "jump": "500,000,000,000"}, 500_000_000_000),
        ({"go": "1", "jump": "many"}, 1),
        ({"go": "1", "jump": "9" * 300}, 999_999_999_951),
    ],
)
def test_any_page_of_a_million_million_prompts_is_shown(
    person: Person, ink: AIModel, asked: dict[str, str], first: int
) -> None:
    page = person.post("/orders/rows/", LARGE | asked, htmx=True)
    assert numbers(page)[0] == first - 1
    assert f"{first:,}" in page.words and "of 1,000,000,000,000" in page.words


def test_what_is_picked_is_ordered_and_nothing_else(person: Person, ink: AIModel) -> None:
    answers = pick(person, 1, 5, copies="2")
    assert "2 prompts are picked." in person.post("/orders/quote/", answers, htmx=True).words
    person.post("/orders/", answers)
    order = Order.objects.get()
    assert [generation.prompt for generation in order.generations.order_by("number")] == [
        *["a red owl"] * 2,
        *["a grey cat"] * 2,
    ]
    assert order.picked == [1, 5]


def test_a_pick_keeps_the_seeds_that_the_whole_order_would_have(person: Person, ink: AIModel) -> None:
    person.post("/orders/", pick(person, 4))
    person.post("/orders/", INK)
    some, whole = Order.objects.order_by("pk")
    assert some.generations.get().seed == whole.generations.get(number=4).seed


def test_the_same_prompt_is_picked_for_every_model_and_parameter(
    person: Person, ink: AIModel, bell: AIModel
) -> None:
    more = {"model": ["studio:ink", "studio:bell"], "parameters.steps": "8, 10"}
    person.post("/orders/", pick(person, 2, **more))
    prompts = list(Order.objects.get().generations.values_list("prompt", flat=True))
    assert prompts == ["a red cat"] * 3


def test_pages_that_were_left_keep_their_picks(person: Person, ink: AIModel) -> None:
    asked = INK | {"prompt": "[1..200]"}
    first = person.post("/orders/rows/", asked, htmx=True)
    second = person.post("/orders/rows/", asked | hidden(first) | {"tick": ["3"], "at": "100"}, htmx=True)
    assert hidden(second)["picked"] == "3"
    closed = person.post("/orders/quote/", asked | hidden(second) | {"tick": ["101", "102"]}, htmx=True)
    assert hidden(closed)["picked"] == "3,101-102"
    assert closed.inside("order-sum").startswith("3 generations of 200 = 3 picked")


def test_a_whole_page_is_ticked_and_unticked(person: Person, ink: AIModel) -> None:
    shown = INK | hidden(person.post("/orders/rows/", INK, htmx=True))
    all_of_it = person.post("/orders/rows/", shown | {"page": "all"}, htmx=True)
    assert hidden(all_of_it)["picked"] == "0-5"
    none = person.post("/orders/rows/", INK | hidden(all_of_it) | {"page": "none"}, htmx=True)
    assert "picked" not in hidden(none)


def test_picks_of_another_prompt_are_never_ordered(person: Person, ink: AIModel) -> None:
    answers = pick(person, 1, 5) | {"prompt": "a [red,blue] [fox,owl,cat]"}
    page = person.post("/orders/quote/", answers, htmx=True)
    assert "The prompt has changed since 2 of its prompts were picked." in page.inside("order-sum")
    assert person.post("/orders/", answers).status == 422
    assert "1 generation =" not in page.words and not Order.objects.exists()
    again = person.post("/orders/quote/", answers | {"page": "forget"}, htmx=True)
    assert again.inside("order-sum").startswith("6 generations")


def test_picks_stay_where_the_prompt_only_changes_elsewhere(person: Person, ink: AIModel) -> None:
    answers = pick(person, 1) | {"prompt": "a [red,grey] [fox,owl,hen]"}
    assert person.post("/orders/quote/", answers, htmx=True).inside("order-count") == "1"


def test_numbers_that_no_page_offered_pick_nothing(person: Person, ink: AIModel) -> None:
    page = person.post("/orders/quote/", INK | {"picked": "3-1,x", "picked_as": "0"}, htmx=True)
    assert page.inside("order-count") == "6"
    page = person.post("/orders/quote/", INK | {"picked": "99", "picked_as": "0"}, htmx=True)
    assert "not there any more" in page.inside("order-sum")


def test_a_sample_is_listed_before_the_whole(person: Person, ink: AIModel) -> None:
    asked = INK | {"prompt": "[1..500] batch:sample:7"}
    page = person.post("/orders/rows/", asked, htmx=True)
    assert len(numbers(page)) == 7 and "To be ordered: 7" in page.words
    person.post("/orders/", asked)
    ordered = Order.objects.get().generations.order_by("number").values_list("prompt", flat=True)
    assert [str(number + 1) for number in numbers(page)] == list(ordered)
    assert len(numbers(person.post("/orders/rows/", asked | {"which": "whole"}, htmx=True))) == 50


def test_the_list_is_copied_as_text(person: Person, ink: AIModel) -> None:
    assert person.post("/orders/rows/text/", INK).text.split("\n")[:2] == ["a red fox", "a red owl"]
    shown = pick(person, 0, 5) | {"which": "picked"}
    assert person.post("/orders/rows/text/", shown).text == "a red fox\na grey cat"
    assert person.post("/orders/rows/text/", LARGE).text.count("\n") == 9_999


def test_without_scripts_the_list_is_a_page_that_leads_back(person: Person, ink: AIModel) -> None:
    asked = INK | {"copies": "2", "negative": "blurry"}
    page = person.post("/orders/rows/", asked)
    assert hidden(page)["prompt"] == INK["prompt"] and hidden(page)["copies"] == "2"
    back = person.post("/orders/draft/", hidden(page) | {"tick": ["2", "3"]})
    assert back.inside("prompt") == INK["prompt"] and hidden(back)["picked"] == "2-3"
    assert back.inside("order-count") == "4"


def test_a_prompt_that_cannot_be_read_has_no_list(person: Person, ink: AIModel) -> None:
    page = person.post("/orders/rows/", INK | {"prompt": "a [red"}, htmx=True)
    assert "never closed" in page.words and not numbers(page)
