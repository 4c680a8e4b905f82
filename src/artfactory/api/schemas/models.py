from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import Field

from artfactory.api.paging import Listing, Paging
from artfactory.api.schemas.base import Answer, Body, Money
from artfactory.catalog.mapping import Mapping
from artfactory.catalog.models import AIModel, Refresh
from artfactory.catalog.prices import UNITS, Listed


class ModelFilters(Paging):
    provider: str | None = Field(None, max_length=60)
    modality: str | None = Field(None, max_length=40, examples=["text-to-image"])
    family: str | None = Field(None, max_length=80)
    q: str | None = Field(None, max_length=200, description="words of its name, family or id")
    favorite: bool | None = None


class OwnModelBody(Body):
    named: str = Field(
        max_length=2_000,
        description="its id, or the address of its page",
        examples=["deployments/acme/foxes"],
    )
    provider: str | None = Field(None, max_length=60, description="needed where the id may be one of several")


class PriceAnswer(Answer):
    amount: str
    currency: str
    unit: str
    basis: str
    priced_at: date | None
    own: bool = Field(description="entered by a person; it wins over what the Provider lists")


class PriceBody(Body):
    amount: str = Field(max_length=40, examples=["0.0250"])
    currency: str = Field(max_length=8, examples=["USD"])
    unit: str = Field(max_length=40, examples=list(UNITS))


class ModelAnswer(Answer):
    id: str = Field(examples=["workshop:painter"])
    provider: str
    name: str
    family: str
    modality: str
    favorite: bool
    available: bool
    added: bool = Field(description="a person added it")
    undescribed: bool = Field(description="nobody has told its parameters yet")
    price: PriceAnswer | None = None


class WholeModelAnswer(ModelAnswer):
    parameters: dict[str, Any] = Field(
        description="JSON Schema (draft 2020-12) with x-order, x-advanced, x-expands and x-native"
    )
    listed_price: PriceAnswer | None = Field(None, description="the Provider's, where one's own wins over it")
    lacks: list[str] = Field(description="canonical parameters that models of its kind have and it has not")
    losses: dict[str, str] = Field(description="what it takes of a parameter only in part, in words")


def described(ai_model: AIModel) -> ModelAnswer:
    return ModelAnswer(**_facts(ai_model))


def described_whole(ai_model: AIModel) -> WholeModelAnswer:
    mapping = Mapping.of(ai_model)
    return WholeModelAnswer(
        **_facts(ai_model),
        **_beaten(ai_model),
        parameters=ai_model.parameters,
        lacks=[each.name for each in mapping.lacks],
        losses={row.name: row.loss for row in mapping.rows if row.loss},
    )


def _facts(ai_model: AIModel) -> dict[str, Any]:
    return {
        "id": ai_model.address,
        "provider": ai_model.provider,
        "name": ai_model.name,
        "family": ai_model.family,
        "modality": ai_model.modality,
        "favorite": ai_model.favorite,
        "available": ai_model.available,
        "added": ai_model.is_own,
        "undescribed": ai_model.undescribed,
        **_price(ai_model),
    }


def _price(ai_model: AIModel) -> dict[str, Any]:
    """Left out where nobody named one."""
    return {"price": _listed(ai_model.price)} if ai_model.price else {}


def _beaten(ai_model: AIModel) -> dict[str, Any]:
    """What the Provider lists, where another price wins over it."""
    listed = ai_model.listed_price
    is_beaten = listed and ai_model.price and ai_model.price.is_own
    return {"listed_price": _listed(listed)} if listed and is_beaten else {}


def _listed(price: Listed) -> PriceAnswer:
    money = Money.of(price.amount, price.currency)
    return PriceAnswer(
        amount=money.amount,
        currency=money.currency,
        unit=price.unit,
        basis=price.basis,
        priced_at=price.priced_at,
        own=price.is_own,
    )


class RefreshAnswer(Answer):
    provider: str
    started_at: datetime
    finished_at: datetime | None = Field(description="null while it is under way")
    total: int | None = Field(description="models to ask for; null where nobody says how many there are")
    read: int
    unread: int = Field(description="described in a way that is not known: they keep the form they had")
    came: int
    went: int = Field(description="no longer offered; they can be read still")
    problem: str = Field("", description="why it ended early; nothing was removed then")


def refreshed(rows: Sequence[Refresh]) -> Listing[RefreshAnswer]:
    items = [_refresh(row) for row in rows]
    return Listing[RefreshAnswer](items=items, next_cursor=None, total=len(items))


def _refresh(row: Refresh) -> RefreshAnswer:
    return RefreshAnswer(
        provider=row.provider,
        started_at=row.started_at,
        finished_at=row.finished_at,
        total=row.total,
        read=row.read,
        unread=row.unread,
        came=row.came,
        went=row.went,
        problem=row.problem,
    )
