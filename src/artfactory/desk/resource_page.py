"""One checkpoint, LoRA or embedding: all that is known of it, and its other versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.catalog.models import KnownResource
from artfactory.desk.resource_cards import Card
from artfactory.desk.resources import KINDS, Room, Trouble, Wanted
from artfactory.engine import resources
from artfactory.providers.base import Resource
from artfactory.providers.errors import Gone, ProviderError, Rejected

NOT_FOUND, NOT_NOW = 404, 503


@dataclass(frozen=True)
class ResourcePage:
    room: Room
    named: str
    resource: Resource | None
    versions: Sequence[Resource] = ()
    trouble: Trouble | None = None
    status: int = 200

    @classmethod
    def of(cls, provider: str, named: str, *, wanted: Wanted, covers: bool) -> ResourcePage:
        """As the site tells it now, else as it was remembered."""
        room = Room(wanted, provider, covers=covers)
        try:
            work = resources.SHELVES.look_up(provider, named)
        except ProviderError as error:
            trouble = Trouble.of(error, at=timezone.now())
            known = _remembered(provider, named)
            if known:
                return cls(room, named, known.as_resource(), trouble=trouble)
            missing = isinstance(error, Gone | Rejected)
            return cls(room, named, None, trouble=trouble, status=NOT_FOUND if missing else NOT_NOW)
        return cls(room, named, work.resource, work.versions)

    @property
    def title(self) -> str:
        return self.resource.name if self.resource else _("Nothing to show")

    @property
    def back(self) -> str:
        """To where others of its kind are."""
        kind = self.resource.kind if self.resource and self.resource.kind in KINDS else ""
        return replace(self.room.wanted, kind=kind or self.room.wanted.kind).address()

    @property
    def model(self) -> str:
        return self.room.wanted.model

    @cached_property
    def card(self) -> Card | None:
        if self.resource is None:
            return None
        known = _remembered(self.room.provider, self.resource.air or self.resource.id)
        favorite = bool(known and known.favorite)
        return Card(
            self.room.provider, self.resource, self.room.fit(self.resource), self.room.covers, favorite
        )

    @property
    def cards(self) -> list[Card]:
        """The other versions."""
        here = self.resource.id if self.resource else ""
        return [self.room.card(each) for each in self.versions if each.id != here]


def _remembered(provider: str, named: str) -> KnownResource | None:
    try:
        return KnownResource.objects.at(f"{provider}:{named}")
    except KnownResource.DoesNotExist:
        return None
