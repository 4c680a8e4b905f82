"""Files as values of parameters: brought to the order form, picked from the library, and used as inputs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import REDRAWING, Place, model
from tests.desk.conftest import Finish
from tests.desk.person import Page, Person
from tests.samples import pictures

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.media.models import Asset
from artfactory.orders.inputs import LARGEST
from artfactory.orders.models import Order
from artfactory.products.models import Product

ASKED = {"model": "studio:tracing", "prompt": "a fox"}
IMAGE = "parameters.image"
Bring = Callable[..., Page]


@pytest.fixture
def collage(studio: ProviderAccount) -> AIModel:
    """Makes a picture out of several."""
    images = {"type": "array", "items": {"type": "string"}, "title": "Images", "x-accepts": "image"}
    names = {"prompt": {"type": "string"}, "images": images}
    schema = {"type": "object", "required": ["images"], "properties": names}
    return model("Collage", provider=studio.provider, modality="image-to-image", parameters=schema)


@pytest.fixture
def product(place: Place, finish: Finish) -> Product:
    order = place("a fox in the snow")
    finish(order)
    return Product.objects.get(order=order)


def picture(name: str = "fox.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pictures.png(), "image/png")


def chosen(page: Page, name: str = "image") -> Any:
    """What the form says for that parameter."""
    from html import unescape
    from re import search

    found = search(rf'name="parameters.{name}" value="([^"]*)"', page.text)
    assert found
    return json.loads(unescape(found[1])) if found[1] else None


def test_a_file_is_asked_for_with_what_happens_to_it(person: Person, tracing: AIModel) -> None:
    page = person.get("/orders/new/?model=studio:tracing")
    assert 'type="file"' in page.tag("upload-image")
    assert page.inside("says-image") == (
        "Location and camera data are removed before it is sent; your file stays as it is."
    )


def test_an_uploaded_file_is_in_the_order_and_in_the_draft(person: Person, tracing: AIModel) -> None:
    page = person.post("/orders/draft/files/", ASKED | {"upload.image": picture()})
    asset = Asset.objects.get()
    assert chosen(page) == {"asset": str(asset.pk)}
    assert f"/media/{asset.pk}" in page.text or f"{asset.pk}/thumbnail" in page.text
    assert chosen(person.get("/orders/new/")) == {"asset": str(asset.pk)}


def test_the_order_takes_what_was_chosen_but_not_added_yet(person: Person, tracing: AIModel) -> None:
    page = person.post("/orders/", ASKED | {"upload.image": picture()})
    assert page.status == 302
    generation = Order.objects.get().generations.get()
    assert generation.parameters["image"] == {"asset": str(Asset.objects.get().pk)}
    assert generation.request["image_url"] == {"asset": str(Asset.objects.get().pk)}


def test_what_is_no_picture_is_refused_at_its_field(person: Person, tracing: AIModel) -> None:
    text = SimpleUploadedFile("fox.png", b"no picture at all", "image/png")
    page = person.post("/orders/draft/files/", ASKED | {"upload.image": text})
    assert page.inside("problem-image").startswith("Image: fox.png: ")
    assert chosen(page) is None
    assert not Order.objects.exists()


def test_an_asset_that_is_too_large_is_refused_before_it_is_ordered(person: Person, tracing: AIModel) -> None:
    person.post("/orders/draft/files/", ASKED | {"upload.image": picture()})
    Asset.objects.update(file_size=LARGEST + 1)
    named = json.dumps({"asset": str(Asset.objects.get().pk)})
    page = person.post("/orders/quote/", ASKED | {IMAGE: named}, htmx=True)
    assert "larger than the 67 MB" in page.inside("problem-image")


@pytest.mark.parametrize(
    ("typed", "problem"), [("https://example.org/fox.png", ""), ("fox.png", "starts with https://")]
)
def test_an_address_is_taken_as_it_is(person: Person, tracing: AIModel, typed: str, problem: str) -> None:
    page = person.post("/orders/draft/files/", ASKED | {"address.image": typed})
    assert problem in page.inside("problem-image")
    assert (f'name="{IMAGE}" value="{typed}"' in page.text) is not bool(problem)


def test_several_files_keep_their_order_and_can_be_moved_and_removed(
    person: Person, collage: AIModel
) -> None:
    asked = {"model": "studio:collage", "prompt": "foxes"}
    images = "https://a.example/1.png https://a.example/2.png https://a.example/3.png"
    page = person.post("/orders/draft/", asked | {"parameters.images": images, "earlier": "images:2"})
    assert [each[-5] for each in chosen(page, "images")] == ["1", "3", "2"]
    kept = json.dumps(chosen(page, "images"))
    page = person.post("/orders/draft/", asked | {"parameters.images": kept, "lose": "images:0"})
    assert [each[-5] for each in chosen(page, "images")] == ["3", "2"]


def test_another_model_gets_the_file_under_its_own_name(
    person: Person, tracing: AIModel, collage: AIModel, bell: AIModel
) -> None:
    named = json.dumps({"asset": "5"})
    asked = {"model": ["studio:tracing"], "prompt": "a fox", IMAGE: named}
    page = person.post("/orders/draft/", asked | {"add": "studio:collage", "remove": "studio:tracing"})
    assert chosen(page, "images") == {"asset": "5"}
    page = person.post("/orders/draft/", asked | {"add": "studio:bell", "remove": "studio:tracing"})
    assert chosen(page) == {"asset": "5"}  # kept for the next one that takes it


def test_a_product_is_picked_from_the_library(person: Person, tracing: AIModel, product: Product) -> None:
    looking = person.post("/orders/draft/files/search/", ASKED | {"find": "pick image image"})
    page = person.follow(looking)
    assert "a fox in the snow" in page.text
    value = "image " + json.dumps({"product": str(product.pk)})
    form = person.follow(person.post(looking.address, {"pick": value}))
    assert chosen(form) == {"product": str(product.pk)}
    assert form.inside("prompt") == "a fox"


def test_the_library_is_searched_by_words(person: Person, product: Product) -> None:
    path = "/orders/files/?find=pick+image+image&q="
    assert "a fox in the snow" in person.get(path + "SNOW+fox").text
    assert "Nothing in the library has these words" in person.get(path + "whale").text


def test_a_product_becomes_the_input_of_a_model_that_takes_it(
    person: Person, tracing: AIModel, bell: AIModel, product: Product
) -> None:
    address = f"/orders/files/use/?product={product.pk}"
    page = person.get(address)
    assert "studio:tracing" in page.text and "studio:bell" not in page.text
    sent = {"product": str(product.pk), "model": tracing.address}
    form = person.follow(person.post("/orders/files/use/", sent))
    assert chosen(form) == {"product": str(product.pk)}
    refused = person.post("/orders/files/use/", sent | {"model": bell.address})
    assert refused.status == 422 and "That model takes none of these" in refused.words


def test_several_products_go_only_where_several_are_taken(
    person: Person, tracing: AIModel, collage: AIModel, place: Place, finish: Finish
) -> None:
    finish(place("a fox", copies=2))
    ids = [str(pk) for pk in Product.objects.order_by("pk").values_list("pk", flat=True)]
    page = person.get(f"/orders/files/use/?product={ids[0]}&product={ids[1]}")
    assert "studio:collage" in page.text and "studio:tracing" not in page.text
    form = person.follow(person.post("/orders/files/use/", {"product": ids, "model": collage.address}))
    assert chosen(form, "images") == [{"product": each} for each in ids]


def test_favourites_stand_first_among_the_models_that_take_it(
    person: Person, tracing: AIModel, product: Product, studio: ProviderAccount
) -> None:
    model("Zebra", provider=studio.provider, modality="image-to-image", parameters=REDRAWING).favor()
    page = person.get(f"/orders/files/use/?product={product.pk}")
    assert page.text.index("studio:zebra") < page.text.index("studio:tracing")


@pytest.mark.parametrize("query", ["", "?product=x", "?product=" + "9" * 30, "?product=999999"])
def test_nothing_to_use_says_what_to_do(person: Person, query: str) -> None:
    assert "No model here takes these" in person.get(f"/orders/files/use/{query}").words


@pytest.fixture
def mending(studio: ProviderAccount) -> AIModel:
    """Changes a picture where its mask is transparent."""
    file = {"type": "string", "format": "uri", "x-accepts": "image"}
    names = {"prompt": {"type": "string"}, "image": file, "mask": {**file, "x-mask": "transparent"}}
    schema = {"type": "object", "required": ["image"], "properties": names}
    return model("Mending", provider=studio.provider, modality="image-to-image", parameters=schema)


def test_a_mask_is_painted_over_the_picture_that_is_chosen(person: Person, mending: AIModel) -> None:
    asked = {"model": "studio:mending", "prompt": "a fox"}
    elsewhere = person.post("/orders/draft/", asked | {IMAGE: "https://a.example/1.png"})
    assert "<mask-brush" not in elsewhere.text  # what lies elsewhere is never loaded
    assert "Once its picture is chosen" in elsewhere.inside("says-mask")
    page = person.post("/orders/draft/files/", asked | {"upload.image": picture()})
    asset = Asset.objects.get()
    assert f'data-picture="/media/{asset.pk}' in page.text
    assert '<option value="transparent" selected>' in page.text
    assert page.text.count("<mask-brush") == 1


def test_a_mask_that_is_there_is_painted_on(person: Person, mending: AIModel) -> None:
    asked = {"model": "studio:mending", "prompt": "a fox", "upload.image": picture()}
    page = person.post("/orders/draft/files/", asked | {"upload.mask": picture("mask.png")})
    mask = chosen(page, "mask")["asset"]
    assert mask != chosen(page)["asset"]
    assert f'data-mask="/media/{mask}' in page.text
    assert "Paint on" in page.inside("paint-mask")
