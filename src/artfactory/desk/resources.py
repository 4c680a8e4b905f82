"""The page of checkpoints, LoRAs and embeddings: what is looked for, and what is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.accounts.providers import labels
from artfactory.catalog.models import AIModel, KnownResource, KnownResourceQuerySet
from artfactory.desk.catalogue import Menu
from artfactory.desk.resource_cards import Card, Fit, fit_of
from artfactory.engine import resources
from artfactory.gallery.filters import Choice
from artfactory.providers.base import Resource, Shelf, Wish
from artfactory.providers.errors import ProviderError, Unavailable

LONGEST = 200  # characters of a filter
LONGEST_CURSOR = 500
MOST_KEPT = 200  # of those at hand without a network
KINDS: Mapping[str, str | Promise] = {
    "checkpoint": gettext_lazy("Checkpoints"),
    "lora": gettext_lazy("LoRAs"),
    "lycoris": gettext_lazy("LyCORIS"),
    "dora": gettext_lazy("DoRAs"),
    "embedding": gettext_lazy("Embeddings"),
}
SORTS: Mapping[str, str | Promise] = {
    "rating": gettext_lazy("Highest rated"),
    "downloads": gettext_lazy("Most downloaded"),
    "newest": gettext_lazy("Newest"),
}
PERIODS: Mapping[str, str | Promise] = {
    "day": gettext_lazy("Today"),
    "week": gettext_lazy("This week"),
    "month": gettext_lazy("This month"),
    "year": gettext_lazy("This year"),
}
SHELVES: Mapping[str, str | Promise] = {
    "": gettext_lazy("On the site"),
    "favorites": gettext_lazy("Favorites"),
    "used": gettext_lazy("Used lately"),
}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. Whatever the address does not know is passed over."""

    q: str = ""
    kind: str = "checkpoint"
    family: str = ""
    sort: str = ""
    period: str = ""
    model: str = ""  # address of the model that it is looked for
    fit: str = ""  # "all": also what does not fit that model
    use: str = ""  # "all": also what the Provider makes nothing with
    shelf: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, answers: QueryDict) -> Wanted:
        said = {name: answers.get(name, "").replace("\0", "")[:LONGEST] for name in cls().__dict__}
        said["cursor"] = answers.get("cursor", "").replace("\0", "")[:LONGEST_CURSOR]
        known = {
            "kind": KINDS,
            "sort": SORTS,
            "period": PERIODS,
            "shelf": SHELVES,
            "fit": ["all"],
            "use": ["all"],
        }
        for name, words in known.items():
            said[name] = said[name] if said[name] in words else ""
        return cls(**said | {"kind": said["kind"] or "checkpoint"})

    def address(self, **said: str) -> str:
        """Another choice begins at the first page."""
        query = asdict(replace(self, **{"cursor": "", **said}))
        kept = {
            name: value for name, value in query.items() if value and (name, value) != ("kind", "checkpoint")
        }
        address = reverse("desk:resources")
        return f"{address}?{urlencode(kept)}" if kept else address

    def wish(self, *, fits: str, mature: bool) -> Wish:
        return Wish(
            text=self.q,
            kind=self.kind,
            fits=fits,
            mature=mature,
            cursor=self.cursor,
            family=self.family,
            sort=self.sort,
            period=self.period,
            unusable=self.use == "all",
        )


@dataclass(frozen=True)
class Trouble:
    """Why the site shows nothing now, and until when it wants to be left alone."""

    title: str
    until: datetime | None = None

    @classmethod
    def of(cls, error: ProviderError, *, at: datetime) -> Trouble:
        wait = error.retry_after if isinstance(error, Unavailable) else None
        return cls(error.message, at + timedelta(seconds=wait) if wait else None)

    @property
    def seconds(self) -> int:
        return max(1, round((self.until - timezone.now()).total_seconds())) if self.until else 0


