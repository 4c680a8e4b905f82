"""Prices of AIModels: what one unit costs, who says so, and how old that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.web.templatetags.money import money

PER_IMAGE, PER_MEGAPIXEL, PER_SECOND, PER_RUN = "image", "megapixel", "second", "run"
PER_1000_CHARACTERS = "1000 characters"
UNITS = (PER_IMAGE, PER_MEGAPIXEL, PER_SECOND, PER_1000_CHARACTERS, PER_RUN)  # to choose from
DEAREST = Decimal(1_000_000)

_MEASURE = re.compile(r"(?:per )?(?:(?P<many>\d[\d,.]*)(?P<scale>[km]?) ?)?(?P<thing>[a-z]+)")
_UNIT_WORDS = {
    PER_IMAGE: gettext_lazy("picture"),
    PER_MEGAPIXEL: gettext_lazy("megapixel"),
    PER_SECOND: gettext_lazy("second"),
    PER_1000_CHARACTERS: gettext_lazy("1,000 characters"),
    PER_RUN: gettext_lazy("run"),
}
_SCALES = {"": 1, "k": 1_000, "m": 1_000_000}
_SAME = {"picture": "image", "file": "image", "video": "image", "audio": "image"}  # one Product each
_SAME |= dict.fromkeys(("request", "generation", "call"), "run")
_CURRENCY = re.compile(r"[A-Z]{3,8}")


@dataclass(frozen=True)
class Listed:
    """The price that counts: one's own where there is one, else the Provider's."""

    amount: Decimal
    currency: str  # ISO code, or BUZZ
    unit: str  # as the Provider words it
    basis: str  # exact or estimate
    priced_at: date | None
    is_own: bool = False

    @property
    def is_free(self) -> bool:
        return self.amount == 0

    @property
    def words(self) -> str:
        """ "$0.003 per picture"."""
        if self.is_free:
            return _("free")
        facts = {"price": money(self.amount, self.currency), "unit": unit_word(self.unit)}
        return _("%(price)s per %(unit)s") % facts

    @property
    def age(self) -> str:
        """Whose word it is, and from when."""
        day = {"day": self.priced_at}
        if self.is_own:
            return _("your own, from %(day)s") % day
        if self.basis == "exact":
            exact = "" if self.is_free else _("exact")
            return exact if self.priced_at is None else _("exact, from %(day)s") % day
        return _("estimate") if self.priced_at is None else _("estimate, from %(day)s") % day


@dataclass(frozen=True)
class Measure:
    """What a unit counts: "1000 characters" is a thousand of the thing "character"."""

    count: Decimal
    thing: str  # image, megapixel, second, minute, character or run

    @classmethod
    def read(cls, unit: str) -> Measure | None:
        """None for a unit that says nothing about one request: "compute second", "GPU", "token"."""
        found = _MEASURE.fullmatch(unit.strip().lower())
        thing = found["thing"].removesuffix("s") if found else ""
        thing = _SAME.get(thing, thing)
        if found is None or thing not in {"image", "megapixel", "second", "minute", "character", "run"}:
            return None
        try:
            count = Decimal((found["many"] or "1").replace(",", "")) * _SCALES[found["scale"] or ""]
        except InvalidOperation:
            return None
        return cls(count, thing) if count > 0 else None


def unit_word(unit: str) -> str:
    """As people say it; a unit that we do not know in the Provider's own word."""
    return str(_UNIT_WORDS.get(unit, unit))


class PriceRefused(ValueError):
    """Why it can be no price, in words for people. `field` says which part: amount, currency or unit."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class OwnPrice:
    """A price as a person names it."""

    amount: Decimal
    currency: str
    unit: str

    @classmethod
    def read(cls, *, amount: str, currency: str, unit: str) -> OwnPrice:
        """Raises PriceRefused."""
        code = currency.strip().upper()
        if not _CURRENCY.fullmatch(code):
            raise PriceRefused("currency", _("A currency is a code such as USD, EUR or BUZZ."))
        if Measure.read(unit) is None:
            raise PriceRefused("unit", _("Choose what the price is for."))
        return cls(_amount(amount), code, unit.strip().lower()[:40])


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.strip()) if len(text) <= 40 else Decimal("NaN")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise PriceRefused("amount", _("A price is a number such as 0.025."))
    if not 0 <= amount <= DEAREST:
        raise PriceRefused("amount", _("A price lies between 0 and 1,000,000."))
    if amount != round(amount, 6):
        raise PriceRefused("amount", _("A price has at most six places after the point."))
    return round(amount, 6)
