"""The catalogue as a page: what is looked for, what can be chosen, and the models that fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.accounts.providers import labels
from artfactory.catalog.models import AIModel, AIModelQuerySet
from artfactory.gallery.filters import Choice
from artfactory.orders.models import OrderLine

PAGE = 40
LONGEST = 200  # characters of a filter
PRICES: dict[str, str | Promise] = {
    "free": gettext_lazy("Free"),
    "0.01": gettext_lazy("At most $0.01 a unit"),
    "0.05": gettext_lazy("At most $0.05 a unit"),
    "0.25": gettext_lazy("At most $0.25 a unit"),
    "priced": gettext_lazy("Price known"),
    "unpriced": gettext_lazy("Price not known"),
    "own": gettext_lazy("Your own price"),
}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. Empty: all of them."""

    q: str = ""
    provider: str = ""
    modality: str = ""
    family: str = ""
    price: str = ""
    favorite: str = ""
    used: str = ""  # "1": what was ordered with, the last one first
    sort: str = ""  # "price": the cheapest first

    @classmethod
    def read(cls, answers: QueryDict) -> Wanted:
        """Whatever the address says; what it does not know is passed over."""
        said = {name: answers.get(name, "").replace("\0", "")[:LONGEST] for name in cls().__dict__}
        said["price"] = said["price"] if said["price"] in PRICES else ""
        said |= {name: "1" if said[name] == "1" else "" for name in ("favorite", "used")}
        said["sort"] = "price" if said["sort"] == "price" else ""
        return cls(**said)

    def models(self) -> AIModelQuerySet:
        equal = {name: said for name in ("provider", "modality", "family") if (said := getattr(self, name))}
        found = AIModel.objects.shown().without_schemas().matching(self.q).filter(**equal)
        if self.favorite:
            found = found.filter(favorite=True)
        found = _by_price(found, self.price)
        if self.sort == "price":
            return found.cheapest_first()
        if self.used:
            return _used_last_first(found)
        return found.usable_first()

    def address(self, **said: str) -> str:
        query = {name: value for name, value in asdict(replace(self, **said)).items() if value}
        address = reverse("desk:catalogue")
        return f"{address}?{urlencode(query)}" if query else address


def _by_price(found: AIModelQuerySet, price: str) -> AIModelQuerySet:
    words = {
        "free": found.free,
        "priced": found.priced,
        "unpriced": found.unpriced,
        "own": found.priced_by_hand,
    }
    if price and price not in words:
        return found.priced_at_most(Decimal(price), currency="USD")
    return words[price]() if price else found


def _used_last_first(found: AIModelQuerySet) -> AIModelQuerySet:
    lines = OrderLine.objects.filter(ai_model=OuterRef("pk")).order_by("-pk").values("pk")
    used = found.alias(last=Subquery(lines[:1])).filter(last__isnull=False)
    return used.order_by("-last")


@dataclass(frozen=True)
class Menu:
    label: str
    now: str
    chosen: bool
    choices: list[Choice]


@dataclass(frozen=True)
class Catalogue:
    wanted: Wanted
    number: int = 1

    @cached_property
    def page(self) -> Page[AIModel]:
        return Paginator(self.wanted.models(), PAGE).get_page(self.number)

    @cached_property
    def whole(self) -> int:
        return AIModel.objects.shown().count()

    @property
    def menus(self) -> list[Menu]:
        providers, modalities, families = self._there_are
        known = labels()
        return [
            self._menu("provider", _("Provider"), providers, lambda name: known.get(name, name)),
            self._menu("modality", _("Kind"), modalities, modality_words),
            self._menu("family", _("Family"), families, str),
            self._menu("price", _("Price"), PRICES, lambda name: str(PRICES[name])),
        ]

    @property
    def favorites(self) -> Choice:
        on = bool(self.wanted.favorite)
        return Choice(_("Favorites"), self.wanted.address(favorite="" if on else "1"), chosen=on)

    @property
    def used(self) -> Choice:
        on = bool(self.wanted.used)
        return Choice(_("Used before"), self.wanted.address(used="" if on else "1"), chosen=on)

    @property
    def cheapest(self) -> Choice:
        on = bool(self.wanted.sort)
        return Choice(_("Cheapest first"), self.wanted.address(sort="" if on else "price"), chosen=on)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a search for other words keeps."""
        return [(name, said) for name, said in asdict(self.wanted).items() if said and name != "q"]

    @property
    def before(self) -> str:
        return self._page_address(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def after(self) -> str:
        return self._page_address(self.page.next_page_number()) if self.page.has_next() else ""

    def _page_address(self, number: int) -> str:
        address = self.wanted.address()
        return f"{address}{'&' if '?' in address else '?'}page={number}"

    @cached_property
    def _there_are(self) -> tuple[list[str], list[str], list[str]]:
        """Providers, modalities and families, in one question."""
        rows = AIModel.objects.order_by().values_list("provider", "modality", "family").distinct()
        columns = list(zip(*rows, strict=True)) or [(), (), ()]
        providers, modalities, families = (sorted(set(filter(None, column))) for column in columns)
        return providers, modalities, families

    def _menu(self, name: str, label: str, values: Iterable[str], word: Callable[[str], str]) -> Menu:
        chosen = getattr(self.wanted, name)
        every = Choice(_("All"), self.wanted.address(**{name: ""}), chosen=not chosen)
        offered = [
            Choice(word(value), self.wanted.address(**{name: value}), chosen=value == chosen)
            for value in values
        ]
        now = next((choice.word for choice in offered if choice.chosen), chosen)
        return Menu(label, now, bool(chosen), [every, *offered])


def modality_words(modality: str) -> str:
    """ "text-to-image" → "Text to image"."""
    return modality.replace("-", " ").capitalize()
