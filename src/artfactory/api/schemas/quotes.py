from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from artfactory.api.schemas.base import Answer, Money
from artfactory.orders.costing import Costs
from artfactory.orders.planned import Planned
from artfactory.orders.quoting import Quote, QuoteLine
from artfactory.orders.reuse import Reuse
from artfactory.prompts import Diagnostic


class Cost(Answer):
    amount: str | None
    currency: str | None
    basis: Literal["exact", "estimate", "unknown"]
    priced_at: date | None


class QuoteLineAnswer(Answer):
    model: str
    count: int
    products: int
    cost: list[Cost]
    notes: list[str] = Field(description="what this model cannot take")
    cost_note: str | None = Field(None, description="why nobody knows what it costs")


class SampleAnswer(Answer):
    model: str
    prompt: str
    negative: str
    parameters: dict[str, Any] = Field(description="as they will be sent, with native names")
    slots: dict[str, str]
    seed: str


class DiagnosticAnswer(Answer):
    severity: str
    code: str
    field: str
    pos: int
    end: int
    message: str
    fix: dict[str, Any] | None


class QuoteAnswer(Answer):
    count: int = Field(description="Generations")
    whole: int = Field(description="size of the whole space, however much of it is ordered")
    products: int = Field(description="files to expect")
    seed: str = Field(description="order with this one to get exactly what was quoted")
    lines: list[QuoteLineAnswer]
    cost: list[Cost] = Field(description="by currency; what nobody knows comes last, without an amount")
    sample: list[SampleAnswer] = Field(description="the first 20")
    diagnostics: list[DiagnosticAnswer]
    reusable: int = Field(description="how many of them exist already; `skip_existing` leaves them out")
    saving: list[Cost] = Field(description="by currency: what leaving them out saves")


def described(quote: Quote) -> QuoteAnswer:
    reuse = Reuse.of(quote)
    return QuoteAnswer(
        count=quote.count,
        whole=quote.whole,
        products=quote.products,
        seed=str(quote.seed),
        lines=[_line(line) for line in quote.lines],
        cost=[_cost(costs) for costs in quote.costs],
        sample=[_sample(planned) for planned in quote.sample()],
        diagnostics=[_diagnostic(found) for found in quote.diagnostics],
        reusable=reuse.count,
        saving=[_cost(costs) for costs in reuse.savings],
    )


def _line(line: QuoteLine) -> QuoteLineAnswer:
    return QuoteLineAnswer(
        model=line.ai_model.address,
        count=line.count,
        products=line.products,
        cost=[_cost(line.costs)],
        notes=list(line.notes),
        **({"cost_note": line.why_unknown} if line.why_unknown else {}),
    )


def _cost(costs: Costs) -> Cost:
    if costs.amount is None:
        return Cost(amount=None, currency=None, basis="unknown", priced_at=None)
    money = Money.of(costs.amount, costs.currency)
    basis: Literal["exact", "estimate"] = "exact" if costs.basis == "exact" else "estimate"
    return Cost(amount=money.amount, currency=money.currency, basis=basis, priced_at=costs.priced_at)


def _sample(planned: Planned) -> SampleAnswer:
    return SampleAnswer(
        model=planned.ai_model.address,
        prompt=planned.prompt,
        negative=planned.negative,
        parameters=planned.request,
        slots=planned.slots,
        seed=planned.seed,
    )


def _diagnostic(found: Diagnostic) -> DiagnosticAnswer:
    return DiagnosticAnswer(
        severity=found.severity,
        code=found.code,
        field=found.field,
        pos=found.pos,
        end=found.end,
        message=found.message,
        fix=found.fix,
    )
