from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from artfactory.accounts.models import ProviderAccount
from artfactory.api import tallies
from artfactory.api.schemas.base import Answer, Money, OneOf

Standing = Annotated[str, OneOf([*ProviderAccount.State.values, "paused"])]


class Limits(Answer):
    in_flight: int
    per_minute: int | None


class ProviderAnswer(Answer):
    name: str
    label: str
    state: Standing
    advice: str
    key_ends: str | None = Field(description="the last four characters of its key; never more")
    limits: Limits
    in_flight: int
    waiting_until: datetime | None = None
    spent: list[Money]


def described(accounts: Sequence[ProviderAccount]) -> list[ProviderAnswer]:
    in_flight, spent = tallies.in_flight_by_providers(), tallies.spent_by_providers()
    return [
        ProviderAnswer(
            name=account.provider,
            label=account.label,
            state=account.standing,
            advice=account.advice,
            key_ends=None,
            limits=Limits(in_flight=account.in_flight_limit, per_minute=account.per_minute_limit),
            in_flight=in_flight.get(account.provider, 0),
            spent=spent.get(account.provider, []),
            **_wait(account),
        )
        for account in accounts
    ]


def _wait(account: ProviderAccount) -> dict[str, Any]:
    return {"waiting_until": account.waiting_until} if account.waiting_until else {}
