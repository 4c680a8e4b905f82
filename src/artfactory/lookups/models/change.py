"""Change: something that was done to Lookups, with what they were before, so that it can be taken back.

Whatever a person or a program does to Lookups goes through `Change.make`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.lookups.models.lookup import Lookup, Unfit

MOST_KEPT = 100
BATCH = 200  # rows of one statement
State = list[str] | None  # name and text; None where there is no such Lookup


class Overtaken(Exception):
    """Something changed since; nothing was taken back."""


class Change(models.Model):
    says = models.TextField()  # "“color” is deleted."
    before = models.JSONField()  # key of the Lookup → its State
    after = models.JSONField()  # the same with the digest of the text in place of it
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.says

    @classmethod
    @transaction.atomic
    def make(cls, *, says: str, written: Sequence[Lookup] = (), removed: Sequence[Lookup] = ()) -> Change:
        """Delete some, save others as they are now, new ones too: all of it or nothing.

        Raises Unfit for the first that cannot be kept.
        """
        known = [lookup.pk for lookup in (*written, *removed) if lookup.pk]
        before = _states(known)
        Lookup.objects.filter(pk__in=[lookup.pk for lookup in removed]).delete()
        _save(written)
        keys = [*known, *(lookup.pk for lookup in written)]
        states = _states(keys)
        change = cls.objects.create(says=says, before=_of(before, keys), after=_digested(_of(states, keys)))
        cls.objects.filter(pk__lte=change.pk - MOST_KEPT).delete()
        return change

    @transaction.atomic
    def take_back(self) -> None:
        """Bring the Lookups back to what they were, under the same keys. Raises Overtaken."""
        keys = [int(key) for key in self.before]
        if _digested(_of(_states(keys), keys)) != self.after:
            raise Overtaken
        Lookup.objects.filter(pk__in=keys).delete()
        rows = [_row(key, state) for key, state in self.before.items() if state]
        try:
            with transaction.atomic():
                Lookup.objects.bulk_create(rows)
        except IntegrityError:  # the name was given to another one
            raise Overtaken from None
        self.delete()

    @property
    def only(self) -> Lookup | None:
        """The Lookup that it was about, where it was about one and that is still there."""
        keys = list(self.before)
        return Lookup.objects.filter(pk__in=keys).first() if len(keys) == 1 else None


def _states(keys: Iterable[int]) -> dict[int, State]:
    rows = Lookup.objects.select_for_update().filter(pk__in=keys)
    return {row.pk: [row.name, row.text] for row in rows}


def _of(states: dict[int, State], keys: Iterable[int]) -> dict[str, State]:
    return {str(key): states.get(key) for key in keys}


def _digested(states: dict[str, State]) -> dict[str, Any]:
    return {
        key: state and [state[0], sha256(state[1].encode()).hexdigest()[:32]] for key, state in states.items()
    }


def _save(lookups: Sequence[Lookup]) -> None:
    now = timezone.now()
    for lookup in lookups:
        lookup.check_fit()
        lookup.changed_at = now
    new = [lookup for lookup in lookups if lookup.pk is None]
    old = [lookup for lookup in lookups if lookup.pk is not None]
    try:
        with transaction.atomic():
            Lookup.objects.bulk_create(new, batch_size=BATCH)
            Lookup.objects.bulk_update(old, ["name", "text", "changed_at"], batch_size=BATCH)
    except IntegrityError:
        raise Unfit("name", "name_taken", _taken(lookups)) from None


def _taken(lookups: Sequence[Lookup]) -> str:
    wanted = [lookup.name for lookup in lookups]
    others = Lookup.objects.exclude(pk__in=[lookup.pk for lookup in lookups if lookup.pk])
    taken = others.filter(name__in=wanted).values_list("name", flat=True).first()
    return _("There is a lookup named “%(name)s” already.") % {"name": taken or wanted[0]}


def _row(key: str, state: Sequence[str]) -> Lookup:
    name, text = state
    return Lookup(pk=int(key), name=name, text=text)
