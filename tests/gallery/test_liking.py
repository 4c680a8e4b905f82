from __future__ import annotations

import pytest
from tests.desk.person import Person
from tests.gallery.conftest import Make

from artfactory.engine.models import Event
from artfactory.products.models import Product


def liked(product: Product) -> bool:
    return Product.objects.get(pk=product.pk).liked


def test_a_like_is_kept_told_and_taken_back(person: Person, make: Make) -> None:
    (product,) = make()
    part = person.post(f"/products/{product.pk}/liking/", {"value": "1"}, htmx=True)
    assert liked(product) and 'aria-pressed="true"' in part.text and 'value="0"' in part.text
    assert Event.objects.filter(kind="product").exists()
    person.post(f"/products/{product.pk}/liking/", {"value": "0"}, htmx=True)
    assert not liked(product)


@pytest.mark.parametrize("place", ["tile", "bar", "thumb"])
def test_the_button_comes_back_as_it_was(person: Person, make: Make, place: str) -> None:
    (product,) = make()
    part = person.post(f"/products/{product.pk}/liking/", {"value": "1", "place": place}, htmx=True)
    assert part.tag(f"like-{place}-{product.pk}")


def test_without_scripts_one_stays_on_the_page(person: Person, make: Make) -> None:
    (product,) = make()
    answers = {"value": "1", "next": "/inventory/?liked=0"}
    assert person.post(f"/products/{product.pk}/liking/", answers).address == "/inventory/?liked=0"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", "", "\0"]
)
def test_no_like_leads_elsewhere(person: Person, make: Make, elsewhere: str) -> None:
    (product,) = make()
    page = person.post(f"/products/{product.pk}/liking/", {"value": "1", "next": elsewhere})
    assert page.address == f"/products/{product.pk}/"


@pytest.mark.parametrize("value", ["", "fox", "-1", "2", "\0"])
def test_any_other_value_is_no_like(person: Person, make: Make, value: str) -> None:
    (product,) = make()
    assert person.post(f"/products/{product.pk}/liking/", {"value": value}).status == 302
    assert not liked(product)


def test_looking_changes_nothing(person: Person, make: Make) -> None:
    (product,) = make()
    assert person.get(f"/products/{product.pk}/liking/").status == 405
