"""The tiles of an Order's results: one place for each Generation, filled by its Products once they exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from artfactory.catalog.parameters import Field, Parameters
from artfactory.desk.forms.fields import split
from artfactory.gallery import tiles as gallery
from artfactory.orders.models import Generation, Order
from artfactory.orders.models.generation import GenerationQuerySet
from artfactory.orders.models.states import Status
from artfactory.orders.pieces import Piece, hues_in, values_of
from artfactory.products.models import Product
from artfactory.web.templatetags.art import percent

FEW = 4
PAGE = 60  # tiles at first, and more with each "Show more"


@dataclass(frozen=True)
class Tile:
    generation: Generation
    products: tuple[gallery.Tile, ...]
    varying: tuple[str, ...]  # names of the parameters of which the Order has several values
    copies: int
    hues: Mapping[str, int]  # of the slots of the Order

    @property
    def title(self) -> str:
        """What makes it different from its neighbours; its prompt where nothing does."""
        return "".join(piece.text for piece in self.difference) or self.generation.prompt

    @property
    def difference(self) -> list[Piece]:
        """What its slots became, each in its hue, and what else is different."""
        told = [*values_of(self.generation, self.hues), Piece(self.other_difference)]
        return [piece for each in told if each.text for piece in (Piece(" · "), each)][1:]

    @property
    def other_difference(self) -> str:
        values = [f"{name} {self.generation.parameters[name]}" for name in self._varying_here]
        which = {"n": self.generation.copy + 1, "all": self.copies}
        numbered = [_("copy %(n)s of %(all)s") % which] if self.copies > 1 else []
        return " · ".join([*values, *numbered])

    @property
    def word(self) -> str:
        """Its state with what is known of it; empty where the state's own word says it all."""
        if self.generation.cancel_requested_at and not self.generation.ended:
            return _("Being canceled")
        if self.generation.status == Status.QUEUED and self.generation.queue_position:
            return _("In queue, %(n)s.") % {"n": self.generation.queue_position}
        return percent(self.generation.progress) if self.generation.status == Status.RUNNING else ""

    @property
    def shape(self) -> Shape:
        return Shape.of(self.generation)

    @property
    def can_retry(self) -> bool:
        return self.generation.status == Status.FAILED

    @property
    def can_cancel(self) -> bool:
        """Only while it waits: what runs is stopped with its Order."""
        return self.generation.status == Status.WAITING

    @property
    def _varying_here(self) -> list[str]:
        return [name for name in self.varying if name in self.generation.parameters]


@dataclass(frozen=True)
class Shape:
    """Width and height as asked for, so that the place is kept before the picture comes."""

    width: int | None
    height: int | None

    @classmethod
    def of(cls, generation: Generation) -> Shape:
        known = Parameters(generation.ai_model.parameters).fields
        return cls(*(_side(generation, known.get(name), name) for name in ("width", "height")))


@dataclass(frozen=True)
class Tiles:
    order: Order
    shown: list[Tile]
    more_from: int | None  # number of the first Generation that is not shown; None when all are

    @property
    def few(self) -> bool:
        """So few that each may be large."""
        return len(self.shown) <= FEW and self.more_from is None

    @property
    def below(self) -> int:
        """Where the tiles on the page end."""
        last = self.shown[-1].generation.number if self.shown else -1
        return last + 1


def tiles(order: Order, *, start: int = 0, limit: int = PAGE) -> Tiles:
    """Those from number `start` on."""
    rows = list(_rows(order).filter(number__gte=start)[: limit + 1])
    more_from = rows[limit].number if len(rows) > limit else None
    return Tiles(order, _with_products(order, rows[:limit]), more_from)


def changed_tiles(order: Order, changed: Iterable[int] | None, *, below: int) -> list[Tile]:
    """Those of `changed` (None: all of them) that lie on the page, which ends before number `below`."""
    rows = _rows(order).filter(number__lt=below)
    return _with_products(order, rows if changed is None else rows.filter(pk__in=list(changed)))


def tiles_of(order: Order, generations: Iterable[Generation]) -> list[Tile]:
    """One for each of them, which need their `ai_model`."""
    return _with_products(order, generations)


def tile(generation: Generation) -> Tile:
    return _with_products(generation.order, [generation])[0]


def _rows(order: Order) -> GenerationQuerySet:
    generations = GenerationQuerySet(Generation).filter(order=order)
    return generations.select_related("ai_model").order_by("number")


def _with_products(order: Order, rows: Iterable[Generation]) -> list[Tile]:
    generations = list(rows)
    products = _products_of(generations)
    varying = tuple(name for name, value in order.parameters.items() if _varies(value))
    hues = hues_in(order)
    tiles = [Tile(each, (), varying, order.copies, hues) for each in generations]
    return [replace(tile, products=_in_place(tile, products[tile.generation.pk])) for tile in tiles]


def _products_of(generations: list[Generation]) -> Mapping[int | None, list[Product]]:
    made = gallery.shown_as_tiles(Product.objects.visible()).filter(generation__in=generations)
    products: defaultdict[int | None, list[Product]] = defaultdict(list)
    for product in made.order_by("number"):
        products[product.generation_id].append(product)
    return products


def _in_place(tile: Tile, products: Iterable[Product]) -> tuple[gallery.Tile, ...]:
    """As in the gallery, with what makes it different instead of the time of day."""
    told, slots = tile.other_difference, tile.difference if tile.generation.slots else []
    facts = " · ".join(filter(None, ["" if slots else told, tile.generation.ai_model.name]))
    query = f"?order={tile.generation.order_id}&from=order"
    made = (gallery.tile_of(product, query=query) for product in products)
    return tuple(replace(each, made=facts, pieces=tuple(slots)) for each in made)


def _side(generation: Generation, field: Field | None, name: str) -> int | None:
    """As asked for, else as the model does by itself."""
    side = generation.parameters.get(name, field.schema.get("default") if field else None)
    return side if isinstance(side, int) else None


def _varies(value: Any) -> bool:
    return isinstance(value, str) and len(split(value)) > 1
