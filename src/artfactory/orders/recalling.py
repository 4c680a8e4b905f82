"""Recalling which words of a Generation came from which slot: its Order is expanded once more, as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.orders.models import Generation, Order, OrderLine
from artfactory.orders.picking import picked
from artfactory.orders.requests import MOST_GENERATIONS
from artfactory.prompts import Item, PromptError, expand


def recall(generation: Generation) -> Item | None:
    """The item that it was planned from; None where the expansion says anything else now."""
    try:
        item = _found(generation)
    except PromptError:
        return None
    is_it = item is not None and (item.prompt, item.slots) == (generation.prompt, generation.slots)
    return item if is_it else None


def _found(generation: Generation) -> Item | None:
    order, left = generation.order, generation.number
    lines = list(order.lines.select_related("ai_model"))
    for line in lines:
        if left < line.planned:
            return next(islice(_items(order, line, lines), left // order.copies, None), None)
        left -= line.planned
    return None


def _items(order: Order, line: OrderLine, lines: Sequence[OrderLine]) -> Iterator[Item]:
    """Limits of a request are not kept: they only leave out what comes after the items that were made."""
    parameters = Parameters(line.ai_model.parameters)
    policies = {each.ai_model.unknown_tokens for each in lines}
    expansion = expand(
        order.prompt,
        negative=order.negative,
        params=parameters.known(order.parameters),
        lookups=order.lookups,
        seed=int(order.seed),
        unknown="keep" if AIModel.UnknownTokens.KEEP in policies else "strip",
        literal_params=parameters.literal(),
        max_items=MOST_GENERATIONS,
        max_rows=MOST_GENERATIONS,
    )
    return picked(expansion, order.picked) if order.picked else iter(expansion)
