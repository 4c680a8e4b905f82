from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from artfactory.accounts.models import ProviderAccount
from artfactory.api import tallies
from artfactory.api.schemas.base import Answer, Body, Money, OneOf

Standing = Annotated[str, OneOf([*ProviderAccount.State.values, "paused"])]


class KeyBody(Body):
    key: str = Field(
        description="write-only: no answer ever carries it", json_schema_extra={"writeOnly": True}
    )


class Limits(Answer):
    in_flight: int
    per_minute: int | None


class Learned(Answer):
    """Slower than the limits, because the Provider said so."""

    in_flight: int | None
    per_minute: int | None
    since: datetime | None = Field(description="when that pace was told or last raised")


class AllowanceLeft(Answer):
    """So few requests that production goes by them."""

    left: int
    until: datetime = Field(description="when it starts anew")


class CreditLeft(Money):
    told_at: datetime = Field(description="it may be less by now")


class ProviderAnswer(Answer):
    name: str
    label: str
    state: Standing
    advice: str
    key_ends: str | None = Field(description="the last four characters of its key; never more")
    limits: Limits
    learned: Learned | None = None
    allowance: AllowanceLeft | None = None
    credit: CreditLeft | None = None
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
            key_ends=account.key_ends or None,
            limits=Limits(in_flight=account.in_flight_limit, per_minute=account.per_minute_limit),
            in_flight=in_flight.get(account.provider, 0),
            spent=spent.get(account.provider, []),
            **_where_there_is_one(account),
        )
        for account in accounts
    ]


def _where_there_is_one(account: ProviderAccount) -> dict[str, Any]:
    said: dict[str, Any] = {"waiting_until": account.waiting_until}
    if account.has_learned:
        said["learned"] = Learned(
            in_flight=account.learned_in_flight,
            per_minute=account.learned_per_minute,
            since=account.learned_at,
        )
    if account.allowance_left is not None and account.allowance_until is not None:
        said["allowance"] = AllowanceLeft(left=account.allowance_left, until=account.allowance_until)
    if account.credit_amount is not None and account.credit_told_at is not None:
        left = Money.of(account.credit_amount, account.credit_currency)
        said["credit"] = CreditLeft(**left.model_dump(), told_at=account.credit_told_at)
    return {name: value for name, value in said.items() if value}
