"""OrderTemplate: the whole of an Order under a name, to be filled in again. Earlier versions stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LONGEST_NAME = 120
KEPT = timedelta(days=30)  # after it was deleted

Body = Mapping[str, Any]  # of an Order, as the API takes it


class NameTaken(Exception):
    """Another template has that name; nothing was changed."""


class OrderTemplateQuerySet(models.QuerySet["OrderTemplate"]):
    def kept(self) -> OrderTemplateQuerySet:
        return self.filter(deleted_at=None)

    def matching(self, words: str) -> OrderTemplateQuerySet:
        """Those whose name, prompt or models hold every one of the words."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(words__icontains=word))
        return found

    def listed(self) -> OrderTemplateQuerySet:
        """Favorites first, then by name."""
        return self.order_by("-favorite", "name", "pk")


class OrderTemplate(models.Model):
    name = models.CharField(max_length=LONGEST_NAME)
    version = models.PositiveIntegerField(default=1)
    order = models.JSONField(default=dict)  # body of an Order
    words = models.TextField(blank=True)  # to be searched: the prompts and the models
    favorite = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)  # it can be brought back until it is forgotten

    objects = OrderTemplateQuerySet.as_manager()
    if TYPE_CHECKING:
        earlier: RelatedManager[EarlierVersion]

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("name",), name="one_template_per_name", condition=Q(deleted_at=None)
            ),
        )

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def keep(cls, name: str, order: Body, *, at: datetime) -> OrderTemplate:
        """Under a new name, or as the next version of the one of that name."""
        known = cls.objects.kept().select_for_update().filter(name=name).first()
        if known:
            known.renew(order, at=at)
            return known
        facts = {"order": dict(order), "words": _words(order)}
        return cls.objects.create(name=name, created_at=at, changed_at=at, **facts)

    @transaction.atomic
    def renew(self, order: Body, *, at: datetime) -> None:
        """Another version; the one before stays."""
        row = OrderTemplate.objects.select_for_update().get(pk=self.pk)
        EarlierVersion.objects.create(
            template=row, version=row.version, order=row.order, saved_at=row.changed_at
        )
        self.order, self.words = dict(order), _words(order)
        self.version, self.changed_at = row.version + 1, at
        self.save(update_fields=["order", "words", "version", "changed_at"])

    def rename(self, name: str) -> None:
        """Raises NameTaken."""
        try:
            with transaction.atomic():
                OrderTemplate.objects.filter(pk=self.pk).update(name=name)
        except IntegrityError:
            raise NameTaken(name) from None
        self.name = name

    def mark(self, *, favorite: bool) -> None:
        OrderTemplate.objects.filter(pk=self.pk).update(favorite=favorite)
        self.favorite = favorite

    def duplicate(self, *, at: datetime) -> OrderTemplate:
        """As it is now, under a free name."""
        return OrderTemplate.keep(free_name(self.name), self.order, at=at)

    @property
    def models(self) -> list[str]:
        return [str(each) for each in self.order.get("models", ())]

    @property
    def prompt(self) -> str:
        return str(self.order.get("prompt", ""))

    def remove(self, *, at: datetime) -> None:
        OrderTemplate.objects.filter(deleted_at__lt=at - KEPT).delete()
        OrderTemplate.objects.filter(pk=self.pk, deleted_at=None).update(deleted_at=at)

    def bring_back(self) -> None:
        """Raises NameTaken where its name belongs to another one by now."""
        try:
            with transaction.atomic():
                OrderTemplate.objects.filter(pk=self.pk).update(deleted_at=None)
        except IntegrityError:
            raise NameTaken(self.name) from None
        self.deleted_at = None


class EarlierVersion(models.Model):
    template = models.ForeignKey(OrderTemplate, on_delete=models.CASCADE, related_name="earlier")
    version = models.PositiveIntegerField()
    order = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("template", "version"), name="one_row_per_template_version"),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.version}"


def _words(order: Body) -> str:
    """Everything of it that people would look for."""
    said = [order.get("prompt"), order.get("negative"), order.get("title"), *order.get("models", ())]
    return "\n".join(str(each) for each in said if each)


def free_name(name: str) -> str:
    """That one, or with the first number that makes it another."""
    taken = set(OrderTemplate.objects.kept().values_list("name", flat=True))
    return next(each for each in (name, *islice(_numbered(name), len(taken) + 1)) if each not in taken)


def _numbered(name: str) -> Iterator[str]:
    for number in count(2):
        suffix = f" ({number})"
        yield name[: LONGEST_NAME - len(suffix)] + suffix
