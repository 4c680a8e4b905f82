from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from artfactory.api import tallies
from artfactory.api.paging import Paging
from artfactory.api.schemas.base import Answer, Body, Caps, Later, Money, MoneySaid, OneOf
from artfactory.orders.bodies import request_of
from artfactory.orders.costing import together
from artfactory.orders.forecasting.facts import Forecast
from artfactory.orders.forecasting.reading import forecasts
from artfactory.orders.models import Order, OrderLine
from artfactory.orders.models.order import progress
from artfactory.orders.requests import OrderRequest
from artfactory.orders.reuse import MOST_NAMED

OrderStatus = Annotated[str, OneOf(Order.Status.values)]


class OrderLimits(Body):
    items: int | None = Field(None, ge=1, le=10_000, description="at most so many, in their order")
    rows: int | None = Field(None, ge=1, le=10_000, description="at most so many rows of each batch")


class OrderBody(Body):
    models: list[str] = Field(max_length=100, examples=[["workshop:painter"]])
    prompt: str = Field(examples=["a red fox in the snow"])
    negative: str = ""
    parameters: dict[str, Any] = Field(default_factory=dict, examples=[{"steps": "8, 10, 20"}])
    copies: int = Field(1, json_schema_extra={"minimum": 1, "maximum": 1000})
    seed: str | int | None = Field(None, description="of the whole Order; drawn where there is none")
    project: str | None = Field(None, max_length=120, description="its id, or a name, perhaps a new one")
    title: str = Field("", max_length=200)
    limits: OrderLimits | None = None
    max_cost: Caps = Field(
        default_factory=list,
        description="by currency: it runs as far as that reaches; the rest waits with the problem `budget`",
    )
    prices: dict[str, MoneySaid] = Field(
        default_factory=dict, description="of one run, by model: what a person says where nobody knows"
    )
    skip_existing: bool = Field(
        False,
        description="leave out what was made before by the same request, seed included, and lies there still;"
        " where that is all of it, nothing is ordered",
    )
    send_anyway: list[Annotated[str, Field(max_length=200)]] = Field(
        default_factory=list,
        max_length=200,
        description="parameters whose values are sent although the schema refuses them: it may be stale",
    )
    tags: Later = None
    unpriced_ok: bool = Field(
        False, description="what nobody can price may go, although there is a cap or a budget"
    )

    def request(self) -> OrderRequest:
        return request_of(self.model_dump())


class OrderFilters(Paging):
    project: str | None = None
    status: OrderStatus | None = None


class OrderPosition(Body):
    before: str | None = Field(description="the Order to be produced after this one; null: last of all")


class OrderLineAnswer(Answer):
    model: str
    count: int
    products: int
    notes: list[str]


class LeftOut(Answer):
    count: int = Field(description="Generations that exist already, and so were not ordered")
    generations: list[str] = Field(description="the earlier ones that stand for them; the first 100")


class OrderAnswer(Answer):
    id: str
    title: str
    status: OrderStatus
    project: str
    models: list[str]
    prompt: str
    negative: str
    parameters: dict[str, Any]
    copies: int
    seed: str
    lines: list[OrderLineAnswer]
    counts: dict[str, int]
    left_out: LeftOut
    send_anyway: list[str]
    max_cost: list[Money]
    quoted: list[Money]
    spent: list[Money]
    progress: float = Field(ge=0, le=1)
    eta: float | None = Field(
        None, ge=0, description="seconds until it will probably end, where that can be told"
    )
    eta_low: float | None = Field(
        None, ge=0, description="seconds; it ends between this and `eta_high` four times of five"
    )
    eta_high: float | None = Field(None, ge=0)
    paused_at: datetime | None
    created_at: datetime
    finished_at: datetime | None


def described(orders: Sequence[Order]) -> list[OrderAnswer]:
    """Needs `lines__ai_model` and `caps`; counts and sums for all of them at once."""
    keys = [order.pk for order in orders]
    counts, spent = tallies.states_of_orders(keys), tallies.spent_by_orders(keys)
    foretold = forecasts(orders)
    return [
        _described(each, counts.get(each.pk, {}), spent.get(each.pk, []), foretold.get(each.pk))
        for each in orders
    ]


def _described(
    order: Order, counts: dict[str, int], spent: list[Money], forecast: Forecast | None
) -> OrderAnswer:
    lines = [_line(line) for line in order.lines.all()]
    return OrderAnswer(
        id=str(order.pk),
        title=order.title,
        status=order.status,
        project=str(order.project_id),
        models=[line.model for line in lines],
        prompt=order.prompt,
        negative=order.negative,
        parameters=order.parameters,
        copies=order.copies,
        seed=order.seed,
        lines=lines,
        counts=counts,
        left_out=_left_out(order),
        send_anyway=order.send_anyway,
        max_cost=[Money.of(cap.amount, cap.currency) for cap in order.caps.all()],
        quoted=_quoted(order),
        spent=spent,
        progress=progress(counts),
        paused_at=order.paused_at,
        created_at=order.created_at,
        finished_at=order.finished_at,
        **_foretold(forecast),
    )


def _foretold(forecast: Forecast | None) -> dict[str, float]:
    if forecast is None:
        return {}
    seconds = {"eta": forecast.likely, "eta_low": forecast.low, "eta_high": forecast.high}
    return {name: round(value, 1) for name, value in seconds.items()}


def _left_out(order: Order) -> LeftOut:
    named = list(dict.fromkeys(map(str, order.left_out)))
    return LeftOut(count=len(order.left_out), generations=named[:MOST_NAMED])


def _quoted(order: Order) -> list[Money]:
    """A sum for each currency; what nobody knew is in none of them."""
    costs = together(line.quoted for line in order.lines.all())
    return [Money.of(each.amount, each.currency) for each in costs if each.amount is not None]


def _line(line: OrderLine) -> OrderLineAnswer:
    model = line.ai_model.address
    return OrderLineAnswer(model=model, count=line.count, products=line.products, notes=line.notes)
