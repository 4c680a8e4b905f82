"""The body of an Order: a request as the API takes it, to be kept and read again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from artfactory.orders.costing import Cost
from artfactory.orders.requests import OrderRequest

_KINDS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("models", "send_anyway", "max_cost"), list),
    **dict.fromkeys(("prompt", "negative", "project", "title"), str),
    **dict.fromkeys(("parameters", "limits", "prices"), dict),
    **dict.fromkeys(("skip_existing", "unpriced_ok"), bool),
    "copies": int,
    "seed": (str, int),
}


class BodyRefused(ValueError):
    """It is no body of an Order."""


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


def body_of(request: OrderRequest) -> dict[str, Any]:
    """What `request_of` reads as the same request; what is as usual is left out.

    Of prompts that were picked by number nothing is kept: the numbers are those of one moment.
    """
    limits = {"items": request.max_items, "rows": request.max_rows}
    said: dict[str, Any] = {
        "models": list(request.models),
        "prompt": request.prompt,
        "negative": request.negative,
        "parameters": dict(request.parameters),
        "copies": request.copies if request.copies != 1 else None,
        "seed": request.seed,
        "project": request.project,
        "title": request.title,
        "limits": {name: limit for name, limit in limits.items() if limit is not None},
        "skip_existing": request.skip_existing,
        "send_anyway": list(request.send_anyway),
        "max_cost": [_money(each) for each in request.max_cost],
        "prices": {model: _money(price) for model, price in request.prices.items()},
        "unpriced_ok": request.unpriced_ok,
    }
    return {name: value for name, value in said.items() if value or name in {"models", "prompt"}}


def check_body(body: Any) -> dict[str, Any]:
    """A body that came in a file. Raises BodyRefused where `request_of` could not read it."""
    if not isinstance(body, dict) or not body.keys() <= _KINDS.keys():
        raise BodyRefused
    if not all(isinstance(value, _KINDS[name]) for name, value in body.items()):
        raise BodyRefused
    limits, models = body.get("limits", {}), body.get("models", [])
    whole = {*body.get("limits", {})} <= {"items", "rows"} and all(
        isinstance(n, int) for n in limits.values()
    )
    if not whole or not all(isinstance(name, str) for name in [*models, *body.get("send_anyway", [])]):
        raise BodyRefused
    try:
        request_of(body)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise BodyRefused from error
    return body


def _money(cost: Cost) -> dict[str, str]:
    return {"amount": f"{cost.amount.normalize():f}", "currency": cost.currency}


def _cost(money: Mapping[str, str]) -> Cost:
    return Cost(Decimal(money["amount"]), money["currency"])
