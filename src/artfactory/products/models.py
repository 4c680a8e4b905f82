"""Product: one thing made or imported. Its file is an Asset; what a person thinks of it lies here."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artfactory.media.models import Asset

UNCOVERED = (Asset.Kind.AUDIO, Asset.Kind.FILE)  # there is nothing to cover


class Content(models.TextChoices):
    """What of its content makes it worth a look of its own."""

    COVERED = "covered", _("Covered as mature")
    BLOCKED = "blocked", _("Probably blocked")


@dataclass(frozen=True)
class ProductFilter:
    """Which Products are meant. An empty one means all that are not in the trash."""

    project: int | None = None
    order: int | None = None
    kind: str = ""
    liked: bool | None = None
    content: str = ""  # one of Content

    @classmethod
    def read(cls, query: Mapping[str, str]) -> ProductFilter:
        """From the query of an address; what cannot be understood is left out."""
        liked = {"1": True, "true": True, "0": False, "false": False}.get(query.get("liked", "").lower())
        kind, content = query.get("kind", ""), query.get("content", "")
        return cls(
            project=_number(query.get("project", "")),
            order=_number(query.get("order", "")),
            kind=kind if kind in Asset.Kind.values else "",
            liked=liked,
            content=content if content in Content.values else "",
        )

    def query(self) -> dict[str, str]:
        """The same as the query of an address."""
        pairs = {"project": self.project, "order": self.order, "kind": self.kind, "content": self.content}
        said = {name: str(value) for name, value in pairs.items() if value}
        return said | ({} if self.liked is None else {"liked": "1" if self.liked else "0"})


class ProductQuerySet(models.QuerySet["Product"]):
    def visible(self) -> ProductQuerySet:
        return self.filter(trashed_at=None)

    def of(self, wanted: ProductFilter) -> ProductQuerySet:
        said = {"project": wanted.project, "order": wanted.order, "kind": wanted.kind, "liked": wanted.liked}
        chosen = {name: value for name, value in said.items() if value not in (None, "")}
        return self.visible().filter(**chosen).with_content(wanted.content)

    def with_content(self, content: str) -> ProductQuerySet:
        """As `is_covered` and `probably_blocked` say of one."""
        if content == Content.COVERED:
            return self.filter(mature=True).exclude(kind__in=UNCOVERED)
        if content == Content.BLOCKED:
            harmful = Q(mature=None) | Q(mature=True)
            return self.filter(harmful, black=True, source=Product.Source.ORDER)
        return self

    def newest(self) -> ProductQuerySet:
        return self.order_by("-sort_key")

    def older_than(self, sort_key: int | None) -> ProductQuerySet:
        """The page after that key, newest first: one range of the index, however deep."""
        return self.newest() if sort_key is None else self.newest().filter(sort_key__lt=sort_key)

    def newer_than(self, sort_key: int) -> ProductQuerySet:
        """From that key upwards, oldest first."""
        return self.order_by("sort_key").filter(sort_key__gt=sort_key)

    def shown(self) -> ProductQuerySet:
        """With everything that a tile or the viewer shows, in one question."""
        return self.select_related("asset", "ai_model", "generation", "project")


class Product(models.Model):
    class Source(models.TextChoices):
        ORDER = "order", _("ordered")
        IMPORT = "import", _("imported")

    sort_key = models.BigIntegerField(unique=True)  # microseconds since 1970 of its making, ties broken
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="products")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="products")
    order = models.ForeignKey("orders.Order", on_delete=models.SET_NULL, null=True, related_name="products")
    generation = models.ForeignKey(
        "orders.Generation", on_delete=models.SET_NULL, null=True, related_name="products"
    )
    ai_model = models.ForeignKey("catalog.AIModel", on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveSmallIntegerField(default=0)  # among the outputs of its Generation
    source = models.CharField(max_length=8, choices=Source, default=Source.ORDER)
    kind = models.CharField(max_length=8, choices=Asset.Kind)
    file_size = models.BigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    duration = models.FloatField(null=True)  # seconds
    mature = models.BooleanField(null=True)  # as its Provider judged it; None where it said nothing
    content_level = models.CharField(max_length=16, blank=True)  # its Provider's word for that: "pg13"
    black = models.BooleanField(default=False)  # a still that is (almost) wholly black
    title = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    liked = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(default=0)  # 0..5, 0 is unrated
    created_at = models.DateTimeField(default=timezone.now)
    trashed_at = models.DateTimeField(null=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ("-sort_key",)
        constraints = (
            models.UniqueConstraint(
                fields=("generation", "number"), name="one_product_per_output", condition=~Q(generation=None)
            ),
        )
        indexes = (
            models.Index(fields=("project", "sort_key"), name="product_of_project"),
            models.Index(fields=("order", "sort_key"), name="product_of_order"),
            models.Index(fields=("kind", "sort_key"), name="product_of_kind"),
            models.Index(fields=("sort_key",), name="product_liked", condition=Q(liked=True)),
            models.Index(fields=("sort_key",), name="product_mature", condition=Q(mature=True)),
            models.Index(fields=("sort_key",), name="product_black", condition=Q(black=True)),
        )

    def __str__(self) -> str:
        return self.title or f"Product {self.pk}"

    @classmethod
    def record(cls, products: Sequence[Product]) -> Sequence[Product]:
        """Write new Products and their new Assets, in the order given, each with a place of its own."""
        if not products:
            return []
        Asset.objects.bulk_create(product.asset for product in products)
        keys = _fresh_sort_keys(len(products))
        for product, key in zip(products, keys, strict=True):
            product.asset, product.sort_key = product.asset, key  # the Asset has its id by now
        return Product.objects.bulk_create(products)

    @property
    def prompt(self) -> str:
        return self.generation.prompt if self.generation else ""

    @property
    def is_covered(self) -> bool:
        """Whether pages cover it until a person wants to see it."""
        return self.mature is True and self.kind not in UNCOVERED

    @property
    def probably_blocked(self) -> bool:
        """Safety checkers return black pictures; one that its Provider found harmless is just dark."""
        return self.black and self.mature is not False and self.source == self.Source.ORDER

    @property
    def label(self) -> str:
        """What it is called where there is no picture: its title, its prompt, or its number."""
        return self.title or self.prompt or str(self)

    def like(self) -> None:
        self._now(liked=True)

    def unlike(self) -> None:
        self._now(liked=False)

    def describe(self, **facts: Any) -> None:
        """Keep what a person says of it: liked, rating, title, note, project."""
        if facts:
            self._now(**facts)

    def neighbors(self, wanted: ProductFilter) -> tuple[Product | None, Product | None]:
        """The one before and the one after it, in the order of the gallery (newest first)."""
        all_wanted = Product.objects.of(wanted)
        previous = all_wanted.newer_than(self.sort_key).first()
        following = all_wanted.older_than(self.sort_key).first()
        return previous, following

    def _now(self, **facts: Any) -> None:
        Product.objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db(fields=list(facts))


def _fresh_sort_keys(count: int) -> range:
    """Keys for that many new Products: the time now in microseconds, always above all there are.

    A clock that was set back must not put new Products below old ones.
    """
    last = Product.objects.aggregate(last=models.Max("sort_key"))["last"] or 0
    first = max(time.time_ns() // 1000, last + 1)
    return range(first, first + count)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
