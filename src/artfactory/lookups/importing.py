"""What an Arrival would do to the Lookups that there are, and doing it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from artfactory.lookups import values
from artfactory.lookups.models import Arrival, Change, Lookup
from artfactory.lookups.reading import Found


class Kind(models.TextChoices):
    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("the same")


class Choice(models.TextChoices):
    """What may be done with a list that has the name of a Lookup."""

    ADD = "add", gettext_lazy("Add what they lack")
    REPLACE = "replace", gettext_lazy("Replace their values")
    LEAVE = "leave", gettext_lazy("Leave them as they are")


@dataclass(frozen=True)
class Row:
    """One list of an Arrival beside the Lookup of its name."""

    number: int
    found: Found
    present: Lookup | None

    @cached_property
    def kind(self) -> Kind:
        if self.present is None:
            return Kind.NEW
        return Kind.SAME if self.present.values == list(self.found.values) else Kind.CHANGED

    @cached_property
    def pool(self) -> list[str]:
        return values.pool(self.found.values)

    @cached_property
    def missing(self) -> list[str]:
        """Those that the Lookup lacks."""
        there = set(self.present.values) if self.present else set()
        return [value for value in self.pool if value not in there]

    @cached_property
    def lost(self) -> int:
        """How many values a replacement would take away."""
        coming = set(self.found.values)
        return sum(value not in coming for value in values.pool(self.present.values)) if self.present else 0

    def wanted(self, choice: Choice) -> Lookup | None:
        """The Lookup as it would be kept; None where nothing is to be done."""
        if self.present is None:
            return Lookup(name=self.found.name, text=values.written(self.found.values))
        if self.kind == Kind.SAME or choice == Choice.LEAVE:
            return None
        add = choice == Choice.ADD
        self.present.values = [*self.present.values, *self.missing] if add else self.found.values
        return self.present


def rows(arrival: Arrival) -> list[Row]:
    found = arrival.found
    present = {each.name: each for each in Lookup.objects.filter(name__in=[one.name for one in found])}
    return [Row(number, one, present.get(one.name)) for number, one in enumerate(found)]


@transaction.atomic
def take_in(arrival: Arrival, *, known: Choice, without: Collection[int] = ()) -> Change:
    """Keep its lists, but those of these numbers; `known` says what to do where there is such a Lookup.

    Raises Unfit; nothing is kept then.
    """
    wanted = [row.wanted(known) for row in rows(arrival) if row.number not in without]
    written = [lookup for lookup in wanted if lookup]
    new = sum(lookup.pk is None for lookup in written)
    change = Change.make(written=written, says=_said(new, len(written) - new))
    arrival.delete()
    return change


def _said(new: int, changed: int) -> str:
    kept = ngettext("%(n)d new lookup is kept.", "%(n)d new lookups are kept.", new) % {"n": new}
    other = ngettext("%(n)d lookup has other values.", "%(n)d lookups have other values.", changed)
    said = [kept] * bool(new) + [other % {"n": changed}] * bool(changed)
    return " ".join(said) or _("Nothing of it was to be kept.")
