"""What people do to Lookups. Each is one Change that can be taken back; each raises Unfit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from artfactory.lookups import names, values
from artfactory.lookups.models import Change, Lookup
from artfactory.lookups.starters import starter_lists


def keep(lookup: Lookup) -> Change:
    """As it is now, new or not."""
    return Change.make(written=[lookup], says=_("“%(name)s” is kept.") % {"name": lookup})


def create(*, name: str, given: Sequence[str]) -> Change:
    lookup = Lookup(name=name)
    lookup.values = given
    return keep(lookup)


def rewrite(lookup: Lookup, *, given: Sequence[str]) -> Change:
    lookup.values = given
    return Change.make(written=[lookup], says=_("The values of “%(name)s” are kept.") % {"name": lookup})


def tidy(lookup: Lookup) -> Change:
    """Leave out blank lines and what stands there already."""
    before, lookup.values = len(lookup.values), values.pool(lookup.values)
    left_out = before - len(lookup.values)
    says = ngettext("1 line of “%(name)s” is left out.", "%(n)d lines of “%(name)s” are left out.", left_out)
    return Change.make(written=[lookup], says=says % {"n": left_out, "name": lookup})


@transaction.atomic
def rename(lookup: Lookup, *, to: str, everywhere: bool) -> Change:
    """With `everywhere`, values of other Lookups that name it name it by its new name."""
    old, lookup.name = lookup.name, to
    others = renamed_in_others([old], to=to, but=[lookup]) if everywhere and to != old else []
    says = _("“%(old)s” is called “%(name)s” now.") % {"old": old, "name": to}
    return Change.make(written=[lookup, *others], says=says)


def duplicate(lookup: Lookup) -> Change:
    name = names.free(lookup.name, taken=set(Lookup.objects.names()))
    says = _("“%(name)s” holds the same as “%(old)s”.") % {"name": name, "old": lookup}
    return Change.make(written=[Lookup(name=name, text=lookup.text)], says=says)


def remove(lookups: Sequence[Lookup]) -> Change:
    if len(lookups) == 1:
        says = _("“%(name)s” is deleted.") % {"name": lookups[0]}
    else:
        says = ngettext("%(n)d lookup is deleted.", "%(n)d lookups are deleted.", len(lookups))
        says %= {"n": len(lookups)}
    return Change.make(removed=lookups, says=says)


def add_starters() -> Change:
    """Those of the starter lists whose names are free."""
    known = set(Lookup.objects.names())
    new = [Lookup(name=name, text=text) for name, text in starter_lists().items() if name not in known]
    says = ngettext("%(n)d starter list is added.", "%(n)d starter lists are added.", len(new))
    return Change.make(written=new, says=says % {"n": len(new)})


@dataclass(frozen=True)
class Merger:
    """What two or more Lookups come to together."""

    values: list[str]  # in their order, each once
    repeats: int  # how often a value stood there already

    @classmethod
    def of(cls, lookups: Sequence[Lookup]) -> Merger:
        every = [value for lookup in lookups for value in lookup.values if value]
        distinct = values.pool(every)
        return cls(distinct, len(every) - len(distinct))


@transaction.atomic
def merge(lookups: Sequence[Lookup], *, to: str, keep: bool, everywhere: bool) -> Change:
    """Into the one of that name, which may be one of them or new. Without `keep` the others are deleted; with
    `everywhere`, values of other Lookups that name these name the merged one.
    """
    merger = Merger.of(lookups)
    target = next((lookup for lookup in lookups if lookup.name == to), None) or Lookup(name=to)
    target.values = merger.values
    gone = [] if keep else [lookup for lookup in lookups if lookup is not target]
    others = renamed_in_others([each.name for each in gone], to=to, but=lookups) if everywhere else []
    return Change.make(written=[target, *others], removed=gone, says=_merged(merger, to=to))


def renamed_in_others(old: Sequence[str], *, to: str, but: Sequence[Lookup]) -> list[Lookup]:
    """The Lookups that name one of these among their values, with the new name there; not saved.

    A name behind a backslash is a word as long as there is such a Lookup; afterwards it is one without.
    """
    instead = dict.fromkeys(old, to) | {f"\\{name}": name for name in old if name != to}
    found = []
    for lookup in Lookup.objects.exclude(pk__in=[each.pk for each in but]):
        given = lookup.values
        if not instead.keys().isdisjoint(given):
            lookup.values = [instead.get(value, value) for value in given]
            found.append(lookup)
    return found


def _merged(merger: Merger, *, to: str) -> str:
    count, repeats = len(merger.values), merger.repeats
    holds = ngettext("“%(name)s” holds %(n)d value.", "“%(name)s” holds %(n)d values.", count)
    holds %= {"name": to, "n": count}
    if not repeats:
        return holds
    once = ngettext("%(n)d repeat is kept once.", "%(n)d repeats are kept once.", repeats)
    return f"{holds} {once % {'n': repeats}}"
