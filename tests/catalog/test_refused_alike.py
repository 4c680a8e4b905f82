"""What a bundled model does not take is told at its field before it is sent: on the page, over the API."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.conftest import Program
from tests.desk.person import Person

from artfactory.catalog.filling import take_in
from artfactory.orders.models import Order
from artfactory.providers.civitai.offers import all_offers as of_civitai
from artfactory.providers.fal.offers import all_offers as of_fal
from artfactory.providers.replicate.offers import all_offers as of_replicate
from artfactory.web.tokens import token

CHANGING = "civitai:imageGen/fal/maiImage/editImage"
FILE = "https://example.org/a.png"
WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("fal:fal-ai/flux/dev", {"steps": "99"}, "steps", "must be at most 50."),
    ("fal:fal-ai/flux/dev", {"width": "-8"}, "width", "must be more than 0."),
    ("fal:fal-ai/flux/dev", {"image_size": "huge"}, "image_size", "must be one of square_hd, square,"),
    ("replicate:black-forest-labs/flux-dev", {"aspect_ratio": "7:1"}, "aspect_ratio", "must be one of"),
    ("replicate:black-forest-labs/flux-dev", {"steps": "some"}, "steps", "must be of type integer."),
    (CHANGING, {"image": "fox.png"}, "image", "must be an address that starts with https://."),
    (CHANGING, {"image": " ".join([FILE] * 5)}, "image", "must be at most 4 of them."),
    ("civitai:imageUpscaler", {"image": f'["{FILE}", "{FILE}"]'}, "image", "takes one file."),
    ("civitai:imageGen/comfy/sdxl", {"width": "65"}, "width", "must be a multiple of 16."),
]


@pytest.fixture(autouse=True)
def _bundled(db: None) -> None:
    for provider, offers in (("fal", of_fal), ("replicate", of_replicate), ("civitai", of_civitai)):
        take_in(provider, list(offers()))


@pytest.fixture
def program() -> Program:
    return Program(shown=token())


@pytest.mark.parametrize(("model", "parameters", "name", "message"), WRONG)
def test_one_wrong_value_is_told_at_its_field_everywhere(
    program: Program, model: str, parameters: dict[str, Any], name: str, message: str
) -> None:
    typed = {f"parameters.{each}": value for each, value in parameters.items()}
    page = Person().post("/orders/quote/", {"model": model, "prompt": "a fox", "size": "own", **typed})
    assert message in page.inside(f"problem-{name}")
    for path in ("/quotes", "/orders"):
        reply = program.post(path, {"models": [model], "prompt": "a fox", "parameters": parameters})
        assert (reply.status, reply.codes) == (422, ["bad_value"])
        [error] = reply.body["errors"]
        assert (error["loc"], message in error["message"]) == (["parameters", name], True)
    assert not Order.objects.exists()


def test_a_picture_that_is_missing_is_told_before_anything_is_sent(program: Program) -> None:
    told = "MAI Image, edit needs “Images”."
    body = {"models": [CHANGING], "prompt": "a fox"}
    assert program.post("/quotes", body).body["lines"][0]["notes"] == [told]
    reply = program.post("/orders", body)
    assert (reply.status, reply.codes) == (422, ["missing_parameter"])
    assert reply.body["errors"][0]["loc"] == ["parameters", "image"]
    form = Person().post("/orders/draft/", {"model": CHANGING, "prompt": "a fox"})
    assert 'aria-required="true"' in form.tag("address-image") and "problem" not in form.inside("order-sum")
    page = Person().post("/orders/", {"model": CHANGING, "prompt": "a fox"})
    assert told in page.inside("problem-image")
    assert not Order.objects.exists()


def test_what_takes_no_prompt_is_ordered_without_one(program: Program) -> None:
    asked = {"model": "civitai:preprocessImage/canny", "parameters.image": FILE, "copies": "1"}
    Person().post("/orders/", asked)
    [order] = Order.objects.all()
    assert [each.request for each in order.generations.all()] == [{"image": FILE}]


def test_several_pictures_are_typed_with_spaces_between(program: Program) -> None:
    asked = {"model": CHANGING, "prompt": "a fox", "parameters.image": f"{FILE} {FILE}?2"}
    Person().post("/orders/", asked)
    [order] = Order.objects.all()
    assert [each.request["images"] for each in order.generations.all()] == [[FILE, f"{FILE}?2"]]
