"""From a Product: the same once more, or with a new seed, each asked with its cost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.cast import Place
from tests.desk.conftest import Finish
from tests.desk.person import Page, Person

from artfactory.catalog.models import AIModel
from artfactory.catalog.prices import OwnPrice
from artfactory.orders.models import Generation, Order
from artfactory.products.models import Product


@pytest.fixture
def product(place: Place, finish: Finish, ink: AIModel) -> Product:
    price(ink, "0.02")
    finish(place(r"a [red,grey] fox", parameters={"steps": 8, "style": "a, b"}, seed="7"))
    return Product.objects.get(generation__number=1)


def price(ink: AIModel, amount: str) -> None:
    ink.name_price(OwnPrice.read(amount=amount, currency="USD", unit="image"), on=date.today())


def answers(page: Page, seeds: str) -> dict[str, str]:
    """As the form for these seeds would be sent."""
    forms = re.findall(r"<form.*?</form>", page.text, re.S)
    form = next(each for each in forms if f'name="seeds" value="{seeds}"' in each)
    return dict(re.findall(r'name="(key|seeds|shown_cost)" value="([^"]*)"', form))


def test_the_same_is_the_same_request(person: Person, product: Product) -> None:
    page = person.get(f"/products/{product.pk}/again/")
    assert "Exactly the same" in page.words and "≈ $0.02" in page.words
    sent = person.post(f"/products/{product.pk}/again/", answers(page, "same"))
    order = Order.objects.newest()[0]
    assert sent.address == f"/orders/{order.pk}/"
    again, before = order.generations.get(), product.generation
    assert before and (again.request, again.prompt, again.seed) == (
        before.request,
        before.prompt,
        before.seed,
    )
    assert order.project == product.project


def test_a_new_seed_is_the_one_that_was_shown(person: Person, product: Product) -> None:
    page = person.get(f"/products/{product.pk}/again/")
    person.post(f"/products/{product.pk}/again/", answers(page, "new"))
    again, before = Order.objects.newest()[0].generations.get(), product.generation
    assert before and again.seed != before.seed and f"seed {again.seed}." in page.words
    assert again.request | {"seed": 0} == before.request | {"seed": 0}


def test_sent_twice_it_is_ordered_once(person: Person, product: Product) -> None:
    said = answers(person.get(f"/products/{product.pk}/again/"), "new")
    first, second = (person.post(f"/products/{product.pk}/again/", said).address for _time in range(2))
    assert first == second and Order.objects.count() == 2


def test_what_got_dearer_is_asked_again(person: Person, product: Product, ink: AIModel) -> None:
    said = answers(person.get(f"/products/{product.pk}/again/"), "same")
    price(ink, "0.05")
    refused = person.post(f"/products/{product.pk}/again/", said)
    assert refused.status == 422 and "It now costs $0.05 instead of $0.02" in refused.words
    assert Order.objects.count() == 1
    person.post(f"/products/{product.pk}/again/", answers(refused, "same"))
    assert Order.objects.count() == 2


def test_a_model_without_seeds_is_only_ordered_the_same(
    person: Person, place: Place, finish: Finish, bell: AIModel
) -> None:
    finish(place("a bell", models=(bell.address,)))
    page = person.get(f"/products/{Product.objects.get().pk}/again/")
    assert "Bell takes no seed, so there is none to change." in page.words
    assert "it comes out differently" in page.words


def test_a_model_that_is_there_no_more_says_so(person: Person, product: Product, ink: AIModel) -> None:
    names = {name: about for name, about in ink.parameters["properties"].items() if name != "steps"}
    AIModel.objects.filter(pk=ink.pk).update(parameters={"properties": names})
    page = person.get(f"/products/{product.pk}/again/")
    assert "No chosen model knows “steps”." in page.words
    said = {"seeds": "same", "key": "k", "shown_cost": "USD 1"}
    assert person.post(f"/products/{product.pk}/again/", said).status == 422


def test_what_was_not_ordered_here_cannot_be(person: Person, product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(generation=None)
    for number in (product.pk, 10**6):
        assert person.get(f"/products/{number}/again/").status == 404
    assert Generation.objects.count() == 2
