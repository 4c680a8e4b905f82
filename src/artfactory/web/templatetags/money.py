"""Money in words: an amount with the sign or the name of its currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def money(amount: Decimal, currency: str) -> str:
    """0.003 USD → "$0.003", 12 BUZZ → "12 Buzz": two places at least, six at most, where there are cents."""
    if currency == "BUZZ":
        return _("%(n)s Buzz") % {"n": _trimmed(amount, least=0)}
    number = _trimmed(amount, least=2)
    return f"{SIGNS[currency]}{number}" if currency in SIGNS else f"{number} {currency}"


@register.filter
def as_money(thing: Any) -> str:
    """Of anything with an amount and a currency; empty where there is no amount."""
    amount = getattr(thing, "amount", None)
    return "" if amount is None else money(amount, thing.currency)


@register.filter
def in_currency(amount: Decimal, currency: str) -> str:
    return money(amount, currency)


@register.filter
def signed(amount: Decimal, currency: str) -> str:
    """+$0.02 or −$0.02."""
    return f"{'−' if amount < 0 else '+'}{money(abs(amount), currency)}"


@register.filter
def more_or_less(amount: Decimal, currency: str) -> str:
    """Of a difference: "$0.02 more"."""
    said = {"amount": money(abs(amount), currency)}
    return (_("%(amount)s less") if amount < 0 else _("%(amount)s more")) % said


def _trimmed(amount: Decimal, *, least: int) -> str:
    """Small amounts keep their places, large ones are rounded to what is read."""
    places = 6 if abs(amount) < 1 else max(least, 2)
    whole, _point, rest = f"{amount:,.{places}f}".partition(".")
    rest = rest.rstrip("0").ljust(least, "0")
    return f"{whole}.{rest}" if rest else whole