@dataclass(frozen=True)
class Room:
    """The page: what is on the shelf that is looked at."""

    wanted: Wanted
    provider: str
    covers: bool

    @cached_property
    def label(self) -> str:
        return labels().get(self.provider, self.provider)

    @cached_property
    def model(self) -> AIModel | None:
        try:
            return AIModel.objects.at(self.wanted.model)
        except AIModel.DoesNotExist:
            return None

    @cached_property
    def families(self) -> Sequence[str]:
        """Of what works with that model; empty where no model is meant, or nothing is known of it."""
        meant = self.model if self._is_for_model else None
        return resources.families(self.provider, meant.native_id) if meant else ()

    @property
    def fits_known(self) -> bool:
        return bool(self.families)

    @property
    def fit_unknown(self) -> bool:
        return self._is_for_model and not self.families

    @cached_property
    def shelf(self) -> Shelf | Trouble:
        fits = self.model.native_id if self.model and self.fits_known and not self.wanted.fit else ""
        try:
            return resources.SHELVES.browse(
                self.provider, self.wanted.wish(fits=fits, mature=not self.covers)
            )
        except ProviderError as error:
            return Trouble.of(error, at=timezone.now())

    @property
    def trouble(self) -> Trouble | None:
        return self.shelf if not self.wanted.shelf and isinstance(self.shelf, Trouble) else None

    @cached_property
    def cards(self) -> list[Card]:
        if self.wanted.shelf:
            return [self.card(each.as_resource(), each.favorite) for each in self._kept()]
        found = self.shelf.resources if isinstance(self.shelf, Shelf) else ()
        marked = KnownResource.objects.favorites().filter(native_id__in=[each.id for each in found])
        favorites = set(marked.filter(provider=self.provider).values_list("native_id", flat=True))
        return [self.card(each, each.id in favorites) for each in found]

    def card(self, resource: Resource, favorite: bool = False) -> Card:
        return Card(self.provider, resource, self.fit(resource), self.covers, favorite)

    @property
    def covered(self) -> int:
        """How many of those at hand are left out, since they are mature."""
        return self._on_shelf.filter(mature=True).count() if self.wanted.shelf and self.covers else 0

    @property
    def _on_shelf(self) -> KnownResourceQuerySet:
        every = KnownResource.objects.filter(provider=self.provider).matching(self.wanted.q)
        return every.favorites() if self.wanted.shelf == "favorites" else every.used()

    def _kept(self) -> Iterable[KnownResource]:
        return (self._on_shelf.filter(mature=False) if self.covers else self._on_shelf)[:MOST_KEPT]

    def fit(self, resource: Resource) -> Fit:
        return fit_of(self.provider, resource, self.model if self._is_for_model else None)

    @property
    def following(self) -> str:
        cursor = self.shelf.following if not self.wanted.shelf and isinstance(self.shelf, Shelf) else ""
        return self.wanted.address(cursor=cursor) if cursor else ""

    @property
    def first(self) -> str:
        """Back to the beginning, from further on."""
        return self.wanted.address() if self.wanted.cursor else ""

    @property
    def again(self) -> str:
        return self.wanted.address(cursor=self.wanted.cursor)

    # What can be chosen.

    @property
    def shelves(self) -> list[Choice]:
        return self._choices("shelf", SHELVES)

    @property
    def kinds(self) -> list[Choice]:
        return self._choices("kind", KINDS)

    @property
    def menus(self) -> list[Menu]:
        families = {family: family for family in self.families or self._all_families}
        if self.wanted.family:
            families |= {self.wanted.family: self.wanted.family}
        return [
            self._menu("family", _("Family"), families, every=_("All families")),
            self._menu("sort", _("Sort"), SORTS, every=_("As the site sorts them")),
            self._menu("period", _("Period"), PERIODS, every=_("All time")),
        ]

    @property
    def switches(self) -> list[Choice]:
        found = []
        if self.fits_known and self.model:
            on = not self.wanted.fit
            word = _("Works with %(model)s") % {"model": self.model.name}
            found.append(Choice(word, self.wanted.address(fit="all" if on else ""), chosen=on))
        on = not self.wanted.use
        word = _("%(provider)s can use it") % {"provider": self.label}
        return [*found, Choice(word, self.wanted.address(use="all" if on else ""), chosen=on)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a search for other words keeps."""
        said = asdict(self.wanted).items()
        return [(name, value) for name, value in said if value and name not in ("q", "cursor")]

    @property
    def _all_families(self) -> Sequence[str]:
        """The site is not asked for these as well while it says nothing."""
        silent = self.trouble is not None
        return resources.families(self.provider) if silent else resources.SHELVES.families(self.provider)

    @property
    def _is_for_model(self) -> bool:
        return self.model is not None and self.model.provider == self.provider

    def _choices(self, name: str, words: Mapping[str, str | Promise]) -> list[Choice]:
        chosen = getattr(self.wanted, name)
        return [
            Choice(str(word), self.wanted.address(**{name: value}), chosen=value == chosen)
            for value, word in words.items()
        ]

    def _menu(self, name: str, label: str, words: Mapping[str, str | Promise], *, every: str) -> Menu:
        chosen = getattr(self.wanted, name)
        first = Choice(every, self.wanted.address(**{name: ""}), chosen=not chosen)
        return Menu(label, str(words.get(chosen, "")), bool(chosen), [first, *self._choices(name, words)])
