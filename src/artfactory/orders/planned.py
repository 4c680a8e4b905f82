"""One Generation to be, before anything is recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.orders.requests import Sent
from artfactory.orders.seeds import model_seed
from artfactory.orders.values import typed
from artfactory.prompts import Item


@dataclass(frozen=True)
class Planned:
    """One Generation to be: everything that will be sent, resolved."""

    ai_model: AIModel
    copy: int
    prompt: str
    negative: str
    parameters: dict[str, Any]  # canonical names, typed values
    request: dict[str, Any]  # native names, as it will be sent
    slots: dict[str, str]
    seed: str  # empty where the model takes none

    def exactly(self, sent: Sent) -> Planned:
        """What a model's form has become since cannot make another request of it."""
        parameters, request = dict(sent.parameters), dict(sent.request)
        return replace(self, parameters=parameters, request=request, seed=sent.seed)


def plan(ai_model: AIModel, item: Item, *, copy: int, order_seed: int, parameters: Parameters) -> Planned:
    """`parameters` are the model's, read once for thousands: reading them takes the longest."""
    values = typed(parameters, item)
    limit = parameters.seed_limit()
    if limit:
        values["seed"] = model_seed(order_seed, item.place, copy=copy, given=values.get("seed"), limit=limit)
    return Planned(
        ai_model=ai_model,
        copy=copy,
        prompt=item.prompt,
        negative=item.negative if parameters.takes_negative else "",
        parameters=values,
        request=parameters.native(prompt=item.prompt, negative=item.negative, values=values),
        slots=dict(item.slots),
        seed=str(values.get("seed", "")),
    )
