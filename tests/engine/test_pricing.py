"""Prices asked of the Providers: kept in the catalogue, and nothing is lost where nobody answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from tests.engine.rehearsal import Rehearsal

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.engine.ask import Bridge
from artfactory.engine.pricing import refresh_prices
from artfactory.providers.base import Money, Price
from artfactory.providers.errors import Unavailable

DAY = "2026-11-26"


class Dealer(Rehearsal):
    """Knows one price, or does not answer."""

    def __init__(self, *, answers: bool = True) -> None:
        super().__init__()
        self.answers = answers

    async def prices(self, models: Sequence[str]) -> Mapping[str, Price]:
        if not self.answers:
            raise Unavailable("Dealer cannot be reached.")
        return {model: Price(Money(Decimal(7), "BUZZ"), "run", priced_on=DAY) for model in models}


@pytest.mark.parametrize("answers", [True, False])
def test_a_price_that_is_told_is_kept_and_one_that_is_not_is_no_loss(
    ink: AIModel, studio: ProviderAccount, answers: bool
) -> None:
    bridge = Bridge(lambda _name: Dealer(answers=answers))
    told = refresh_prices(put=bridge.ask)
    bridge.close()
    before, ink = ink.price, AIModel.objects.get(pk=ink.pk)
    if answers:
        assert told == []
        assert ink.price and (ink.price.amount, ink.price.currency, ink.price.unit) == (
            Decimal(7),
            "BUZZ",
            "run",
        )
    else:
        assert told == ["Dealer cannot be reached."]
        assert ink.price == before
