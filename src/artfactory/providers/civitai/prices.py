"""What a run of each model costs with its form as it opens: an estimate, for which nothing is paid."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from artfactory.providers.base import Estimate, Job, Offer, Price
from artfactory.providers.errors import Blocked, Gone, Misread, NoCredit, Rejected

AT_ONCE = 4
SAMPLES: Mapping[str, Any] = {"prompt": "a red fox in the snow", "seed": 1}

Ask = Callable[[Job], Awaitable[Estimate]]


async def asked(offers: Sequence[Offer], *, estimate: Ask, day: str) -> Mapping[str, Price]:
    """Those that can be told without a file, by native ids."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(offer: Offer) -> Price | None:
        async with gate:
            return await _price(offer, estimate=estimate, day=day)

    found = await asyncio.gather(*map(one, offers))
    return {offer.model: price for offer, price in zip(offers, found, strict=True) if price}


async def _price(offer: Offer, *, estimate: Ask, day: str) -> Price | None:
    properties, required = offer.parameters["properties"], set(offer.parameters["required"])
    if not required <= SAMPLES.keys():
        return None
    named = {properties[name].get("x-native", name): SAMPLES[name] for name in required}
    try:
        told = await estimate(Job(uuid4().hex, offer.model, named))
    except (Rejected, Blocked, Gone, Misread, NoCredit):
        return None  # nothing is known of this one; the others are asked all the same
    unit = "image" if "num_outputs" in properties else "run"
    return Price(told.cost, unit, priced_on=day) if told.cost else None
