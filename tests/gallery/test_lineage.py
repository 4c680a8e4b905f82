"""What a Product was made from and what was made from it, whatever became of either."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import ProtectedError
from django.utils import timezone
from tests.cast import Place

from artfactory.api.schemas.products import described
from artfactory.catalog.models import AIModel
from artfactory.gallery.lineage import Lineage
from artfactory.media.models import Asset
from artfactory.orders.inputs import Input
from artfactory.orders.models import Generation, Order, Origin
from artfactory.orders.models.origin import asset_for, record_origins
from artfactory.products.models import Product

Redraw = Callable[[Product], Product]


def made(order: Order) -> Product:
    generation = order.generations.get()
    facts = {"kind": "image", "file_size": 7}
    name = f"fox-{generation.pk}.png"
    asset = Asset(media_type="image/png", path=name, sha256=f"{generation.pk:064}", thumbnail=True, **facts)
    whose = {"project": order.project, "order": order, "generation": generation}
    return Product.record([Product(asset=asset, ai_model=generation.ai_model, **whose, **facts)])[0]


@pytest.fixture
def first(place: Place) -> Product:
    return made(place("a fox"))


@pytest.fixture
def redraw(place: Place, tracing: AIModel) -> Redraw:
    def redrawn(product: Product) -> Product:
        named = {"image": {"product": str(product.pk)}}
        return made(place("drawn anew", models=(tracing.address,), parameters=named))

    return redrawn


def test_a_chain_of_products_is_told_in_both_directions(first: Product, redraw: Redraw) -> None:
    second = redraw(first)
    third = redraw(second)
    steps = Lineage.of(third).steps
    assert [[each.product for each in step] for step in steps] == [[second], [first]]
    assert Lineage.of(first).used_in == [second]
    assert Lineage.of(third).used == 0


def test_the_api_names_what_it_was_made_from(first: Product, redraw: Redraw) -> None:
    second = redraw(first)
    assert described(second).inputs == [str(first.pk)]
    assert described(first).inputs == []


def test_a_source_is_still_told_in_the_trash_and_when_it_is_gone(first: Product, redraw: Redraw) -> None:
    second, key = redraw(first), first.pk
    Product.objects.filter(pk=key).update(trashed_at=timezone.now())
    [[source]] = Lineage.of(second).steps
    assert (source.product, source.where) == (first, "in the trash")
    Product.objects.filter(pk=key).delete()
    [[source]] = Lineage.of(second).steps
    assert (source.label, source.where) == (f"Product {key}", "gone")
    assert described(second).inputs == [str(key)]


def test_what_waits_keeps_its_file_when_the_product_goes(
    first: Product, place: Place, tracing: AIModel
) -> None:
    named = {"image": {"product": str(first.pk)}}
    waiting = place("b", models=(tracing.address,), parameters=named).generations.get()
    Product.objects.filter(pk=first.pk).delete()
    asset = asset_for(Input("product", first.pk), generation=waiting.pk)
    assert asset == first.asset
    with pytest.raises(ProtectedError):
        first.asset.delete()


def test_many_generations_look_each_file_up_once(
    first: Product,
    place: Place,
    tracing: AIModel,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    named = {"image": {"product": str(first.pk)}}
    order = place("b", models=(tracing.address,), parameters=named, copies=300)
    assert Origin.objects.filter(generation__order=order).count() == 300
    Origin.objects.all().delete()
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]  # a context manager
        record_origins(Generation.objects.filter(order=order), batch=500)
