from __future__ import annotations

from tests.cast import Place
from tests.desk.person import Person

from artfactory.catalog.models import AIModel

MINE = "replicate:deployments/acme/foxes"


def test_a_model_is_added_by_its_id_and_told_as_what_it_was_understood(person: Person) -> None:
    assert "/models/adding/" in person.get("/models/").text
    page = person.follow(person.post("/models/adding/", {"named": "deployments/acme/foxes"}))
    assert "Understood as deployments/acme/foxes of Replicate." in page.text
    assert "There is no usable key for Replicate." in page.text
    assert "Nobody has told its parameters yet" in page.text
    assert "acme/foxes" in person.get("/models/?q=foxes").text
    again = person.follow(person.post(f"/models/{MINE}/description/", {}))
    assert "There is no usable key for Replicate." in again.text
    form = person.get(f"/orders/new/?model={MINE}")
    assert 'name="prompt"' in form.text
    person.post(f"/models/{MINE}/removal/", {})
    assert not AIModel.objects.exists()


def test_what_names_no_model_is_said_at_the_field_and_stays_there(person: Person) -> None:
    page = person.post("/models/adding/", {"named": "<b>foxes"})
    assert page.status == 422
    assert "That names no model." in page.text and "deployments/owner/name" in page.text
    assert 'value="&lt;b&gt;foxes"' in page.text and 'aria-invalid="true"' in page.text
    unsure = person.post("/models/adding/", {"named": "acme/foxes"})
    assert unsure.status == 422 and "may be a model of" in unsure.text
    assert not AIModel.objects.exists()


def test_one_that_was_used_is_hidden_and_listed_ones_cannot_be_removed(
    person: Person, place: Place, ink: AIModel
) -> None:
    address = f"/models/{ink.address}"
    assert person.post(f"{address}/removal/", {}).status == 404
    place("a fox")
    person.post("/models/adding/", {"named": "deployments/acme/foxes"})
    AIModel.objects.filter(pk=ink.pk).update(added_at=AIModel.objects.exclude(pk=ink.pk).get().added_at)
    gone = person.follow(person.post(f"{address}/removal/", {}))
    assert "is hidden" in gone.text and f'href="{address}/"' not in gone.text
    assert "No longer offered" in person.get(f"{address}/").text
