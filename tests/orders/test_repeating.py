"""A Generation ordered once more is the same request to the letter, for every form that is bundled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.cast import PICTURE, Place, model
from tests.catalog.test_bundled_forms import OFFERS, QUICK, parameters_of, values_for

from artfactory.catalog.filling import take_in
from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Field, Parameters
from artfactory.lookups import changing
from artfactory.orders.models import Generation, Order
from artfactory.orders.planned import Planned
from artfactory.orders.quoting import quote
from artfactory.orders.repeating import Seeds, literally, request_again
from artfactory.orders.requests import OrderRefused, OrderRequest
from artfactory.prompts import plain

BITS = ["[", "]", "||", "(&)", "[fur]", "meta:tokens:off ", "batch:sample:2", "..", "8, 10", "1..3"]
NASTY = st.lists(st.sampled_from([*BITS, *"\\a1{} ,:=@#|&.\n\"'é—"]), max_size=8).map("".join)
WORDS = NASTY.map(lambda text: text.strip() or "a fox")
FEW = settings(QUICK, max_examples=1, phases=[Phase.generate])
MANY = settings(FEW, max_examples=40)


def texts_for(field: Field) -> st.SearchStrategy[str] | None:
    """For what is free text; None for the rest."""
    schema = field.schema
    if field.kind != "string" or field.accepts or field.resource or schema.get("format"):
        return None
    least, most = schema.get("minLength", 0), schema.get("maxLength", 1000)
    texts = NASTY.map(lambda text: text.strip() if field.expands else text)
    return texts.filter(lambda text: least <= len(text) <= most and (bool(text) or not field.expands))


@st.composite
def sendings(draw: st.DrawFn, parameters: Parameters) -> OrderRequest:
    """Whatever a person could have ordered as one Generation, with texts that look like the language."""
    values = draw(values_for(parameters))
    for name in values:
        if (texts := texts_for(parameters.fields[name])) is not None:
            values[name] = draw(texts)
    if draw(st.booleans()):
        values.pop("seed", None)
    about = parameters.schema["properties"].get("prompt", {})
    prompt = draw(WORDS)[: about.get("maxLength")].strip().ljust(about.get("minLength", 1), "x")
    return OrderRequest(
        models=(),
        prompt=plain(prompt),
        negative=plain(draw(NASTY)),
        parameters=literally(values, parameters),
    )


def made(request: OrderRequest, *, seed: int = 7) -> Generation:
    """As it would be recorded."""
    [planned] = quote(request, seed=seed).planned()
    return recorded(planned, seed=seed)


def recorded(planned: Planned, *, seed: int) -> Generation:
    facts = {name: getattr(planned, name) for name in ("prompt", "negative", "parameters", "request", "seed")}
    return Generation(order=Order(seed=str(seed)), ai_model=planned.ai_model, **facts)


def check(address: str, data: st.DataObject) -> None:
    take_in(address.partition(":")[0], [OFFERS[address]])
    parameters = parameters_of(address)
    before = made(replace(data.draw(sendings(parameters)), models=(address,)))
    same = request_again(before, seeds=Seeds.SAME, order_seed=9)
    again = made(same)
    assert (again.request, again.prompt, again.negative) == (before.request, before.prompt, before.negative)
    assert (again.parameters, again.seed) == (before.parameters, before.seed)
    assert made(replace(same, sent=None)).request == before.request  # what stands on the Order says it too
    if parameters.seed_limit():
        other = made(request_again(before, seeds=Seeds.NEW, order_seed=9))
        assert other.request != before.request
        assert other.request | {"seed": 0} == before.request | {"seed": 0}


@pytest.mark.django_db
@pytest.mark.parametrize("address", OFFERS)
@FEW
@given(data=st.data())
def test_every_bundled_form_is_repeated_to_the_letter(address: str, data: st.DataObject) -> None:
    check(address, data)


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("address", OFFERS)
@MANY
@given(data=st.data())
def test_every_bundled_form_is_repeated_to_the_letter_for_long(address: str, data: st.DataObject) -> None:
    check(address, data)


def test_words_that_a_lookup_gave_stay_as_they_were(place: Place) -> None:
    changing.create(name="habitat", given=["a [fjord], 1:2", "tundra"])
    generation = place("a fox in [habitat]", parameters={"style": "a|b"}).generations.get(number=0)
    changing.create(name="fjord", given=["x", "y"])
    again = made(request_again(generation, seeds=Seeds.SAME, order_seed=9))
    assert again.prompt == "a fox in a [fjord], 1:2"
    assert again.request == generation.request


def test_a_form_that_has_changed_since_changes_nothing_of_the_request(place: Place, ink: AIModel) -> None:
    generation = place("a fox", parameters={"steps": 8}).generations.get()
    names: dict[str, Any] = ink.parameters["properties"]
    steps = {**names["steps"], "x-native": "step_count"}
    AIModel.objects.filter(pk=ink.pk).update(parameters={**PICTURE, "properties": names | {"steps": steps}})
    generation = Generation.objects.get(pk=generation.pk)
    again = made(request_again(generation, seeds=Seeds.SAME, order_seed=9))
    assert again.request == generation.request and again.request["num_inference_steps"] == 8


def test_seeds_beyond_what_a_browser_counts_to_are_kept(place: Place, ink: AIModel) -> None:
    seed: dict[str, Any] = {"type": "integer", "maximum": 2**63 - 1, "x-native": "noise/seed"}
    schema = {"properties": {"prompt": {}, "seed": seed}}
    deep = model("Deep", provider="studio", modality="text-to-image", parameters=schema)
    generation = place("a fox", models=(deep.address,), parameters={"seed": 2**63 - 1}).generations.get()
    assert generation.request["noise"] == {"seed": 2**63 - 1}
    again = made(request_again(generation, seeds=Seeds.SAME, order_seed=9))
    assert again.request == generation.request
    other = made(request_again(generation, seeds=Seeds.NEW, order_seed=9))
    assert other.request["noise"]["seed"] == int(other.seed) != 2**63 - 1


def test_a_value_that_the_model_knows_no_more_is_told(place: Place, ink: AIModel) -> None:
    generation = place("a fox", parameters={"steps": 8}).generations.get()
    names = {name: about for name, about in ink.parameters["properties"].items() if name != "steps"}
    AIModel.objects.filter(pk=ink.pk).update(parameters={**PICTURE, "properties": names})
    again = request_again(Generation.objects.get(pk=generation.pk), seeds=Seeds.SAME, order_seed=9)
    with pytest.raises(OrderRefused) as refused:
        quote(again, seed=7)
    assert [flaw.code for flaw in refused.value.flaws] == ["unknown_parameter"]
