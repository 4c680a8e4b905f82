"""Ordering what made a Product once more, over the API."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.conftest import Make, Program
from tests.cast import Place

from artfactory.media.models import Asset
from artfactory.orders.models import Generation, Order
from artfactory.products.models import Product
from artfactory.projects.models import Project


@pytest.fixture
def product(place: Place, make: Make) -> Product:
    prompt, parameters = r"a [red,grey] fox \[x\], 1\:2", {"steps": "8, 10", "style": "soft, warm"}
    order = place(prompt, parameters=parameters, negative="rain", copies=2)
    return make(generation=order.generations.get(number=4))


def made_by(reply_body: Any) -> Generation:
    return Order.objects.get(pk=reply_body["id"]).generations.get()


def test_the_same_request_is_ordered_again(program: Program, product: Product) -> None:
    reply = program.post(f"/products/{product.pk}/reorder", {"seed": "same"})
    assert (reply.status, reply.body["counts"]) == (201, {"waiting": 1})
    again, before = made_by(reply.body), product.generation
    assert before and again.pk != before.pk and before.request["num_inference_steps"] == 8
    assert again.request == before.request and again.seed == before.seed


def test_without_a_body_it_is_the_same(program: Program, product: Product) -> None:
    reply = program.post(f"/products/{product.pk}/reorder")
    assert product.generation and made_by(reply.body).request == product.generation.request


def test_with_a_new_seed_only_the_seed_is_another(program: Program, product: Product) -> None:
    again = made_by(program.post(f"/products/{product.pk}/reorder", {"seed": "new"}).body)
    before = product.generation
    assert before and again.request["seed"] != before.request["seed"]
    assert again.request | {"seed": 0} == before.request | {"seed": 0}
    assert again.seed == str(again.request["seed"]) == str(again.parameters["seed"])


def test_a_repeat_with_the_same_key_orders_once(program: Program, product: Product) -> None:
    path, orders = f"/products/{product.pk}/reorder", Order.objects.count()
    first, second = (program.post(path, {"seed": "new"}, Idempotency_Key="k1") for _time in range(2))
    assert first.body["id"] == second.body["id"] and Order.objects.count() == orders + 1
    other = program.post(path, {"seed": "same"}, Idempotency_Key="k1")
    assert (other.status, other.codes) == (422, ["key_reused"])


def test_it_lands_in_the_project_of_the_product(program: Program, product: Product) -> None:
    owls = Project.named("Owls")
    product.describe(project=owls)
    assert program.post(f"/products/{product.pk}/reorder").body["project"] == str(owls.pk)


def test_what_has_no_seed_gets_no_new_one(program: Program, place: Place, make: Make, bell: Any) -> None:
    product = make(generation=place("a bell", models=(bell.address,)).generations.get())
    refused = program.post(f"/products/{product.pk}/reorder", {"seed": "new"})
    assert (refused.status, refused.codes) == (422, ["no_seed"])
    assert program.post(f"/products/{product.pk}/reorder").status == 201


def test_what_was_not_ordered_here_cannot_be(program: Program, make: Make) -> None:
    product = make()
    Product.objects.filter(pk=product.pk).update(generation=None)
    refused = program.post(f"/products/{product.pk}/reorder")
    assert (refused.status, refused.codes) == (422, ["not_ordered_here"])


def test_a_file_that_is_gone_is_told(program: Program, place: Place, make: Make, tracing: Any) -> None:
    source = make()
    given = {"image": {"product": str(source.pk)}}
    order = place("a fox", models=(tracing.address,), parameters=given)
    product = make(generation=order.generations.get())
    again = made_by(program.post(f"/products/{product.pk}/reorder").body)
    assert again.request["image_url"] == given["image"]
    Asset.objects.filter(pk=source.asset_id).update(media_type="image/x-none")
    refused = program.post(f"/products/{product.pk}/reorder")
    assert (refused.status, refused.codes) == (422, ["not_cleanable"])


@pytest.mark.parametrize("body", [{"seed": "other"}, {"seed": 1}, {"sed": "new"}, [], "x"])
def test_anything_else_is_refused(program: Program, product: Product, body: Any) -> None:
    assert program.post(f"/products/{product.pk}/reorder", body).status == 422
