"""KnownResource: a checkpoint or LoRA that was chosen once, remembered with its name.

So pages name it without asking anybody, and what was used last or marked is at hand without a network.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.urls import reverse

from artfactory.providers.base import Resource

FACTS = ("native_id", "kind", "name", "family", "words", "maker", "page", "picture", "picture_mature")
MORE_FACTS = ("mature", "works", "work", "version", "size")


class KnownResourceQuerySet(models.QuerySet["KnownResource"]):
    def at(self, address: str) -> KnownResource:
        """The one at "PROVIDER:ID" or "PROVIDER:AIR". Raises KnownResource.DoesNotExist."""
        provider, _colon, name = address.partition(":")
        found = self.filter(provider=provider).filter(models.Q(native_id=name) | models.Q(air=name)).first()
        if found is None:
            raise KnownResource.DoesNotExist(address)
        return found

    def by_air(self, airs: Iterable[str]) -> dict[str, KnownResource]:
        return {each.air: each for each in self.filter(air__in=set(airs))}

    def favorites(self) -> KnownResourceQuerySet:
        return self.filter(favorite=True).order_by("name", "pk")

    def used(self) -> KnownResourceQuerySet:
        """The last one first."""
        return self.exclude(used_at=None).order_by("-used_at", "pk")

    def kept(self) -> KnownResourceQuerySet:
        """What somebody marked or used."""
        return self.filter(models.Q(favorite=True) | models.Q(used_at__isnull=False))

    def matching(self, words: str) -> KnownResourceQuerySet:
        found = self
        for word in words.split():
            name, family = models.Q(name__icontains=word), models.Q(family__icontains=word)
            found = found.filter(name | family | models.Q(maker__icontains=word))
        return found


class KnownResource(models.Model):
    provider = models.CharField(max_length=60)
    native_id = models.CharField(max_length=60)  # by which the site tells all of it
    air = models.CharField(max_length=250)
    kind = models.CharField(max_length=40)  # checkpoint, lora, embedding, …
    name = models.CharField(max_length=250)
    version = models.CharField(max_length=200, blank=True)
    work = models.CharField(max_length=60, blank=True)  # what all its versions share
    family = models.CharField(max_length=200, blank=True)
    words = models.JSONField(default=list)  # that a prompt calls it by
    maker = models.CharField(max_length=200, blank=True)
    page = models.TextField(blank=True)  # where a person reads about it
    picture = models.TextField(blank=True)  # address of an example
    picture_mature = models.BooleanField(default=False)
    mature = models.BooleanField(default=False)
    works = models.BooleanField(default=True)  # its Provider makes things with it
    size = models.BigIntegerField(null=True, blank=True)  # bytes
    favorite = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()

    objects = KnownResourceQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("provider", "air"), name="one_resource_per_air"),)
        indexes = (models.Index(fields=["air"], name="resources_by_air"),)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def remember(cls, provider: str, resource: Resource, *, at: datetime) -> KnownResource:
        """As it was told now. Marks and uses of a person stay."""
        row = KnownResource(provider=provider, seen_at=at, **_facts(resource))
        update = [*FACTS, *MORE_FACTS, "seen_at"]
        KnownResource.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["provider", "air"], update_fields=update
        )
        return KnownResource.objects.get(provider=provider, air=row.air)

    def use(self, *, at: datetime) -> None:
        KnownResource.objects.filter(pk=self.pk).update(used_at=at)
        self.used_at = at

    def mark(self, *, favorite: bool) -> None:
        KnownResource.objects.filter(pk=self.pk).update(favorite=favorite)
        self.favorite = favorite

    def get_absolute_url(self) -> str:
        return reverse("desk:resource", args=[self.provider, self.native_id])

    def as_resource(self) -> Resource:
        """As the Provider told it, then."""
        facts = {name: getattr(self, name) for name in (*FACTS, *MORE_FACTS) if name != "native_id"}
        return Resource(id=self.native_id, air=self.air, **facts | {"words": tuple(self.words)})


def _facts(resource: Resource) -> dict[str, object]:
    facts = {name: getattr(resource, name) for name in (*FACTS, *MORE_FACTS) if name != "native_id"}
    cut = {"name": resource.name[:250], "kind": resource.kind[:40]}
    return {"native_id": resource.id, "air": resource.air, **facts, **cut, "words": list(resource.words)}
