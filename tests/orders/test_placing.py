from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.cast import Place

from artfactory.catalog.models import AIModel
from artfactory.catalog.prices import OwnPrice
from artfactory.orders.caps import read_money
from artfactory.orders.costing import Costs
from artfactory.orders.models import Generation, Order
from artfactory.orders.quoting import quote
from artfactory.orders.requests import OrderRefused, OrderRequest
from artfactory.projects.models import Project
from artfactory.prompts.streams import below


def codes(refused: pytest.ExceptionInfo[OrderRefused]) -> list[str]:
    return [flaw.code for flaw in refused.value.flaws]


def test_a_prompt_becomes_one_waiting_generation(place: Place) -> None:
    generation = place("  a red fox ").generations.get()
    assert (generation.prompt, generation.status) == ("a red fox", "waiting")


def test_lists_and_copies_multiply(place: Place) -> None:
    order = place(parameters={"steps": "8,10,20", "format": "png, jpeg"}, copies=2)
    seen = [(g.parameters["steps"], g.parameters["format"], g.copy) for g in order.generations.all()]
    assert seen == [(s, f, c) for s in (8, 10, 20) for f in ("png", "jpeg") for c in (0, 1)]


def test_what_is_sent_carries_the_models_own_names_and_types(place: Place) -> None:
    generation = place(
        negative="text", parameters={"steps": "8", "guidance": "3.5"}, seed="7"
    ).generations.get()
    assert generation.request == {
        "prompt": "a fox",
        "negative_prompt": "text",
        "num_inference_steps": 8,
        "guidance": 3.5,
        "seed": int(generation.seed),
    }


def test_a_models_own_name_wins_over_the_canonical_one(place: Place) -> None:
    generation = place(parameters={"num_inference_steps": 9, "steps": 8}).generations.get()
    assert generation.parameters["steps"] == 9


def test_free_text_is_never_a_list(place: Place) -> None:
    assert place(parameters={"style": "ink, wash"}).generations.get().request["style"] == "ink, wash"


def test_an_escaped_comma_stays_in_the_value(place: Place) -> None:
    with pytest.raises(OrderRefused) as refused:
        place(parameters={"format": r"png\,jpeg"})
    assert codes(refused) == ["bad_value"]


def test_the_order_seed_decides_every_model_seed(place: Place) -> None:
    order = place(seed="12345678901234567890", copies=2)
    drawn = [below(12345678901234567890, f"seed/0/0/0/0/{copy}", 2**32) for copy in (0, 1)]
    assert [int(g.seed) for g in order.generations.all()] == drawn


def test_a_given_seed_counts_up_with_the_copies_and_wraps_at_the_models_limit(place: Place) -> None:
    order = place(parameters={"seed": str(2**32 - 1)}, copies=2)
    assert [g.seed for g in order.generations.all()] == [str(2**32 - 1), "0"]


def test_a_seed_above_the_models_largest_is_taken_modulo(place: Place) -> None:
    order = place(parameters={"seed": f"{2**32 + 5}, 7"})
    assert [g.request["seed"] for g in order.generations.all()] == [5, 7]


@pytest.mark.parametrize("seed", ["196619188014358660", "-1"])
def test_a_seed_that_the_model_does_not_limit_is_sent_as_it_is(foxes: Project, seed: str) -> None:
    wide = {"properties": {"prompt": {"type": "string"}, "seed": {"type": "integer"}}}
    AIModel.objects.create(provider="studio", native_id="wide", name="Wide", parameters=wide)
    request = OrderRequest(models=("studio:wide",), prompt="a fox", parameters={"seed": seed}, copies=2)
    generations = Order.place(request, project=foxes).generations.all()
    assert [each.request["seed"] for each in generations] == [int(seed), int(seed) + 1]
    assert [each.seed for each in generations] == [seed, str(int(seed) + 1)]


@pytest.mark.parametrize("given", [{}, {"image": ""}])
def test_what_a_model_cannot_do_without_is_asked_for_before_anything_is_sent(
    place: Place, tracing: AIModel, given: dict[str, str]
) -> None:
    with pytest.raises(OrderRefused) as refused:
        place(models=(tracing.address,), parameters=given)
    (flaw,) = refused.value.flaws
    assert (flaw.loc, flaw.code) == (("parameters", "image"), "missing_parameter")
    assert quote(OrderRequest(models=(tracing.address,), prompt="a fox"), seed=7).count == 1
    by_its_own_name = {"image_url": "https://files.example/fox.png"}
    assert place(models=(tracing.address,), parameters=by_its_own_name).generations.count() == 1


def test_the_stream_of_seeds_agrees_with_its_definition() -> None:
    from hashlib import sha256

    digest = sha256(b"7\x1fseed/0/0/0/0/0\x1f0").digest()
    assert below(7, "seed/0/0/0/0/0", 2**32) == int.from_bytes(digest[:4])


def test_an_order_without_a_seed_draws_and_keeps_one(place: Place) -> None:
    assert int(place().seed) != int(place().seed)


