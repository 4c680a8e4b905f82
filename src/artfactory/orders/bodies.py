"""The body of an Order: a request as the API takes it, to be kept and read again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from artfactory.orders.costing import Cost
from artfactory.orders.requests import OrderRequest


def request_of(body: Mapping[str, Any]) -> OrderRequest:
    """What a body stands for; it was looked at before."""
    limits = body.get("limits") or {}
    seed = body.get("seed")
    return OrderRequest(
        models=tuple(body.get("models", ())),
        prompt=body.get("prompt", ""),
        negative=body.get("negative", ""),
        parameters=body.get("parameters", {}),
        copies=body.get("copies", 1),
        seed=None if seed is None else str(seed),
        project=body.get("project"),
        title=body.get("title", ""),
        skip_existing=body.get("skip_existing", False),
        send_anyway=tuple(body.get("send_anyway", ())),
        max_cost=tuple(map(_cost, body.get("max_cost", ()))),
        prices={model: _cost(price) for model, price in body.get("prices", {}).items()},
        unpriced_ok=body.get("unpriced_ok", False),
        max_items=limits.get("items"),
        max_rows=limits.get("rows"),
    )


def _cost(money: Mapping[str, str]) -> Cost:
    return Cost(Decimal(money["amount"]), money["currency"])
