"""Caps: what a person names as the most that an Order may cost, and what nobody can price under one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.prices import OwnPrice, PriceRefused
from artfactory.orders.costing import Cost
from artfactory.orders.models.budget import Budget
from artfactory.orders.quoting import Quote, QuoteLine
from artfactory.orders.requests import Flaw, OrderRefused, OrderRequest
from artfactory.projects.models import Project

SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
_SAID = re.compile(r"([$€£]?) *([0-9.,]+) *([A-Za-z]{0,8})")


class CapRefused(ValueError):
    """Why it is no amount of money, in words for people."""


def read_caps(text: str, *, otherwise: str = "") -> tuple[Cost, ...]:
    """ "4.00USD", "$4", "4 USD + 500 Buzz". Raises CapRefused.

    `otherwise`: the currency where none is named.
    """
    parts = [part.strip() for part in re.split(r"[+;\n]", text) if part.strip()]
    costs = tuple(read_money(part, otherwise=otherwise) for part in parts)
    if len({each.currency for each in costs}) < len(costs):
        raise CapRefused(_("Name each currency once."))
    return costs


def read_money(text: str, *, otherwise: str = "") -> Cost:
    """Raises CapRefused."""
    found = _SAID.fullmatch(text.strip())
    if found is None:
        raise CapRefused(_("Say an amount and its currency, such as 4.00 USD."))
    sign, amount, code = found.groups()
    currency = code.upper() or SIGNS.get(sign, otherwise)
    if not currency:
        raise CapRefused(_("Say the currency too, such as 4.00 USD."))
    try:
        read = OwnPrice.read(amount=amount.replace(",", ""), currency=currency, unit="run")
    except PriceRefused as refused:
        raise CapRefused(str(refused)) from None
    return Cost(read.amount, read.currency)


def refuse_unpriced(request: OrderRequest, quoted: Quote, *, project: Project) -> None:
    """What nobody can price would pass a cap unseen: a person has to say that it may. Raises OrderRefused."""
    if request.unpriced_ok:
        return
    unpriced = list(_unpriced(request, quoted.lines, project=project))
    if unpriced:
        raise OrderRefused([_flaw(line) for line in unpriced])


def _unpriced(request: OrderRequest, lines: Iterable[QuoteLine], *, project: Project) -> Iterator[QuoteLine]:
    standing = list(Budget.objects.standing().stopping())
    named = {each.currency for each in request.max_cost}
    for line in lines:
        if line.costs.is_known or not line.count:
            continue
        ai_model = line.ai_model
        over = (each for each in standing if _covers(each, ai_model, project))
        capped = named | {each.currency for each in over}
        currency = _currency_of(ai_model)
        if currency in capped or (capped and not currency):
            yield line


def _covers(budget: Budget, ai_model: AIModel, project: Project) -> bool:
    return budget.covers(order=0, project=project.pk, provider=ai_model.provider)


def _currency_of(ai_model: AIModel) -> str:
    """In which it will be billed, as far as that can be told: that of other models there; empty: any."""
    if ai_model.price:
        return ai_model.price.currency
    others = AIModel.objects.filter(provider=ai_model.provider).exclude(price_currency="").order_by()
    currencies = list(others.values_list("price_currency", flat=True).distinct()[:2])
    return currencies[0] if len(currencies) == 1 else ""


def _flaw(line: QuoteLine) -> Flaw:
    message = _(
        "Nobody can say what %(model)s costs, and there is a cap. Name its price for one run, or say that it"
        " may go without."
    )
    return Flaw(("prices", line.ai_model.address), "price_unknown", message % {"model": line.ai_model.name})
