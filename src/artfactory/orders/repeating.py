"""Repeating: one Generation ordered once more, the same request or one that differs by its seed alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from artfactory.catalog.parameters import Field, Parameters
from artfactory.orders.models import Generation
from artfactory.orders.requests import OrderRefused, OrderRequest, Sent
from artfactory.orders.seeds import model_seed
from artfactory.prompts import list_item, plain

ALONE = (0, 0, 0, 0)  # the place of the only item


class Seeds(StrEnum):
    SAME = "same"
    NEW = "new"


def request_again(generation: Generation, *, seeds: Seeds, order_seed: int) -> OrderRequest:
    """What was typed, drawn and looked up then stands for itself now, so that it is one Generation.

    `order_seed` is what a new seed is drawn from. Raises OrderRefused where the model takes no seed.
    """
    sent = Sent(generation.parameters, generation.request, generation.seed)
    if seeds == Seeds.NEW:
        sent = _reseeded(generation, order_seed=order_seed)
    return OrderRequest(
        models=(generation.ai_model.address,),
        prompt=plain(generation.prompt),
        negative=plain(generation.negative),
        parameters=literally(sent.parameters, Parameters(generation.ai_model.parameters)),
        seed=str(order_seed) if seeds == Seeds.NEW else generation.order.seed,
        send_anyway=tuple(generation.order.send_anyway),
        sent=sent,
    )


def literally(values: Mapping[str, Any], parameters: Parameters) -> dict[str, Any]:
    """Values that were sent, as they are typed so that they are sent again: `8\\, 10` is one text."""
    return {name: _literal(parameters.field(name), value) for name, value in values.items()}


def takes_seed(generation: Generation) -> bool:
    return Parameters(generation.ai_model.parameters).seed_limit() is not None


def _literal(field: Field | None, value: Any) -> Any:
    is_list = isinstance(value, str) and field is not None and field.expands
    return list_item(value) if is_list else value


def _reseeded(generation: Generation, *, order_seed: int) -> Sent:
    parameters = Parameters(generation.ai_model.parameters)
    limit = parameters.seed_limit()
    if limit is None:
        message = _("%(model)s takes no seed, so there is none to change. Order the same again.")
        raise OrderRefused.because(("seed",), "no_seed", message % {"model": generation.ai_model.name})
    seed = model_seed(order_seed, ALONE, copy=0, given=None, limit=limit)
    if str(seed) == generation.seed:
        seed = (seed + 1) % limit
    values = generation.parameters | {"seed": seed}
    return Sent(values, _put(generation.request, parameters.fields["seed"].native, seed), str(seed))


def _put(request: Mapping[str, Any], native: str, value: int) -> dict[str, Any]:
    whole, _slash, part = native.partition("/")
    return {**request, whole: {**request.get(whole, {}), part: value} if part else value}
