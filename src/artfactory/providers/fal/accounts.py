"""Trying the key: one cheap question about the account."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from artfactory.providers.base import Credit, Money
from artfactory.providers.errors import NoCredit
from artfactory.providers.fal import refusals
from artfactory.providers.http import Client


async def credit(client: Client, *, api: str) -> Credit:
    """Only an administrator's key may see the balance; any other good key is told that it may not (403)."""
    params = {"expand": "credits"}
    answer = await client.ask("GET", f"{api}/v1/account/billing", params=params)
    if answer.status == 403 and not refusals.is_locked(answer):
        return Credit()
    if answer.status != 200:
        raise refusals.of_platform(answer)
    left = _left(answer.object(of="fal.ai").get("credits"))
    if left is not None and left.amount <= 0:
        raise NoCredit("Nothing is left to pay with at fal.ai.", details=answer.text)
    return Credit(left)


def _left(credits: Any) -> Money | None:
    try:
        return Money(Decimal(str(credits["current_balance"])), str(credits.get("currency", "USD")))
    except (TypeError, KeyError, AttributeError, InvalidOperation):
        return None
