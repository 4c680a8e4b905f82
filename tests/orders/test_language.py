"""The prompt language in Orders: what is ordered, what is kept beside it, what is asked first."""

from __future__ import annotations

import pytest
from tests.cast import PICTURE, Place, model

from artfactory.catalog.models import AIModel
from artfactory.lookups.models import Lookup
from artfactory.orders.models import Generation
from artfactory.orders.quoting import quote
from artfactory.orders.requests import OrderRefused, OrderRequest


@pytest.fixture
def metal(db: None) -> Lookup:
    Lookup.objects.create(name="precious", text="gold\nsilver")
    return Lookup.objects.create(name="metal", text="iron\nprecious")


@pytest.fixture
def chime(db: None) -> AIModel:
    ai_model = model("Bell", provider="studio", modality="text-to-audio", parameters=PICTURE)
    ai_model.unknown_tokens = AIModel.UnknownTokens.KEEP
    ai_model.save()
    return ai_model


def test_every_row_is_a_generation_with_its_slots(place: Place, metal: Lookup) -> None:
    order = place("a [metal] [pet=cat,dog] and another [=pet]")
    made = [(g.prompt, g.slots) for g in order.generations.all()]
    assert len(made) == 6
    assert made[0] == ("a iron cat and another cat", {"metal": "iron", "pet": "cat"})
    assert made[-1] == ("a silver dog and another dog", {"metal": "silver", "pet": "dog"})


def test_an_order_keeps_the_values_it_drew_on(place: Place, metal: Lookup) -> None:
    Lookup.objects.create(name="unused", text="one\ntwo")
    order = place("a [metal_1] ring")
    Lookup.objects.filter(name="precious").delete()
    order.refresh_from_db()
    assert order.lookups == {"metal": ["iron", "precious"], "precious": ["gold", "silver"]}


def test_a_lookup_without_tokens_costs_nothing(place: Place, metal: Lookup) -> None:
    assert place("a metal ring").lookups == {}


def test_more_rows_than_usual_are_never_cut_without_a_word(place: Place) -> None:
    with pytest.raises(OrderRefused) as refused:
        place("[1..20] [1..20]")
    (flaw,) = refused.value.flaws
    assert flaw.code == "W_BATCH_LIMIT" and "400" in flaw.message
    assert place("[1..20] [1..20]", max_items=400).generations.count() == 400
    assert place("[1..20] [1..20]", max_rows=30).generations.count() == 30
    assert place("[1..20] [1..20] batch:sample:100").generations.count() == 100


def test_all_errors_that_were_found_are_told(place: Place) -> None:
    with pytest.raises(OrderRefused) as refused:
        place("a [cat:dog:0.5]", parameters={"steps": "8,,9"})
    told = [(flaw.loc, flaw.code, flaw.pos) for flaw in refused.value.flaws]
    assert told == [(("prompt",), "E_FOREIGN_EDIT", 2), (("parameters", "steps"), "E_EMPTY_ITEM", 2)]
    assert not Generation.objects.exists()


def test_what_is_quoted_is_what_is_ordered(place: Place, metal: Lookup) -> None:
    prompt = "[metal:1] [1..9:3] [a,b] batch:sample:4"
    request = OrderRequest(models=("studio:ink",), prompt=prompt, seed="7")
    planned = [each.prompt for each in quote(request, seed=7).planned()]
    assert [g.prompt for g in place(prompt, seed="7").generations.all()] == planned


def test_models_that_disagree_about_brackets_keep_them_and_say_so(place: Place, chime: AIModel) -> None:
    (line,) = quote(OrderRequest(models=("studio:ink",), prompt="[ugly]"), seed=1).lines
    assert ([item.prompt for item in line.expansion], line.notes) == (["ugly"], ())
    both = quote(OrderRequest(models=("studio:ink", chime.address), prompt="[ugly]"), seed=1)
    assert [planned.prompt for planned in both.planned()] == ["[ugly]", "[ugly]"]
    assert ["brackets" in " ".join(line.notes) for line in both.lines] == [True, False]


def test_a_prompt_sets_parameters_by_any_of_their_names(place: Place) -> None:
    order = place("a fox meta:num_inference_steps:8,9 || a cat pipeline:guidance:3.5")
    made = [(g.prompt, g.parameters["steps"], g.parameters.get("guidance")) for g in order.generations.all()]
    assert made == [("a fox", 8, None), ("a fox", 9, None), ("a cat", 8, 3.5), ("a cat", 9, 3.5)]


def test_a_parameter_of_the_prompt_that_no_model_has_is_refused_at_its_place(place: Place) -> None:
    with pytest.raises(OrderRefused) as refused:
        place("a fox pipeline:wings:2")
    (flaw,) = refused.value.flaws
    assert (flaw.loc, flaw.code, flaw.pos) == (("prompt",), "unknown_parameter", 6)


def test_a_value_of_the_prompt_that_does_not_fit_is_refused(place: Place) -> None:
    with pytest.raises(OrderRefused) as refused:
        place("a fox meta:steps:999")
    assert [flaw.code for flaw in refused.value.flaws] == ["bad_value"]


def test_a_model_that_lacks_what_the_prompt_sets_says_so(place: Place, bell: AIModel) -> None:
    request = OrderRequest(models=("studio:ink", bell.address), prompt="a fox meta:steps:8")
    both = quote(request, seed=1)
    assert [line.notes for line in both.lines] == [(), ("Bell has no “steps”.",)]
    assert [planned.parameters.get("steps") for planned in both.planned()] == [8, None]
