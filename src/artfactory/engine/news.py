"""News: what one commit changed, told to open pages in the same commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from artfactory.engine.models import Event
from artfactory.orders.models import Order
from artfactory.products.models import Product


class News:
    """Gathers while changes are made; `publish` settles the Orders concerned and writes the Events."""

    def __init__(self) -> None:
        self._generations: dict[int, set[int]] = defaultdict(set)
        self._ended: set[int] = set()
        self._made: list[Product] = []
        self._events: list[Event] = []

    def generation(self, order: int, generation: int, *, ended: bool = False) -> None:
        """It changed; with `ended` so may the status of its Order."""
        self._generations[order].add(generation)
        if ended:
            self._ended.add(order)

    def settle(self, order: int) -> None:
        self._ended.add(order)
        self._generations[order].update(())

    def made(self, products: Iterable[Product]) -> None:
        """New Products with new Assets; all of one commit are written together."""
        self._made.extend(products)

    def provider(self, provider: str) -> None:
        self._events.append(Event.of_provider(provider))

    def publish(self) -> None:
        self._events.extend(Event.of_product(product.pk) for product in Product.record(self._made))
        for order in Order.objects.unsettled(self._ended):
            order.settle(at=timezone.now())
        orders = (Event.of_order(order, generations=ids) for order, ids in self._generations.items())
        Event.tell(*orders, *self._events)
