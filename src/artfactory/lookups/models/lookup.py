"""Lookup: a named list of values that prompts draw from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from artfactory.lookups import names, values
from artfactory.lookups.references import named_in, shielded_in, used_by
from artfactory.lookups.values import Review

SHOWN = 6  # values in a list of Lookups


class Unfit(Exception):
    """It cannot be kept like this; nothing was changed."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field = field  # "name" or "values"
        self.code = code
        self.message = message


class LookupQuerySet(models.QuerySet["Lookup"]):
    def as_pools(self, *, only: Iterable[str] | None = None) -> dict[str, list[str]]:
        """Name → values as the prompt language takes them, by name, in one query. Those of no value too."""
        rows = self if only is None else self.filter(name__in=only)
        pairs = rows.order_by("name").values_list("name", "text")
        return {name: values.pool(text.split("\n")) for name, text in pairs}

    def pools_for(self, texts: Iterable[str]) -> dict[str, list[str]]:
        """Only those that these prompts can take a value from: what an Order has to store."""
        names, found = set(self.names()), dict[str, list[str]]()
        said = list(texts)
        wanted = {name for text in said for name in named_in(text, names) | shielded_in(text, names)}
        while wanted:
            new = self.as_pools(only=wanted)
            found |= new
            spoken = {value.removeprefix("\\") for pool in new.values() for value in pool}
            wanted = (spoken & names) - found.keys()
        kept = used_by(said, found)
        return {name: pool for name, pool in found.items() if name in kept}

    def names(self) -> list[str]:
        return list(self.order_by("name").values_list("name", flat=True))

    def matching(self, words: str) -> LookupQuerySet:
        """Those with these words in their name or in a value."""
        return self.filter(Q(name__icontains=words) | Q(text__icontains=words)) if words else self

    def at(self, address: str) -> Lookup:
        """By its number or by its name; no name is a number. Raises DoesNotExist."""
        number = address if address.isascii() and address.isdecimal() and len(address) < 19 else ""
        return self.get(pk=int(number)) if number else self.get(name=address)


class Lookup(models.Model):
    name = models.CharField(max_length=names.MOST, unique=True)
    text = models.TextField(blank=True)  # one value for each line, as it was typed
    changed_at = models.DateTimeField(default=timezone.now)

    objects = LookupQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:lookup", args=[self.pk])

    @property
    def values(self) -> list[str]:
        """As they were typed, blank lines and repeats too."""
        return self.text.split("\n") if self.text else []

    @values.setter
    def values(self, given: Sequence[str]) -> None:
        """Raises Unfit."""
        _check_values(given)
        self.text = values.written(given)

    @property
    def review(self) -> Review:
        return values.review(self.values)

    @property
    def first_values(self) -> list[str]:
        return values.pool(self.text.split("\n", SHOWN * 2)[: SHOWN * 2])[:SHOWN]

    def check_fit(self) -> None:
        """Raises Unfit. Whether the name is free is looked at by Change."""
        if why := names.flaw(self.name):
            raise Unfit("name", "bad_name", why)
        _check_values(self.values)


def _check_values(given: Sequence[str]) -> None:
    if why := values.flaw(given):
        raise Unfit("values", "bad_values", why)
