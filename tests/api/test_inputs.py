"""Files of ours as values of parameters."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.api.conftest import Make, Program, Reply

from artfactory.catalog.models import AIModel
from artfactory.media.models import Asset
from artfactory.orders.models import Generation
from artfactory.products.models import Product


def stored(kind: str = "image", media_type: str = "image/png") -> Asset:
    number = Asset.objects.count()
    return Asset.objects.create(
        kind=kind, media_type=media_type, path=f"in-{number}", file_size=3, sha256="0"
    )


def body(tracing: AIModel, **parameters: Any) -> dict[str, Any]:
    return {"models": [tracing.address], "prompt": "a fox", "parameters": parameters}


def refused(reply: Reply) -> list[tuple[list[str], str]]:
    assert reply.status == 422
    return [(error["loc"], error["code"]) for error in reply.body["errors"]]


def test_an_order_names_an_asset_and_its_request_does_so_too(program: Program, tracing: AIModel) -> None:
    named = {"asset": str(stored().pk)}
    order = program.post("/orders", body(tracing, image=named, steps="8, 9"))
    assert (order.status, order.body["parameters"]["image"]) == (201, named)
    requests = [generation.request for generation in Generation.objects.all()]
    assert requests == [{"prompt": "a fox", "image_url": named, "steps": steps} for steps in (8, 9)]


def test_the_models_own_name_is_understood_and_a_quote_shows_it(program: Program, tracing: AIModel) -> None:
    named = {"asset": str(stored().pk)}
    quoted = program.post("/quotes", body(tracing, image_url=named)).body
    assert quoted["sample"][0]["parameters"]["image_url"] == named
    assert quoted["count"] == 1


@pytest.mark.parametrize("path", ["/quotes", "/orders"])
def test_what_is_not_there_is_refused(program: Program, tracing: AIModel, make: Make, path: str) -> None:
    gone = make(trashed_at=timezone.now())
    for what, code in {
        "asset": "unknown_asset",
        "product": "unknown_product",
    }.items():
        for text in ("999", "", "-1", "x", "9" * 30, 7, None, {"asset": "1"}):
            reply = program.post(path, body(tracing, image={what: text}))
            assert refused(reply) == [(["parameters", "image"], code)]
    reply = program.post(path, body(tracing, image={"product": str(gone.pk)}))
    assert refused(reply) == [(["parameters", "image"], "unknown_product")]


@pytest.mark.parametrize(
    ("kind", "media_type", "code"),
    [
        ("video", "video/mp4", "wrong_kind"),
        ("file", "image/png", "wrong_kind"),
        ("image", "image/avif", "not_cleanable"),
    ],
)
def test_what_a_parameter_does_not_take_is_refused(
    program: Program, tracing: AIModel, kind: str, media_type: str, code: str
) -> None:
    named = {"asset": str(stored(kind, media_type).pk)}
    assert refused(program.post("/quotes", body(tracing, image=named))) == [(["parameters", "image"], code)]


@pytest.mark.parametrize("name", ["steps", "image_size"])
def test_other_parameters_take_no_file(program: Program, tracing: AIModel, name: str) -> None:
    named = {"asset": str(stored().pk)}
    reply = program.post("/quotes", body(tracing, **{name: named}))
    assert refused(reply) == [(["parameters", name], "takes_no_file")]


@pytest.mark.parametrize("value", [{}, {"asset": "1", "product": "1"}, {"file": "x"}, ["1"], 7])
def test_what_names_nothing_is_no_value(program: Program, tracing: AIModel, value: Any) -> None:
    assert refused(program.post("/quotes", body(tracing, image=value))) == [
        (["parameters", "image"], "bad_value")
    ]


def test_an_address_elsewhere_stays_as_it_is(program: Program, tracing: AIModel) -> None:
    address = "https://example.org/a,b.png"
    quoted = program.post("/quotes", body(tracing, image=address)).body
    assert quoted["sample"][0]["parameters"]["image_url"] == address


def test_a_product_tells_which_products_it_was_made_from(
    program: Program, tracing: AIModel, make: Make
) -> None:
    source = make()
    program.post("/orders", body(tracing, image={"product": str(source.pk)}, steps="1, 2, 3"))
    made = [make(generation=generation) for generation in Generation.objects.all()]
    assert program.get(f"/products/{made[0].pk}").body["inputs"] == [str(source.pk)]
    assert program.get(f"/products/{source.pk}").body["inputs"] == []


def test_many_products_made_from_others_cost_no_more_questions(
    program: Program, tracing: AIModel, make: Make
) -> None:
    source = make()
    program.post("/orders", body(tracing, image={"product": str(source.pk)}, steps="1, 2, 3"))

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert program.get("/products").status == 200
        return len(asked)

    first, *others = Generation.objects.all()
    make(generation=first)
    one = questions()
    for generation in others:
        make(generation=generation)
    assert (questions(), Product.objects.count()) == (one, 4)
