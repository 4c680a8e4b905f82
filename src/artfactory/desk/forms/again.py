"""The form filled in as an Order once was, to order the same or something near it."""

from __future__ import annotations

import json
from typing import Any

from django.http import QueryDict

from artfactory.desk.forms.order import PARAMETER
from artfactory.desk.forms.sizes import OWN
from artfactory.orders.models import Order


def answers_of(order: Order) -> QueryDict:
    answers = QueryDict(mutable=True)
    answers.setlist("model", [line.ai_model.address for line in order.lines.select_related("ai_model")])
    answers["prompt"], answers["negative"] = order.prompt, order.negative
    answers["copies"], answers["order_seed"] = str(order.copies), order.seed
    for name, value in order.parameters.items():
        answers[PARAMETER + name] = _as_typed(value)
    if {"width", "height"} & order.parameters.keys():
        answers["size"] = OWN
    return answers


def answers_like(last: Order | None, *, otherwise: str) -> QueryDict:
    """An empty form with the models of the last Order, or with that one when there was none."""
    answers = QueryDict(mutable=True)
    lines = last.lines.select_related("ai_model") if last else ()
    answers.setlist("model", [line.ai_model.address for line in lines] or [otherwise])
    return answers


def _as_typed(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
