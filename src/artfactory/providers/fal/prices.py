"""List prices of fal.ai: asked once an hour for each model, packed ones otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from artfactory.providers.base import Money, Price
from artfactory.providers.errors import ProviderError
from artfactory.providers.fal import refusals
from artfactory.providers.fal.offers import list_price
from artfactory.providers.http import Client

FRESH = 3600.0  # seconds
AFTER_SILENCE = 300.0  # seconds until asking again, where there was no answer
PATIENCE = 10.0  # seconds: a finished picture does not wait longer for its price
AT_ONCE = 50  # models that one question may name


class Prices:
    def __init__(self, client: Client, *, api: str, clock: Callable[[], float]) -> None:
        self._client, self._address, self._clock = client, f"{api}/v1/models/pricing", clock
        self._known: dict[str, tuple[float, Price | None]] = {}  # until when it holds, and the price
        self._asking = asyncio.Lock()

    async def listed(self, models: Sequence[str]) -> Mapping[str, Price]:
        found: dict[str, Price] = {}
        for start in range(0, len(models), AT_ONCE):
            found |= await self._ask(models[start : start + AT_ONCE])
        return found

    async def unit(self, model: str) -> Price | None:
        """What one billable unit costs; never raises, since the work it belongs to is done."""
        async with self._asking:
            until, price = self._known.get(model, (0.0, None))
            if self._clock() >= until:
                until, price = await self._refreshed(model)
                self._known[model] = until, price
            return price

    async def _refreshed(self, model: str) -> tuple[float, Price | None]:
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._ask([model])
        except (ProviderError, TimeoutError):
            return self._clock() + AFTER_SILENCE, list_price(model)
        return self._clock() + FRESH, found.get(model) or list_price(model)

    async def _ask(self, models: Sequence[str]) -> dict[str, Price]:
        params = [("endpoint_id", model) for model in models]
        answer = await self._client.ask("GET", self._address, params=params)
        if answer.status == 404:  # it prices none of these
            return {}
        if answer.status != 200:
            raise refusals.of_platform(answer)
        listed = answer.object(of="fal.ai").get("prices")
        return dict(_prices(listed if isinstance(listed, list) else [], day=self._today()))

    def _today(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).date().isoformat()


def _prices(listed: list[Any], *, day: str) -> Iterator[tuple[str, Price]]:
    for each in listed:
        if isinstance(each, dict) and (amount := _amount(each.get("unit_price"))) is not None:
            money = Money(amount, str(each.get("currency", "USD")))
            yield str(each.get("endpoint_id")), Price(money, str(each.get("unit", "")), priced_on=day)


def _amount(said: Any) -> Decimal | None:
    try:
        amount = Decimal(str(said))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None
