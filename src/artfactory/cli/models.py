"""`artfactory models`: the catalogue."""

from __future__ import annotations

import sys

from django.db.models import QuerySet

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel, Refresh
from artfactory.cli.answers import print_json, print_rows
from artfactory.cli.language import _
from artfactory.cli.library import make_ready
from artfactory.cli.mishaps import Refused


def list_models(*, provider: str | None, refresh: bool, as_json: bool) -> int:
    if refresh:
        make_ready(afresh=True)
        _refresh(provider)
    found = _found(provider)
    if as_json:
        _print_json(found)
    else:
        print_rows([(each.address, each.modality, each.family, each.name, _priced(each)) for each in found])
    return 0


def add_model(named: str, *, provider: str | None, as_json: bool) -> int:
    """Its Provider is asked for its parameters; without an answer it takes a prompt alone."""
    from artfactory.engine.own_models import NotAdded, add  # late: it asks over the network

    try:
        added = add(named, provider=provider or "")
    except NotAdded as refusal:
        raise Refused(str(refusal)) from None
    print(added.understood.words, file=sys.stderr)
    if added.why_plain:
        print(added.why_plain, file=sys.stderr)
    if as_json:
        _print_one(added.ai_model)
    else:
        print(added.ai_model.address)
    return 0


def _print_one(ai_model: AIModel) -> None:
    from artfactory.api.schemas.models import described_whole  # late: the API takes a while

    print_json(described_whole(ai_model))


def _refresh(provider: str | None) -> None:
    """One Provider after the other, each told when it is through."""
    from django.utils import timezone

    from artfactory.engine.refreshing import Refreshing, asked  # late: it asks over the network

    for name in asked():
        if provider in (None, name):
            row = Refresh.begin(name, at=timezone.now())
            Refreshing(row).run()
            print(_told(row), file=sys.stderr)


def _told(row: Refresh) -> str:
    if row.problem and not row.read:
        return row.problem
    text = _("{provider}: {read} read, {came} new, {went} no longer offered.")
    words = text.format(provider=row.provider, read=row.read, came=row.came, went=row.went)
    return " ".join(filter(None, [words, row.problem]))


def _priced(ai_model: AIModel) -> str:
    """ "$0.003 per picture, estimate, from 2026-11-22"; empty where nobody named a price."""
    price = ai_model.price
    return ", ".join(filter(None, [price.words, price.age])) if price else ""


def _found(provider: str | None) -> QuerySet[AIModel]:
    every = AIModel.objects.shown().order_by("provider", "native_id")
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
