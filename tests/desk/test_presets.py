"""Presets of a model, and values that are sent although its form refuses them."""

from __future__ import annotations

import re
from html import unescape

from django.http import QueryDict
from django.utils import timezone
from tests.cast import Place
from tests.desk.person import Person

from artfactory.catalog.models import AIModel
from artfactory.desk.forms.again import answers_of
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.presetting import values_for
from artfactory.desk.models import Draft, Preset
from artfactory.orders.models import Order
from artfactory.projects.models import Project

ASKED = {"model": "studio:ink", "prompt": "a fox", "key": "k1"}


def keep(person: Person, ink: AIModel, name: str, **said: str) -> str:
    asked = ASKED | {"parameters.steps": "8, 12", "parameters.format": "png", "parameters.seed": "7"} | said
    kept = {"keep_preset": str(ink.pk), f"preset_name.{ink.pk}": name}
    return person.post("/orders/draft/presets/", asked | kept, htmx=True).words


def test_what_is_set_is_kept_under_a_name_without_words_and_seed(
    person: Person, here: Project, ink: AIModel
) -> None:
    assert "Sharp" in keep(person, ink, "  Sharp ")
    preset = Preset.objects.get()
    assert (preset.name, preset.values) == ("Sharp", {"steps": "8, 12", "format": "png"})
    keep(person, ink, "Sharp", **{"parameters.steps": "30"})
    assert Preset.objects.get().values["steps"] == "30"


def test_a_preset_goes_into_the_form_and_leaves_the_rest(person: Person, here: Project, ink: AIModel) -> None:
    values = {"steps": "30", "width": "640"}  # it had a width once
    preset = Preset.objects.create(ai_model=ink, name="Sharp", values=values, kept_at=timezone.now())
    said = ASKED | {"parameters.steps": "4", "parameters.guidance": "3", "preset": str(preset.pk)}
    page = person.post("/orders/draft/presets/", said, htmx=True)
    assert 'value="30"' in page.tag("parameter-steps") and 'value="3"' in page.tag("parameter-guidance")
    draft = Draft.of(here)
    assert draft and "preset" not in draft.filled_in and draft.filled_in["parameters.steps"] == "30"
    assert person.post("/orders/draft/presets/", said).status == 200  # without scripts the whole page


def test_a_size_is_kept_in_pixels(person: Person, here: Project, brush: AIModel) -> None:
    answers = QueryDict(mutable=True)
    answers.update({"model": brush.address, "prompt": "a fox", "size": "3:2"})
    assert values_for(OrderForm(answers), brush) == {"width": "944", "height": "624"}


def test_what_cannot_be_kept_says_why(person: Person, here: Project, ink: AIModel) -> None:
    assert "A preset needs a name." in keep(person, ink, " ")
    nothing = {"parameters.steps": "", "parameters.format": ""}
    assert "Nothing of Ink is set yet" in keep(person, ink, "Empty", **nothing)
    assert not Preset.objects.exists()


def test_a_preset_is_let_go_of(person: Person, here: Project, ink: AIModel) -> None:
    preset = Preset.keep(ink, "Sharp", {"steps": "30"}, at=timezone.now())
    page = person.post("/orders/draft/presets/", ASKED | {"lose_preset": str(preset.pk)}, htmx=True)
    assert not Preset.objects.exists()
    assert "The preset Sharp of Ink is removed." in page.words
    back = unescape(re.findall(r'name="preset_back" value="([^"]*)"', page.text)[0])
    person.post("/orders/draft/presets/", ASKED | {"preset_back": back}, htmx=True)
    assert Preset.objects.get().values == {"steps": "30"}
    for damaged in ("", "[]", "{", '{"model": "studio:gone", "name": "x", "values": {"steps": "1"}}'):
        said = ASKED | {"preset_back": damaged}
        assert person.post("/orders/draft/presets/", said, htmx=True).status == 200


def test_what_is_not_there_any_more_changes_nothing(person: Person, here: Project, ink: AIModel) -> None:
    for what in ("preset", "lose_preset", "keep_preset"):
        assert person.post("/orders/draft/presets/", ASKED | {what: "99"}, htmx=True).status == 200


def test_a_value_that_the_form_refuses_is_sent_by_a_persons_word(
    person: Person, here: Project, ink: AIModel
) -> None:
    asked = ASKED | {"parameters.steps": "99"}
    page = person.post("/orders/quote/rested/", asked, htmx=True)
    assert "as it is: what is known of the model may be old" in page.inside("order-anyway")
    assert person.post("/orders/", asked).status == 422
    assert person.post("/orders/", asked | {"anyway": "steps"}).status == 302
    order = Order.objects.get()
    assert order.generations.get().parameters["steps"] == 99
    assert OrderForm(answers_of(order)).request().send_anyway == ("steps",)


def test_what_fits_is_not_asked_about(person: Person, here: Project, ink: AIModel, place: Place) -> None:
    page = person.post("/orders/quote/rested/", ASKED | {"parameters.steps": "9"}, htmx=True)
    assert page.inside("order-anyway") == ""
