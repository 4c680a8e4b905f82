from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from artfactory.api.paging import Paging
from artfactory.api.schemas.base import Answer, Body, Money, OneOf
from artfactory.orders.models import Generation, Resolution
from artfactory.products.models import Product

GenerationStatus = Annotated[str, OneOf(Generation.Status.values)]


class ResolutionBody(Body):
    action: Annotated[str, OneOf(Resolution.values)]


class GenerationFilters(Paging):
    order: str | None = None
    status: GenerationStatus | None = None


class Trouble(Answer):
    code: str
    message: str
    advice: str = ""
    details: str = ""


class GenerationAnswer(Answer):
    id: str
    order: str
    number: int
    model: str
    status: GenerationStatus
    progress: float | None
    queue_position: int | None
    prompt: str
    negative: str
    parameters: dict[str, Any]
    seed: str
    returned: dict[str, Any]
    slots: dict[str, str]
    problem: Trouble | None = None
    problems: list[Any]
    cost: Money | None = None
    products: list[str]
    created_at: datetime
    submitted_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    cancel_requested_at: datetime | None = None


def described(generations: Sequence[Generation]) -> list[GenerationAnswer]:
    """Needs `ai_model`; asks once for the Products of all of them."""
    products = _products_of([generation.pk for generation in generations])
    return [_described(each, products.get(each.pk, [])) for each in generations]


def _described(generation: Generation, products: list[str]) -> GenerationAnswer:
    return GenerationAnswer(
        id=str(generation.pk),
        order=str(generation.order_id),
        number=generation.number,
        model=generation.ai_model.address,
        status=generation.status,
        progress=generation.progress,
        queue_position=generation.queue_position,
        prompt=generation.prompt,
        negative=generation.negative,
        parameters=generation.request,
        seed=generation.seed,
        returned=generation.returned,
        slots=generation.slots,
        problems=generation.problems,
        products=products,
        created_at=generation.created_at,
        submitted_at=generation.submitted_at,
        started_at=generation.started_at,
        finished_at=generation.finished_at,
        **_where_there_is_one(generation),
    )


def _where_there_is_one(generation: Generation) -> dict[str, Any]:
    said: dict[str, Any] = {"cancel_requested_at": generation.cancel_requested_at}
    said["problem"] = generation.problem and Trouble(**generation.problem)
    if generation.cost_amount is not None:
        said["cost"] = Money.of(generation.cost_amount, generation.cost_currency)
    return {name: value for name, value in said.items() if value is not None}


def _products_of(generations: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    made = Product.objects.visible().filter(generation__in=generations).order_by("number")
    for generation, product in made.values_list("generation", "pk"):
        found[generation].append(str(product))
    return found
