"""`artfactory models`: the catalogue."""

from __future__ import annotations

import sys

from django.db.models import QuerySet

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.cli.answers import print_json, print_rows
from artfactory.cli.language import _
from artfactory.cli.library import make_ready
from artfactory.cli.mishaps import Refused


def list_models(*, provider: str | None, refresh: bool, as_json: bool) -> int:
    if refresh:
        make_ready(afresh=True)
        _ask_for_prices()
    found = _found(provider)
    if as_json:
        _print_json(found)
    else:
        print_rows([(each.address, each.modality, each.family, each.name, _priced(each)) for each in found])
    return 0


def _ask_for_prices() -> None:
    from artfactory.engine.pricing import refresh_prices  # late: it asks over the network

    for words in refresh_prices():
        print(words, file=sys.stderr)


def _priced(ai_model: AIModel) -> str:
    """ "$0.003 per picture, estimate, from 2026-11-22"; empty where nobody named a price."""
    price = ai_model.price
    return ", ".join(filter(None, [price.words, price.age])) if price else ""


def _found(provider: str | None) -> QuerySet[AIModel]:
    every = AIModel.objects.order_by("provider", "native_id")
    if provider is None:
        return every
    if not ProviderAccount.objects.filter(provider=provider).exists():
        known = ", ".join(ProviderAccount.objects.values_list("provider", flat=True))
        text = _("There is no Provider {name}. Known: {known}.")
        raise Refused(text.format(name=provider, known=known))
    return every.filter(provider=provider)


def _print_json(found: QuerySet[AIModel]) -> None:
    from artfactory.api.paging import Listing  # late: the API takes a while, and only JSON needs it
    from artfactory.api.schemas.models import ModelAnswer, described

    items = [described(each) for each in found]
    print_json(Listing[ModelAnswer](items=items, next_cursor=None, total=len(items)))
