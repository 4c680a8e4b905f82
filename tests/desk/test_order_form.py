from __future__ import annotations

from typing import Any

import pytest
from tests.cast import Place
from tests.desk.person import Person

from artfactory.catalog.models import AIModel


def test_the_fields_are_those_of_the_chosen_models(person: Person, brush: AIModel) -> None:
    page = person.get("/orders/new/?model=studio:brush")
    assert 'placeholder="12"' in page.tag("parameter-steps")
    assert page.tag("parameter-style")
    assert not page.tag("parameter-guidance")
    assert not page.tag("negative")


def test_an_address_can_fill_the_form_in(person: Person, place: Place, bell: AIModel) -> None:
    place("a fox")
    page = person.get("/orders/new/?model=studio:bell&prompt=wind&parameters.duration=5,%207")
    assert page.inside("prompt") == "wind"
    assert page.inside("order-sum").startswith("2 generations = 2 duration")


def test_a_negative_prompt_is_asked_where_a_model_takes_one(person: Person, ink: AIModel) -> None:
    assert person.get("/orders/new/").tag("negative")


def test_the_count_says_how_it_comes_about(person: Person, ink: AIModel, bell: AIModel) -> None:
    asked: dict[str, Any] = {"model": ["studio:ink"], "prompt": "a fox", "copies": "2"}
    asked["parameters.steps"] = "8, 10, 20"
    assert person.post("/orders/quote/", asked).inside("order-sum") == (
        "6 generations = 3 steps × 2 copies · 6 images"
    )
    asked["model"].append("studio:bell")
    assert person.post("/orders/quote/", asked).inside("order-sum") == (
        "8 generations = 6 Ink + 2 Bell · 6 images, 2 sounds"
    )


def test_the_button_carries_the_count(person: Person, ink: AIModel) -> None:
    asked = {"model": "studio:ink", "prompt": "a fox", "copies": "1200", "parameters.format": ["png", "jpeg"]}
    assert person.post("/orders/quote/", asked).inside("order-count") == ""
    asked["copies"] = "700"
    assert person.post("/orders/quote/", asked).inside("order-count") == "1,400"


