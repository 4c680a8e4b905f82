"""Agreeing: the cost is shown before an Order is placed; if it is more by then, a person is asked again."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from artfactory.orders.costing import Costs
from artfactory.orders.requests import Flaw
from artfactory.web.templatetags.money import money

NOTHING = "nothing"  # shown that nobody knows


def shown_costs(costs: Iterable[Costs]) -> str:
    """As the form sends it along: "USD 0.12,BUZZ 5"."""
    known = [f"{each.currency} {each.amount}" for each in costs if each.amount is not None]
    return ",".join(known) or NOTHING


def dearer(shown: str, costs: Iterable[Costs]) -> Flaw | None:
    """Why it has to be asked again; None where it costs what was shown, or less."""
    agreed = _read(shown)
    for each in costs:
        before = agreed.get(each.currency)
        if each.amount and (before is None or each.amount > before):
            now = {"now": money(each.amount, each.currency)}
            text = _("It costs %(now)s; before, nobody knew. Order again if that is fine.")
            if before is not None:
                now["before"] = money(before, each.currency)
                text = _("It now costs %(now)s instead of %(before)s. Order again if that is fine.")
            return Flaw(("cost",), "dearer", text % now)
    return None


def _read(shown: str) -> dict[str, Decimal]:
    found = {}
    for part in shown[:1000].split(","):
        currency, _space, amount = part.partition(" ")
        try:
            found[currency] = Decimal(amount)
        except InvalidOperation:
            continue
    return {currency: amount for currency, amount in found.items() if amount.is_finite()}
