"""The form filled in as an Order once was, to order the same or something near it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.desk.forms.capping import CAP, GOES, PRICE, written
from artfactory.desk.forms.fields import PARAMETER
from artfactory.desk.forms.picks import digest
from artfactory.desk.forms.sizes import OWN
from artfactory.orders.models import Order
from artfactory.orders.picking import ranges
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project
from artfactory.prompts import PromptError, expand

LOOKED_BACK = 20  # Orders, to find the negative prompt used last


def answers_of(order: Order) -> QueryDict:
    models = [line.ai_model.address for line in order.lines.select_related("ai_model")]
    answers = _filled_in(models, order.prompt, order.negative, order.copies, order.parameters)
    answers.setlist("anyway", order.send_anyway)
    answers["order_seed"], answers[CAP] = order.seed, written(order.caps.all())
    if order.picked:
        answers["picked"], answers["picked_as"] = ranges(order.picked), _meant(order)
    else:
        answers["all"] = str(order.generations.count() + len(order.left_out))
    return answers


def answers_of_request(request: OrderRequest) -> QueryDict:
    """Of a template, or of one Generation whose words stand for themselves."""
    answers = _filled_in(request.models, request.prompt, request.negative, request.copies, request.parameters)
    if request.seed:
        answers["order_seed"] = answers["seed"] = request.seed
    answers.setlist("anyway", list(request.send_anyway))
    answers[CAP] = written(request.max_cost)
    answers.update({PRICE + model: written([price]) for model, price in request.prices.items()})
    if request.unpriced_ok:
        answers[GOES] = "on"
    if request.skip_existing:
        answers["skip_existing"] = "on"
    if request.max_items or request.max_rows:
        answers["all"] = str(request.max_items or request.max_rows)
    return answers


def _filled_in(
    models: Sequence[str], prompt: str, negative: str, copies: int, parameters: Mapping[str, Any]
) -> QueryDict:
    answers = QueryDict(mutable=True)
    answers.setlist("model", list(models))
    answers["prompt"], answers["negative"], answers["copies"] = prompt, negative, str(copies)
    for name, value in parameters.items():
        answers[PARAMETER + name] = _as_typed(value)
    if {"width", "height"} & parameters.keys():
        answers["size"] = OWN
    return answers


def answers_like(last: Order | None, *, otherwise: str) -> QueryDict:
    """An empty form with the models of the last Order, or with that one when there was none, and with what
    was not wanted lately.
    """
    answers = QueryDict(mutable=True)
    lines = last.lines.select_related("ai_model") if last else ()
    answers.setlist("model", [line.ai_model.address for line in lines] or [otherwise])
    answers["negative"] = _last_negative(last) if last else ""
    return answers


def usual_answers(project: Project) -> QueryDict:
    """An empty form as that Project opens it."""
    last = Order.objects.filter(project=project).newest().first()
    return answers_like(last, otherwise=_any_model())


def answers_with_words_of(order: Order, answers: QueryDict) -> QueryDict:
    answers["prompt"], answers["negative"] = order.prompt, order.negative
    return answers


def _any_model() -> str:
    found = AIModel.objects.available().order_by("-favorite", "pk").first()
    return found.address if found else ""


def _meant(order: Order) -> str:
    """Its picks as they were. Where a lookup has changed since, the form tells that they are others now."""
    try:
        space = expand(order.prompt, order.negative, lookups=order.lookups, seed=int(order.seed))
        return digest(space, tuple(order.picked))
    except (PromptError, IndexError):
        return ""


def _last_negative(last: Order) -> str:
    """That of the newest Order of the Project which could have one; others have nothing to say about it."""
    orders = Order.objects.filter(project=last.project_id, pk__lte=last.pk).newest()[:LOOKED_BACK]
    for order in orders.prefetch_related("lines__ai_model", "caps"):
        if any(Parameters(line.ai_model.parameters).takes_negative for line in order.lines.all()):
            return order.negative
    return ""


def _as_typed(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
