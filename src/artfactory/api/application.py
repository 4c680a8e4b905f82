"""The API put together. Who may come in is decided before it, by artfactory.web."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from artfactory import __version__
from artfactory.api import problems
from artfactory.api.parsing import StrictParser
from artfactory.api.routes import (
    assets,
    budgets,
    events,
    generations,
    health,
    ledger,
    lookups,
    models,
    orders,
    presets,
    products,
    projects,
    providers,
    quotes,
    resources,
    templates,
)
from artfactory.orders.requests import OrderRefused

api = NinjaAPI(
    title="Art Factory",
    version=__version__,
    urls_namespace="api",
    parser=StrictParser(),
    openapi_url=None,
    docs_url=None,
)
NOUNS = (
    *(health, providers, models, resources, projects, lookups, assets),
    *(budgets, ledger, quotes, orders, generations, products, templates, presets, events),
)
for each in NOUNS:
    api.add_router("", each.routes)

ANSWERS: dict[type[Exception], Any] = {
    problems.Problem: problems.on_problem,
    OrderRefused: problems.on_refusal,
    Http404: problems.on_nothing,
    ValidationError: problems.on_unfit,
    HttpError: problems.on_unread,
    RequestDataTooBig: problems.on_too_large,
    OperationalError: problems.on_database,
}
for kind, handler in ANSWERS.items():
    api.add_exception_handler(kind, handler)
