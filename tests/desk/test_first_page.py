from __future__ import annotations

from tests.cast import Place
from tests.desk.person import Person

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel


def test_a_newcomer_is_asked_for_a_first_picture_that_costs_nothing(person: Person) -> None:
    ProviderAccount.opened(provider="workshop", label="Workshop")
    AIModel.objects.create(provider="workshop", native_id="painter", name="Painter", modality="text-to-image")
    page = person.get("/")
    assert "Make your first picture" in page.words
    assert "It is not AI" in page.words
    assert 'value="workshop:painter" checked' in page.text


def test_a_newcomer_without_any_model_is_told_so(person: Person) -> None:
    assert "Nothing can be ordered yet" in person.get("/").words


def test_an_example_is_written_into_the_form_by_a_click(person: Person) -> None:
    AIModel.objects.create(provider="workshop", native_id="painter", name="Painter", modality="text-to-image")
    assert "dunes at noon" in person.get("/?prompt=dunes%20at%20noon").inside("prompt")


def test_after_the_first_order_the_start_is_the_order_page(person: Person, place: Place) -> None:
    place()
    assert person.get("/").address == "/orders/new/"
