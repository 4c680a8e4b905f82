"""fal's platform API: the catalogue, prices, what was billed, the account."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from aiohttp import web

from simulators.clock import stamp
from simulators.fal import words
from simulators.fal.billing import Billing
from simulators.fal.documents import document
from simulators.fal.keys import Keys
from simulators.fal.models import Model, model, models
from simulators.fal.pages import page
from simulators.stage import Stage

MOST_IDS = 50  # that one question may name


class Platform:
    def __init__(self, stage: Stage, *, keys: Keys, billing: Billing) -> None:
        self._stage = stage
        self._keys = keys
        self._billing = billing

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v1/models", self.models),
            web.get("/v1/models/pricing", self.pricing),
            web.post("/v1/models/pricing/estimate", self.estimate),
            web.get("/v1/models/billing-events", self.billing_events),
            web.get("/v1/account/billing", self.account),
            web.get("/v1/meta", self.meta),
            web.get("/api/openapi/queue/openapi.json", self.openapi),
        ]

    async def models(self, request: web.Request) -> web.StreamResponse:
        """Open to everybody."""
        wanted = ids(request)
        found = [
            each
            for each in self._listed()
            if _fits(each, request) and (not wanted or each.endpoint in wanted)
        ]
        described = [_described(each, expand=request.query.getall("expand", [])) for each in found]
        return page("models", described, request=request)

    def _listed(self) -> list[Model]:
        configuration, known = self._stage.configuration, models()
        shown = [each for name, each in known.items() if name not in configuration.hidden_models]
        like = list(known.values())
        more = range(configuration.more_models)
        return shown + [replace(like[n % len(like)], endpoint=f"fal-ai/more/{n}") for n in more]

    async def pricing(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.platform_refusal(request) or _too_many(ids(request))
        if refused is not None:
            return refused
        offered = [each for each in map(model, ids(request)) if each is not None]
        if not offered:
            return words.platform_error(404, "not_found", "No prices for these endpoints")
        prices = [
            {
                "endpoint_id": each.endpoint,
                "unit_price": float(each.unit_price),
                "unit": each.unit,
                "currency": "USD",
            }
            for each in offered
        ]
        return web.json_response({"prices": prices, "next_cursor": None, "has_more": False})

    async def estimate(self, request: web.Request) -> web.StreamResponse:
        """Quantities times list prices: the inputs are not looked at."""
        refused = self._keys.platform_refusal(request)
        if refused is not None:
            return refused
        try:
            asked = json.loads(await request.read())
            kind, total = asked["estimate_type"], sum(_costs(asked))
        except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation):
            return words.platform_error(422, "validation_error", "Not an estimate that can be made")
        return web.json_response({"estimate_type": kind, "total_cost": float(total), "currency": "USD"})

    async def billing_events(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.platform_refusal(request)
        if refused is not None:
            return refused
        wanted = ids(request, name="request_id")
        events = [event for event in self._billing.events() if not wanted or event["request_id"] in wanted]
        return page("billing_events", events, request=request)

    async def account(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.platform_refusal(request, needs_credit=True)
        if refused is not None:
            return refused
        facts: dict[str, Any] = {"username": "simulated"}
        if "credits" in ids(request, name="expand"):
            facts["credits"] = {"current_balance": float(self._billing.balance()), "currency": "USD"}
        return web.json_response(facts)

    async def meta(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"webhook_ip_ranges": ["127.0.0.1/32"]})

    async def openapi(self, request: web.Request) -> web.StreamResponse:
        """Open to everybody."""
        offered = models().get(request.query.get("endpoint_id", ""))
        if offered is None:
            return words.detail(404, "Endpoint not found")
        return web.json_response(document(offered))


def _described(each: Model, *, expand: Sequence[str]) -> dict[str, Any]:
    metadata = {
        "display_name": each.endpoint.rpartition("fal-ai/")[2],
        "category": each.category,
        "description": "Simulated.",
        "status": "active",
        "tags": [],
        "updated_at": stamp(0),
        "date": stamp(0),
        "kind": "inference",
        "model_url": f"https://fal.run/{each.endpoint}",
    }
    more = {"openapi": document(each)} if "openapi-3.0" in expand else {}
    return {"endpoint_id": each.endpoint, "metadata": metadata, **more}


def ids(request: web.Request, *, name: str = "endpoint_id") -> list[str]:
    """A name may be repeated, and each value may hold several."""
    return [part for value in request.query.getall(name, []) for part in value.split(",") if part]


def _too_many(wanted: Sequence[str]) -> web.Response | None:
    if 1 <= len(wanted) <= MOST_IDS:
        return None
    return words.platform_error(422, "validation_error", f"Name 1 to {MOST_IDS} endpoints")


def _fits(each: Model, request: web.Request) -> bool:
    asked = request.query
    return (
        asked.get("q", "").lower() in each.endpoint
        and asked.get("category", each.category) == each.category
        and asked.get("status", "active") == "active"
    )


def _costs(asked: dict[str, Any]) -> Iterable[Decimal]:
    for endpoint, quantities in asked["endpoints"].items():
        offered = model(endpoint)
        if offered is None:
            raise KeyError(endpoint)
        key = "unit_quantity" if asked["estimate_type"] == "unit_price" else "call_quantity"
        yield offered.unit_price * Decimal(str(quantities[key]))
