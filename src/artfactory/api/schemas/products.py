from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from artfactory.api.paging import Paging
from artfactory.api.schemas.base import Answer, Body, Filters, Later
from artfactory.orders.models import Generation
from artfactory.orders.repeating import Seeds, request_again
from artfactory.orders.requests import OrderRequest
from artfactory.orders.seeds import fresh_order_seed
from artfactory.products.models import Product

Kind = Literal["image", "video", "audio", "file"]
Sort = Literal["-created", "created"]


class ProductChoice(Filters):
    """Which Products are meant, and in which order."""

    project: str | None = None
    order: str | None = None
    kind: Kind | None = None
    liked: bool | None = None
    content: Literal["covered", "blocked"] | None = Field(
        None, description="covered as mature, or wholly black and so probably blocked"
    )
    sort: Sort = "-created"


class ProductFilters(ProductChoice, Paging):
    pass


class ProductChange(Body):
    liked: bool = False
    rating: int = Field(0, ge=0, le=5, description="0 is unrated")
    title: str = Field("", max_length=200)
    note: str = Field("", max_length=20_000)
    project: str = Field("", max_length=120, description="id or name of one that exists")
    tags: Later = None


class Reorder(Body):
    seed: Literal["same", "new"] = Field("same", description="new: all but the seed is the same")

    def request(self, product: Product, generation: Generation) -> OrderRequest:
        """In the Project of the Product. Raises OrderRefused."""
        seeds, drawn = Seeds(self.seed), fresh_order_seed()
        wanted = request_again(generation, seeds=seeds, order_seed=drawn)
        return replace(wanted, project=str(product.project_id))


class NeighborsAnswer(Answer):
    previous: str | None
    next: str | None


class ProductAnswer(Answer):
    id: str
    kind: Kind
    media_type: str
    file_size: int
    width: int | None
    height: int | None
    duration: float | None = None
    sha256: str
    mature: bool | None = Field(None, description="as its Provider judged it; null where it said nothing")
    content_level: str = Field("", description="its Provider's own word for that: pg13, x")
    probably_blocked: bool = Field(False, description="wholly black, as refused pictures come")
    created_at: datetime
    liked: bool
    rating: int
    title: str
    note: str
    tags: list[str]
    project: str
    collections: list[str]
    order: str | None
    generation: str | None
    model: str | None
    prompt: str
    negative: str
    template: str = Field(description="the prompt as it was ordered, before it was expanded")
    slots: dict[str, str]
    parameters: dict[str, Any] = Field(description="by canonical names")
    seed: str
    source: Literal["order", "import"]
    inputs: list[str] = Field(description="ids of the products that it was made from")


def described(product: Product) -> ProductAnswer:
    """Needs `asset`, `ai_model`, `generation` and `order`."""
    return ProductAnswer(**_of_the_file(product), **_of_a_person(product), **_of_its_making(product))


def _of_the_file(product: Product) -> dict[str, Any]:
    facts = {
        "id": str(product.pk),
        "kind": product.kind,
        "media_type": product.asset.media_type,
        "file_size": product.file_size,
        "width": product.width,
        "height": product.height,
        "sha256": product.asset.sha256,
        "mature": product.mature,
        "content_level": product.content_level,
        "probably_blocked": product.probably_blocked,
        "created_at": product.created_at,
        "source": product.source,
    }
    return facts if product.duration is None else facts | {"duration": product.duration}


def _of_a_person(product: Product) -> dict[str, Any]:
    return {
        "liked": product.liked,
        "rating": product.rating,
        "title": product.title,
        "note": product.note,
        "project": str(product.project_id),
        "tags": [],
        "collections": [],
    }


def _of_its_making(product: Product) -> dict[str, Any]:
    generation = product.generation or Generation()
    return {
        "order": _id(product.order_id),
        "generation": _id(product.generation_id),
        "model": product.ai_model.address if product.ai_model else None,
        "prompt": generation.prompt,
        "negative": generation.negative,
        "template": product.order.prompt if product.order else "",
        "slots": generation.slots,
        "parameters": generation.parameters,
        "seed": generation.seed,
        "inputs": _products_in(generation),
    }


def _products_in(generation: Generation) -> list[str]:
    """Those that it was made from, also where they are in the trash or gone by now."""
    origins = generation.origins.all() if generation.pk else ()
    return list(dict.fromkeys(str(each.product_id) for each in origins if each.product_id))


def _id(key: int | None) -> str | None:
    return None if key is None else str(key)
