"""A prompt from another tool: recognised, shown beside what it becomes, and put into the form when asked."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from tests.desk.person import Page, Person

from artfactory.catalog.models import AIModel
from artfactory.lookups.models import Change, Lookup
from artfactory.orders.models import Order
from artfactory.projects.models import Project

REVIEW = "/orders/new/translation/"
INK: dict[str, Any] = {"model": "studio:ink", "key": "one"}


def lookup(name: str, *values: str) -> Lookup:
    return Lookup.objects.create(name=name, text="\n".join(values))


def hidden(page: Page) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def kind_of(page: Page, source: str) -> str:
    """How the report calls what became of that part."""
    rows: list[tuple[str, str]] = re.findall(
        r'<li class="report__row" data-kind="(\w+)">(.*?)</li>', page.text, re.S
    )
    return next(kind for kind, row in rows if f"<code>{source}</code>" in unescape(row))


@pytest.mark.parametrize(
    ("prompt", "language", "title"),
    [
        ("a {red|blue} fox", "dynamicprompts", "dynamicprompts"),
        ("a __color__ fox", "dynamicprompts", "dynamicprompts"),
        ("a {red, blue} fox", "midjourney", "Midjourney"),
        ("a <random:red|blue> fox", "swarmui", "SwarmUI"),
        ("a [red:blue:0.5] fox", "a1111", "AUTOMATIC1111"),
    ],
)
def test_the_form_offers_to_translate_what_looks_foreign_and_changes_nothing(
    person: Person, ink: AIModel, prompt: str, language: str, title: str
) -> None:
    page = person.post("/orders/draft/", INK | {"prompt": prompt})
    assert f"Translate from {title}" in page.words
    assert f'name="language" value="{language}" formaction="{REVIEW}"' in page.text
    assert page.inside("prompt") == prompt
    assert f"Translate from {title}" in person.post("/orders/quote/", INK | {"prompt": prompt}).words


def test_an_ordinary_prompt_gets_no_such_offer(person: Person, ink: AIModel) -> None:
    assert "Translate from" not in person.post("/orders/draft/", INK | {"prompt": "a [red,blue] fox"}).words


def test_the_review_shows_before_after_and_what_became_of_each_part(person: Person, ink: AIModel) -> None:
    lookup("pelt", "red", "blue")
    asked = INK | {"prompt": "a __pelt__ {fox|owl} ${none}", "language": "dynamicprompts", "copies": "3"}
    page = person.post(REVIEW, asked)
    assert page.status == 200
    assert page.inside("prompt") == "a __pelt__ {fox|owl} ${none}"
    assert page.inside("translated") == "a [pelt] [fox,owl] ${none} batch:sample:3"
    assert kind_of(page, "{fox|owl}") == "turned"
    assert kind_of(page, "${none}") == "refused"
    assert "The variable none has no value." in page.words
    assert 'name="images" min="1" max="1000" value="3"' in page.text
    assert "All 4" in page.words
    assert Order.objects.count() == 0


def test_all_results_can_be_meant_instead_of_a_few(person: Person, ink: AIModel) -> None:
    asked = INK | {"prompt": "{a|b|c}", "language": "dynamicprompts", "drawn": "all"}
    assert person.post(REVIEW, asked).inside("translated") == "[a,b,c]"


def test_it_goes_into_the_form_with_everything_else_that_was_filled_in(person: Person, ink: AIModel) -> None:
    asked = INK | {
        "prompt": "{a|b|c}",
        "negative": "{x|y}",
        "copies": "2",
        "parameters.steps": "9",
        "all": "7",
    }
    page = person.post(REVIEW, asked | {"language": "dynamicprompts"})
    sent = hidden(page) | {
        "prompt": "{a|b|c}",
        "negative": "{x|y}",
        "language": "dynamicprompts",
        "images": "2",
    }
    form = person.follow(person.post(REVIEW, sent | {"drawn": "some", "use": "1"}))
    assert form.inside("prompt") == "[a,b,c] batch:sample:2"
    assert form.inside("negative") == "[x,y]"
    assert 'value="9"' in form.tag("parameter-steps")
    assert form.inside("order-sum").startswith("2 generations")
    assert person.get("/orders/new/").inside("prompt") == "[a,b,c] batch:sample:2"
    assert Order.objects.count() == 0


def test_it_can_be_left_as_it_is(person: Person, ink: AIModel) -> None:
    asked = INK | {"prompt": "{a|b}", "parameters.steps": "9", "language": "dynamicprompts"}
    page = person.post("/orders/draft/", hidden(person.post(REVIEW, asked)) | {"prompt": "{a|b}"})
    assert page.inside("prompt") == "{a|b}"
    assert 'value="9"' in page.tag("parameter-steps")


def test_a_missing_list_is_named_with_the_way_to_bring_it(person: Person, ink: AIModel) -> None:
    page = person.post(REVIEW, INK | {"prompt": "a __animals/cats__", "language": "dynamicprompts"})
    assert "A lookup is missing" in page.words and "animals/cats" in page.words
    assert 'href="/lookups/imports/"' in page.text


def test_names_of_lists_are_fitted_as_the_import_fits_them(person: Person, ink: AIModel) -> None:
    lookup("Grosse", "klein")
    page = person.post(REVIEW, INK | {"prompt": "__Größe__", "language": "dynamicprompts"})
    assert page.inside("translated").startswith("[Grosse]")
    assert "missing" not in page.words


def test_lookups_in_their_language_are_written_out_only_when_ticked_and_it_can_be_undone(
    person: Person, ink: AIModel
) -> None:
    cup = lookup("cup", "a {big|tiny} cup", "jug")
    asked = INK | {"prompt": "__cup__", "language": "dynamicprompts", "drawn": "all"}
    assert "Write the values of this lookup out" in person.post(REVIEW, asked).words
    person.post(REVIEW, asked | {"use": "1"})
    cup.refresh_from_db()
    assert cup.values == ["a {big|tiny} cup", "jug"]
    page = person.follow(person.post(REVIEW, asked | {"use": "1", "rewrite": "1"}))
    cup.refresh_from_db()
    assert cup.values == ["a big cup", "a tiny cup", "jug"]
    assert "1 lookup is written out." in page.words
    Change.objects.latest("pk").take_back()
    cup.refresh_from_db()
    assert cup.values == ["a {big|tiny} cup", "jug"]


def test_lookups_that_cannot_hold_the_values_stay_and_it_is_said(person: Person, ink: AIModel) -> None:
    cup = lookup("cup", "{" + "a" * 990 + "|b} cup which is long")
    asked = INK | {"prompt": "__cup__", "language": "dynamicprompts", "use": "1", "rewrite": "1"}
    page = person.post(REVIEW, asked)
    assert page.status == 422
    assert "a value has at most 1,000 characters" in page.words
    cup.refresh_from_db()
    assert cup.text.startswith("{a")


def test_parameters_of_midjourney_find_their_place_or_are_told(person: Person, brush: AIModel) -> None:
    asked = {
        "model": "studio:brush",
        "prompt": "a fox --ar 3:2 --repeat 4 --seed 7",
        "language": "midjourney",
    }
    form = person.follow(person.post(REVIEW, asked | {"use": "1"}))
    assert form.inside("prompt") == "a fox"
    assert re.search(r'name="size" value="3:2"[^>]*checked', form.text)
    assert form.inside("order-sum").startswith("4 generations")
    page = person.post(REVIEW, asked | {"prompt": "a fox --ar {3:2, 1:1}"})
    assert "No chosen model takes this" in page.words and "aspect_ratio: 3:2,1:1" in page.words


def test_what_cannot_be_ordered_says_so_before_it_is_taken(person: Person, ink: AIModel) -> None:
    lookup("none")
    page = person.post(REVIEW, INK | {"prompt": "__none__ fox", "language": "dynamicprompts"})
    assert "It cannot be ordered like this yet. The lookup 'none' has no values." in page.words


def test_the_page_alone_takes_a_prompt_to_translate(person: Person, ink: AIModel) -> None:
    page = person.get(REVIEW)
    assert page.status == 200 and "What became of it" not in page.words
    page = person.get(f"{REVIEW}?prompt=a+%7Bb%7Cc%7D&language=dynamicprompts")
    assert page.inside("translated") == "a [b,c] batch:sample:1"


@pytest.mark.parametrize("answers", [{"language": "klingon"}, {"images": "many"}, {"images": "0"}, {}])
def test_answers_that_are_none_do_no_harm(person: Person, ink: AIModel, answers: dict[str, str]) -> None:
    page = person.post(REVIEW, INK | {"prompt": "{a|b} <b>"} | answers)
    assert page.status == 200
    assert page.inside("translated") == "[a,b] <b> batch:sample:1"
    assert "{a|b} <b>" not in page.text


def test_a_reload_of_the_form_sends_nothing_again(person: Person, ink: AIModel) -> None:
    asked = INK | {"prompt": "{a|b} fox", "language": "dynamicprompts", "drawn": "all", "use": "1"}
    assert person.post(REVIEW, asked).address == "/orders/new/"
    assert person.get("/orders/new/").inside("prompt") == "[a,b] fox"


def test_a_form_of_another_project_is_shown_although_its_draft_opens_elsewhere(
    person: Person, here: Project, ink: AIModel
) -> None:
    owls = Project.named("Owls")
    asked = INK | {"prompt": "{a|b} owl", "language": "dynamicprompts", "drawn": "all", "draft_of": owls.pk}
    form = person.post(REVIEW, asked | {"use": "1"})
    assert form.status == 200 and form.inside("prompt") == "[a,b] owl"
    assert person.get("/orders/new/").inside("prompt") == ""
