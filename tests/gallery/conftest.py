from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Place
from tests.desk.person import Person

from artfactory.media.models import Asset
from artfactory.orders.models import Order
from artfactory.products.models import Product
from artfactory.projects.models import Project

Make = Callable[..., list[Product]]


@pytest.fixture
def person(db: None) -> Person:
    return Person()


@pytest.fixture
def make(foxes: Project) -> Make:
    """Puts so many pictures into the library, one second apart; the last one is the newest."""
    numbers = itertools.count(1)

    def made(copies: int = 1, *, days_ago: int = 0, **facts: Any) -> list[Product]:
        start = timezone.localtime().replace(hour=12) - timedelta(days=days_ago)
        times = [start + timedelta(seconds=next(numbers)) for _copy in range(copies)]
        products = [_product(at, **{"project": foxes} | facts) for at in times]
        Asset.objects.bulk_create(product.asset for product in products)
        for product in products:
            product.asset = product.asset  # has its id by now
        return Product.objects.bulk_create(products)

    return made


@pytest.fixture
def ordered(place: Place, make: Make) -> Callable[..., list[Product]]:
    """One picture for each Generation of an Order."""

    def made(prompt: str = "a fox", **said: Any) -> list[Product]:
        order = place(prompt, **said)
        return [product for one in order.generations.all() for product in make(**_facts(order, one))]

    return made


def _facts(order: Order, generation: Any) -> dict[str, Any]:
    generation.status, generation.finished_at = "succeeded", timezone.now()
    generation.save()
    return {"order": order, "generation": generation, "ai_model": generation.ai_model}


def _product(at: datetime, *, kind: str = "image", **facts: Any) -> Product:
    size = {"width": 3, "height": 2} if kind in {"image", "video"} else {}
    seconds = {"duration": 3.0} if kind in {"video", "audio"} else {}
    key = int(at.timestamp()) * 1_000_000
    asset = Asset(
        kind=kind,
        media_type={"image": "image/png", "video": "video/webm", "audio": "audio/flac"}.get(kind, ""),
        path=f"{key}-{time.monotonic_ns()}",
        sha256=f"{key:064x}",
        file_size=1000,
        thumbnail=kind != "file",
        **size,
        **seconds,
    )
    return Product(
        asset=asset, sort_key=key, kind=kind, file_size=1000, created_at=at, **size, **seconds, **facts
    )
