from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Place

from artfactory.catalog.models import AIModel
from artfactory.catalog.prices import OwnPrice
from artfactory.media.models import Asset
from artfactory.orders.identity import Files, identity
from artfactory.orders.models import Generation, Order
from artfactory.orders.quoting import quote
from artfactory.orders.recalling import recall
from artfactory.orders.requests import OrderRefused, OrderRequest
from artfactory.orders.reuse import Reuse
from artfactory.products.models import Product

STEPS = {"steps": "4,8"}


def made(order: Order, *, products: int = 1) -> list[Product]:
    """Everything of it succeeded."""
    kept = [_product(each, number) for each in order.generations.all() for number in range(products)]
    order.generations.update(status=Generation.Status.SUCCEEDED, finished_at=timezone.now())
    return kept


def _product(generation: Generation, number: int) -> Product:
    path = f"2026/01/{generation.pk}-{number}.png"
    asset = Asset.objects.create(kind="image", media_type="image/png", path=path, file_size=1, sha256=path)
    return Product.objects.create(
        sort_key=generation.pk * 100 + number,
        asset=asset,
        project=generation.order.project,
        order=generation.order,
        generation=generation,
        number=number,
        kind="image",
        file_size=1,
    )


def reuse_of(request: OrderRequest) -> Reuse:
    return Reuse.of(quote(request, seed=int(request.seed or 0)))


def asked(model: str = "studio:ink", **said: Any) -> OrderRequest:
    facts: dict[str, Any] = {
        "models": (model,),
        "prompt": "a fox",
        "parameters": {"steps": "4,8"},
        "seed": "7",
    } | said
    return OrderRequest(**facts)


def test_what_was_made_by_the_same_request_exists_already(place: Place) -> None:
    earlier = place(parameters={"steps": "8"}, seed="7")
    made(earlier)
    ours = asked(parameters={"steps": "8, 10"}, seed="7")
    found = reuse_of(ours)
    assert found.generations == [earlier.generations.get().pk]
    assert [each.planned.parameters["steps"] for line in found.lines for each in line.existing] == [8]


@pytest.mark.parametrize(
    "other", [{"seed": "8"}, {"prompt": "a wolf"}, {"negative": "rain"}, {"parameters": {"steps": "5"}}]
)
def test_a_request_that_differs_in_anything_is_another(place: Place, other: dict[str, Any]) -> None:
    made(place(parameters=STEPS, seed="7"))
    assert reuse_of(asked()).count == 2
    assert reuse_of(asked(**other)).count == 0


def test_only_what_succeeded_and_lies_there_whole_stands_for_it(place: Place) -> None:
    order = place(parameters=STEPS, seed="7")
    assert reuse_of(asked()).count == 0
    products = made(order, products=2)
    assert reuse_of(asked()).count == 2
    Product.objects.filter(pk=products[0].pk).update(trashed_at=timezone.now())
    assert reuse_of(asked()).count == 1
    Product.objects.filter(generation=products[3].generation).delete()
    assert reuse_of(asked()).count == 0


def test_a_request_without_a_seed_is_never_the_same(place: Place, bell: AIModel) -> None:
    made(place(models=(bell.address,), seed="7"))
    assert reuse_of(asked("studio:bell", parameters={})).count == 0


def test_files_are_the_same_by_what_lies_in_them(db: None) -> None:
    facts = {"kind": "image", "media_type": "image/png", "file_size": 1}
    one, twin, other = (
        Asset.objects.create(path=f"{name}.png", sha256=sha256, **facts)
        for name, sha256 in (("one", "aa"), ("twin", "aa"), ("other", "bb"))
    )

    def of(asset: Asset) -> str:
        return identity("studio:tracing", {"image_url": {"asset": str(asset.pk)}}, Files().sha256)

    assert of(one) == of(twin) != of(other)
    assert identity("studio:tracing", {"image_url": {"asset": "999999"}}, Files().sha256) == ""


def test_numbers_are_the_same_as_json_compares_them() -> None:
    def of(value: object) -> str:
        return identity("studio:ink", {"guidance": value, "seed": 2**60 + 1}, Files().sha256)

    assert of(3) == of(3.0) != of(3.5)
    assert of(1) != of(True)


def test_what_exists_is_left_out_and_the_order_says_where_it_lies(place: Place, ink: AIModel) -> None:
    ink.name_price(OwnPrice.read(amount="0.02", currency="USD", unit="image"), on=timezone.now().date())
    earlier = place(parameters={"steps": "4"}, seed="7")
    made(earlier)
    order = place(parameters=STEPS, seed="7", copies=2, skip_existing=True)
    line = order.lines.get()
    assert order.left_out == [earlier.generations.get().pk]
    assert (line.count, line.left_out, line.products, str(line.quoted_amount)) == (3, 1, 3, "0.060000")
    steps = [(each.parameters["steps"], each.copy, each.number) for each in order.generations.all()]
    assert steps == [(4, 1, 1), (8, 0, 2), (8, 1, 3)]


def test_the_words_of_what_was_ordered_beside_are_still_recalled(place: Place, bell: AIModel) -> None:
    words: dict[str, Any] = {"prompt": "a [fur=red,grey] fox", "parameters": {}, "seed": "7"}
    earlier = place(prompt="a red fox", seed="7")
    made(earlier)
    Generation.objects.update(digest="")
    first = quote(asked(**words), seed=7).sample()[0]
    digest = identity("studio:ink", first.request, Files().sha256)
    Generation.objects.update(digest=digest)
    order = place(models=("studio:ink", bell.address), skip_existing=True, **words)
    recalled = [(each.prompt, recall(each)) for each in order.generations.all()]
    assert [prompt for prompt, _item in recalled] == ["a grey fox", "a red fox", "a grey fox"]
    assert [item.slots["fur"] for _prompt, item in recalled if item] == ["grey", "red", "grey"]


def test_where_all_of_it_exists_nothing_is_ordered(place: Place) -> None:
    earlier = place(parameters=STEPS, seed="7")
    made(earlier)
    with pytest.raises(OrderRefused) as refused:
        place(parameters=STEPS, seed="7", skip_existing=True)
    assert [flaw.code for flaw in refused.value.flaws] == ["all_exist"]
    assert set(refused.value.flaws[0].generations) == {each.pk for each in earlier.generations.all()}
    assert Order.objects.count() == 1


def test_without_being_asked_nothing_is_left_out(place: Place) -> None:
    made(place(parameters=STEPS, seed="7"))
    order = place(parameters=STEPS, seed="7")
    assert (order.generations.count(), order.left_out) == (2, [])


def test_many_are_looked_up_in_few_questions(place: Place, django_assert_max_num_queries: Any) -> None:
    made(place(parameters={"steps": "4"}, copies=3, seed="7"))
    many = quote(asked(parameters={"steps": "4"}, copies=1000), seed=7)
    with django_assert_max_num_queries(6):
        assert Reuse.of(many).count == 3
