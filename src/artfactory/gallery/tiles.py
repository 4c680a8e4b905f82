"""Tiles: what the grid shows of a Product, worked out as plain text: a page draws many of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils import timezone

from artfactory.gallery.filters import with_query
from artfactory.orders.pieces import Piece
from artfactory.products.models import Product, ProductFilter, ProductQuerySet

WORDS = 200  # characters of a prompt that a tile has room for
FEW_WORDS = 80
_OF_PRODUCT = ("sort_key", "kind", "width", "height", "duration", "title", "liked", "created_at")
_OF_CONTENT = ("mature", "black", "source")
_BESIDE_IT = ("asset__thumbnail", "asset__placeholder", "generation__prompt", "ai_model__name")


@dataclass(frozen=True)
class Tile:
    product: Product
    number: str
    key: str
    kind: str
    size: tuple[str, str] | None
    address: str
    liking: str
    thumbnail: str  # its address; empty where there is none
    placeholder: str
    words: str
    few_words: str
    made: str  # model and time of day
    pieces: tuple[Piece, ...] = ()  # what its slots became, where the neighbours differ by them


def shown_as_tiles(products: ProductQuerySet) -> ProductQuerySet:
    """Only what a tile shows: schemas and answers of Providers stay where they are."""
    beside = products.select_related("asset", "generation", "ai_model")
    return beside.only(*_OF_PRODUCT, *_OF_CONTENT, *_BESIDE_IT)


def tiles_of(products: Iterable[Product], wanted: ProductFilter) -> list[Tile]:
    query = with_query("", wanted)
    return [tile_of(product, query=query) for product in products]


def tile_of(product: Product, *, query: str = "") -> Tile:
    label, asset = product.label, product.asset
    return Tile(
        product,
        number=str(product.pk),
        key=str(product.sort_key),
        kind=product.kind,
        size=(str(product.width), str(product.height)) if product.width and product.height else None,
        address=_address("gallery:viewer", product.pk) + query,
        liking=_address("gallery:liking", product.pk),
        thumbnail=_address("media:thumbnail", asset.pk) if asset.thumbnail else "",
        placeholder=asset.placeholder,
        words=shortened(label, WORDS),
        few_words=shortened(label, FEW_WORDS),
        made=_made(product),
    )


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _made(product: Product) -> str:
    time = f"{timezone.localtime(product.created_at):%H:%M}"
    return f"{product.ai_model.name} · {time}" if product.ai_model else time


def _address(name: str, number: int) -> str:
    before, after = _around(name)
    return f"{before}{number}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    """An address on both sides of its number: looking it up anew for every tile would take half the time."""
    before, _number, after = reverse(name, args=[0]).rpartition("0")
    return before, after
