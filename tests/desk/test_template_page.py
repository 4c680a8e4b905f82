"""Templates: kept from the form or from an Order, found, filled in, changed, shared as files."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Place
from tests.desk.person import Person

from artfactory.catalog.models import AIModel
from artfactory.desk.forms.again import answers_of_request
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.models import OrderTemplate
from artfactory.orders.bodies import BodyRefused, body_of, check_body, request_of
from artfactory.orders.costing import Cost
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project

FOX = {"models": ["studio:ink"], "prompt": "a [red,grey] fox", "parameters": {"steps": "8, 10"}}
ASKED = {"model": "studio:ink", "prompt": "a [red,grey] fox", "parameters.steps": "8, 10", "copies": "3"}


def keep(name: str = "Foxes", **more: Any) -> OrderTemplate:
    return OrderTemplate.keep(name, FOX | more, at=timezone.now())


def test_what_is_filled_in_is_kept_and_filled_in_again(person: Person, here: Project, ink: AIModel) -> None:
    said = ASKED | {
        "negative": "rain",
        "max_cost": "4 USD",
        "template_name": " Foxes ",
        "skip_existing": "on",
    }
    assert person.post("/templates/", said | {"template_name": " Foxes "}).address == "/orders/new/"
    template = OrderTemplate.objects.get()
    assert template.name == "Foxes" and template.order == {
        **FOX,
        "negative": "rain",
        "copies": 3,
        "skip_existing": True,
        "max_cost": [{"amount": "4", "currency": "USD"}],
    }
    again = OrderForm(answers_of_request(request_of(template.order)))
    assert again.quote and again.quote.count == 12 and again.cap == "4 USD"
    assert "“Foxes” is kept as a template." in person.get("/orders/new/").words


def test_the_same_name_is_another_version(person: Person, here: Project, ink: AIModel) -> None:
    for prompt in ("a fox", "an owl"):
        person.post("/templates/", ASKED | {"prompt": prompt, "template_name": "Foxes"})
    assert OrderTemplate.objects.get().version == 2
    assert "“Foxes” has a new version." in person.get("/orders/new/").words


def test_an_order_is_kept_as_one(person: Person, place: Place, ink: AIModel) -> None:
    order = place("a [red,grey] fox", parameters={"steps": "4, 8"}, copies=2, seed="7")
    assert person.post("/templates/", {"of_order": order.pk, "template_name": "Foxes"}).status == 302
    template = OrderTemplate.objects.get()
    assert template.order["parameters"] == {"steps": "4, 8"} and "seed" not in template.order
    again = OrderForm(answers_of_request(request_of(template.order)))
    assert again.quote and again.quote.count == order.generations.count()


@pytest.mark.parametrize("wrong", [{"template_name": " "}, {"copies": "many", "template_name": "Foxes"}])
def test_what_cannot_be_kept_says_why(
    person: Person, here: Project, ink: AIModel, wrong: dict[str, str]
) -> None:
    person.post("/templates/", ASKED | wrong)
    assert not OrderTemplate.objects.exists()
    words = person.get("/orders/new/").words
    assert "A template needs a name." in words or "Copies must be a whole number" in words


def test_templates_are_found_and_favored(person: Person, ink: AIModel) -> None:
    assert "No template yet" in person.get("/templates/").words
    owl, fox = keep("Owls", prompt="an owl"), keep()
    words = person.get("/templates/").words
    assert words.index("Foxes") < words.index("Owls")
    person.post(f"/templates/{owl.pk}/favorite/", {"value": "1"})
    words = person.get("/templates/").words
    assert words.index("Owls") < words.index("Foxes")
    assert "Foxes" not in person.get("/templates/?favorite=1").words
    assert "Owls" not in person.get("/templates/?q=grey").words
    assert "No template is like that." in person.get("/templates/?q=whale").words
    starred = person.post(f"/templates/{fox.pk}/favorite/", {"value": "1"}, htmx=True)
    assert 'aria-pressed="true"' in starred.text


def test_they_are_renamed_doubled_removed_and_brought_back(person: Person, ink: AIModel) -> None:
    fox, owl = keep(), keep("Owls", prompt="an owl")
    person.post(f"/templates/{fox.pk}/", {"template_name": "Vixens"})
    assert person.post(f"/templates/{owl.pk}/", {"template_name": "Vixens"}).status == 302
    assert "There is a template “Vixens” already." in person.get("/templates/").words
    person.post(f"/templates/{fox.pk}/duplicate/")
    person.post(f"/templates/{fox.pk}/duplicate/")
    names = set(OrderTemplate.objects.kept().values_list("name", flat=True))
    assert names == {"Owls", "Vixens", "Vixens (2)", "Vixens (3)"}
    gone = person.follow(person.post(f"/templates/{owl.pk}/removal/"))
    assert "“Owls” was removed." in gone.words and "Undo" in gone.words
    person.post(f"/templates/{owl.pk}/restoration/")
    assert OrderTemplate.objects.kept().filter(name="Owls").exists()


def test_one_whose_name_was_taken_meanwhile_stays_removed(person: Person, ink: AIModel) -> None:
    fox = keep()
    person.post(f"/templates/{fox.pk}/removal/")
    keep()
    person.post(f"/templates/{fox.pk}/restoration/")
    assert "Another template is called “Foxes” by now." in person.get("/templates/").words


def test_a_template_goes_into_a_file_and_comes_out_of_it(person: Person, ink: AIModel) -> None:
    fox = keep(copies=2)
    text = person.get(f"/templates/{fox.pk}/file/").text
    upload = SimpleUploadedFile("fox.json", text.encode())
    person.post("/templates/import/", {"file": upload})
    brought = OrderTemplate.objects.get(name="Foxes (2)")
    assert brought.order == fox.order


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"[]",
        json.dumps({"kind": "recipe", "name": "x", "order": FOX}).encode(),
        json.dumps({"kind": "artfactory order template", "name": "x", "order": {"models": "ink"}}).encode(),
        json.dumps({"kind": "artfactory order template", "name": "x", "order": {"evil": 1}}).encode(),
        json.dumps(
            {"kind": "artfactory order template", "name": "x", "order": {"max_cost": [{"amount": "x"}]}}
        ).encode(),
        b'"' + b"x" * 1_000_001 + b'"',
    ],
)
def test_a_file_that_holds_none_changes_nothing(person: Person, content: bytes) -> None:
    person.post("/templates/import/", {"file": SimpleUploadedFile("fox.json", content)})
    assert "holds no template of an order" in person.get("/templates/").words
    assert not OrderTemplate.objects.exists()


TEXT = st.text(max_size=20)
MONEY = st.builds(Cost, st.decimals(0, 1000, places=2).map(Decimal), st.sampled_from(["USD", "EUR", "BUZZ"]))
REQUESTS = st.builds(
    OrderRequest,
    models=st.lists(TEXT, max_size=3).map(tuple),
    prompt=TEXT,
    negative=TEXT,
    parameters=st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.booleans()), max_size=3),
    copies=st.integers(1, 1000),
    seed=st.one_of(st.none(), st.integers(0, 2**70).map(str)),
    project=st.one_of(st.none(), TEXT.filter(bool)),
    title=TEXT,
    max_items=st.one_of(st.none(), st.integers(1, 10_000)),
    max_rows=st.one_of(st.none(), st.integers(1, 10_000)),
    skip_existing=st.booleans(),
    send_anyway=st.lists(TEXT, max_size=3).map(tuple),
    max_cost=st.lists(MONEY, max_size=2).map(tuple),
    prices=st.dictionaries(TEXT, MONEY, max_size=2),
    unpriced_ok=st.booleans(),
)


@given(REQUESTS)
def test_a_body_stands_for_its_request_also_after_it_was_written_down(request: OrderRequest) -> None:
    body = json.loads(json.dumps(body_of(request)))
    assert request_of(check_body(body)) == request


@pytest.mark.parametrize(
    "body",
    [
        None,
        {"models": [1]},
        {"limits": {"items": "3"}},
        {"limits": {"x": 3}},
        {"prices": {"a": 3}},
        {"copies": []},
    ],
)
def test_what_is_no_body_is_refused(body: Any) -> None:
    with pytest.raises(BodyRefused):
        check_body(body)