def test_a_model_without_a_seed_gets_none(place: Place, bell: AIModel) -> None:
    generation = place(models=(bell.address,)).generations.get()
    assert (generation.seed, generation.request) == ("", {"prompt": "a fox"})


def test_several_models_share_one_order_and_say_what_they_cannot_take(place: Place, bell: AIModel) -> None:
    order = place(models=("studio:ink", "studio:bell"), negative="noise", parameters={"steps": 8})
    lines = {line.ai_model.name: line.notes for line in order.lines.all()}
    assert lines["Ink"] == []
    assert len(lines["Bell"]) == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"models": ("studio:nothing",)}, "unknown_model"),
        ({"models": ("nonsense",)}, "unknown_model"),
        ({"models": ()}, "no_model"),
        ({"copies": 0}, "copies_out_of_range"),
        ({"copies": 1001}, "copies_out_of_range"),
        ({"parameters": {"stepz": 8}}, "unknown_parameter"),
        ({"parameters": {"steps": "0"}}, "bad_value"),
        ({"parameters": {"steps": "8,x"}}, "bad_value"),
        ({"parameters": {"steps": "8,,10"}}, "E_EMPTY_ITEM"),
        ({"parameters": {"guidance": "NaN"}}, "bad_value"),
        ({"seed": "-1"}, "bad_seed"),
        ({"seed": "7²"}, "bad_seed"),
        ({"prompt": "x" * 1_000_000}, "E_TOO_LONG"),
        ({"prompt": "  "}, "no_prompt"),
        ({"parameters": {"steps": ",".join(map(str, range(1, 51)))}, "copies": 1000}, "too_many"),
        ({"parameters": {"guidance": ",".join(f"{n / 100}" for n in range(1001))}}, "W_ORDER_LIMIT"),
    ],
)
def test_what_cannot_be_ordered_is_refused_and_leaves_nothing(
    place: Place, said: dict[str, object], code: str
) -> None:
    with pytest.raises(OrderRefused) as refused:
        place(**said)
    assert codes(refused)[0] == code
    assert (Order.objects.count(), Generation.objects.count()) == (0, 0)


def test_all_bad_values_are_told_at_once(place: Place) -> None:
    with pytest.raises(OrderRefused) as refused:
        place(parameters={"steps": "99", "format": "gif"})
    assert {flaw.loc for flaw in refused.value.flaws} == {("parameters", "steps"), ("parameters", "format")}


def test_a_cut_that_was_asked_for_is_made(place: Place) -> None:
    order = place(parameters={"guidance": ",".join(f"{n / 100}" for n in range(1001))}, max_items=7)
    assert order.generations.count() == 7


def test_the_quote_counts_exactly_what_is_created(place: Place, ink: AIModel) -> None:
    said = {"parameters": {"steps": "1,2,3", "num_outputs": "1,4"}, "copies": 3}
    quoted = quote(OrderRequest(models=(ink.address,), prompt="a fox", **said), seed=1)  # type: ignore[arg-type]
    order = place(**said)
    assert (quoted.count, quoted.whole, quoted.products) == (18, 18, 45)
    assert order.generations.count() == quoted.count


def test_a_duplicate_value_is_ordered_once_and_said(ink: AIModel) -> None:
    quoted = quote(OrderRequest(models=(ink.address,), prompt="a fox", parameters={"steps": "8,8"}), seed=1)
    assert quoted.count == 1
    assert [found.code for found in quoted.diagnostics] == ["W_DUPLICATE"]


def test_ten_thousand_generations_are_one_order(place: Place) -> None:
    order = place(parameters={"steps": "1,2,3,4,5,6,7,8,9,10"}, copies=1000)
    assert order.counts == {"waiting": 10_000}


def test_an_order_is_recorded_at_what_its_provider_itself_said(foxes: Project, ink: AIModel) -> None:
    ink.name_price(OwnPrice.read(amount="0.02", currency="USD", unit="image"), on=date.today())
    request = OrderRequest(models=(ink.address,), prompt="a fox", copies=2, seed="7")
    told = {ink.address: Costs(Decimal("0.07"), "USD", "exact", None)}
    line = Order.place(request, project=foxes, told=told).lines.get()
    assert (line.quoted_amount, line.quoted_basis) == (Decimal("0.07"), "exact")
    line = Order.place(request, project=foxes).lines.get()
    assert (line.quoted_amount, line.quoted_basis) == (Decimal("0.04"), "estimate")


def test_what_nobody_priced_before_stays_unpriced_under_a_cap(foxes: Project, ink: AIModel) -> None:
    """What a Provider told is of the whole, and a cap needs to know each."""
    caps = (read_money("1USD"),)
    request = OrderRequest(models=(ink.address,), prompt="a fox", seed="7", max_cost=caps)
    told = {ink.address: Costs(Decimal("0.07"), "USD", "exact", None)}
    with pytest.raises(OrderRefused) as refused:
        Order.place(request, project=foxes, told=told)
    assert codes(refused) == ["price_unknown"]