@pytest.mark.parametrize(
    ("name", "value", "place", "message"),
    [
        ("parameters.steps", "8, 99", "problem-steps", "must be at most 50"),
        ("parameters.steps", "8,,9", "problem-steps", "One value of steps is empty"),
        ("parameters.guidance", "much", "problem-guidance", "must be of type number"),
        ("parameters.steps", "8, 8", "problem-steps", "stands twice"),
        ("copies", "0", "problem-copies", "between 1 and 1,000"),
        ("copies", "many", "problem-copies", "a whole number"),
        ("prompt", "x" * 20_001, "problem-prompt", "at most 20,000"),
        ("model", "studio:gone", "problem-models", "no model “studio:gone”"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    person: Person, ink: AIModel, name: str, value: str, place: str, message: str
) -> None:
    asked = {"model": "studio:ink", "prompt": "a fox"} | {name: value}
    if name == "model":
        asked["model"] = [value]  # type: ignore[assignment]
    page = person.post("/orders/quote/", asked)
    assert page.status == 200
    assert message in page.inside(place)


def test_nothing_that_is_typed_into_is_ever_swapped(person: Person, ink: AIModel) -> None:
    asked = {"model": "studio:ink", "prompt": "a fox", "parameters.steps": "99"}
    page = person.post("/orders/quote/", asked)
    assert "<input" not in page.text and "<textarea" not in page.text and "<select" not in page.text


def test_a_value_that_a_model_cannot_take_is_said_beside_it(
    person: Person, ink: AIModel, bell: AIModel
) -> None:
    asked = {"model": ["studio:ink", "studio:bell"], "prompt": "a fox", "parameters.steps": "8"}
    assert person.post("/orders/quote/", asked).inside("problem-steps") == "Not for Bell."


def test_what_fits_another_model_stays_when_the_models_change(
    person: Person, ink: AIModel, brush: AIModel
) -> None:
    asked: dict[str, Any] = {"model": "studio:ink", "prompt": "a fox", "parameters.steps": "8, 10"}
    page = person.post("/orders/draft/", asked | {"add": "studio:brush", "remove": "studio:ink"}, htmx=True)
    assert 'value="8, 10"' in page.tag("parameter-steps")
    assert 'value="studio:brush"' in page.text and 'name="model" value="studio:ink"' not in page.text
    assert page.inside("order-sum").startswith("2 generations")


def test_models_change_without_scripts_too(person: Person, ink: AIModel, bell: AIModel) -> None:
    page = person.post("/orders/draft/", {"model": "studio:ink", "prompt": "a <fox>", "add": "studio:bell"})
    assert page.inside("prompt") == "a <fox>"
    assert 'name="model" value="studio:bell"' in page.text


def test_a_model_that_makes_nothing_shows_no_parameters(person: Person, ink: AIModel) -> None:
    page = person.post("/orders/draft/", {"model": "studio:ink", "remove": "studio:ink"})
    assert not page.tag("copies")
    assert "Choose at least one model." in page.inside("order-sum")


@pytest.mark.parametrize(
    ("size", "sides"),
    [("1:1", "768 × 768"), ("16:9", "1024 × 576"), ("9:16", "576 × 1024"), ("", "768 × 768")],
)
def test_a_shape_is_as_large_as_the_models_own_size(
    person: Person, brush: AIModel, size: str, sides: str
) -> None:
    page = person.post("/orders/quote/", {"model": "studio:brush", "prompt": "a fox", "size": size})
    assert page.inside("size-hint") == sides


def test_the_catalogue_is_searched_by_name(person: Person, ink: AIModel, bell: AIModel) -> None:
    page = person.get("/orders/models/?words=be")
    assert "Bell" in page.words and "Ink" not in page.words
    assert "No other model is called “zebra”." in person.get("/orders/models/?words=zebra").words


def test_an_order_can_be_filled_in_again(person: Person, place: Place) -> None:
    order = place(
        "a red fox", negative="text", parameters={"steps": "8, 10", "format": "png, jpeg"}, copies=3
    )
    page = person.get(f"/orders/new/?again={order.pk}")
    assert page.inside("prompt") == "a red fox"
    assert page.inside("order-sum").startswith("12 generations")
    assert page.inside("now-format") == "png, jpeg"
    assert f'name="seed" value="{order.seed}"' in page.text


@pytest.mark.parametrize("again", ["0", "-1", "fox", "9" * 30])
def test_an_order_that_does_not_exist_is_not_filled_in(person: Person, ink: AIModel, again: str) -> None:
    assert person.get(f"/orders/new/?again={again}").status == 200


def test_fields_stand_under_the_titles_that_the_model_names(person: Person, ink: AIModel) -> None:
    properties = ink.parameters["properties"]
    properties["guidance"]["x-advanced"] = True
    properties["style"]["x-group"] = "Finish"
    ink.save()
    words = person.get("/orders/new/?model=studio:ink").words
    assert words.index("Finish") < words.index("Advanced")
    assert words.index("Steps") < words.index("Finish") < words.index("Style")
    assert words.index("Advanced") < words.index("Guidance")


@pytest.mark.parametrize("copies", ["many", "5000"])
def test_everything_that_is_wrong_is_told_at_once(person: Person, brush: AIModel, copies: str) -> None:
    wrong = {"copies": copies, "max_cost": "-3", "parameters.steps": "abc"}
    page = person.post("/orders/quote/", {"model": "studio:brush", "prompt": "a fox", **wrong})
    assert "Copies must" in page.inside("problem-copies")
    assert "Say an amount" in page.inside("problem-max_cost")
    assert "must be of type integer" in page.inside("problem-steps")
