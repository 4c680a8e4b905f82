"""Predictions over HTTP: create, look at, list, cancel."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from simulators import acting
from simulators.clock import moment
from simulators.fal.reading import json_object
from simulators.fal.scripts import script_of
from simulators.replicate import words
from simulators.replicate.answers import Answers
from simulators.replicate.keys import Keys, key_of
from simulators.replicate.limits import Limits
from simulators.replicate.models import DEPLOYMENTS, Model, by_version, models
from simulators.replicate.predictions import Prediction, Predictions, Request
from simulators.replicate.validation import complaints, complaints_of_body
from simulators.replicate.webhooks import Webhooks
from simulators.stage import Stage

PAGE = 100
JOB_RULES = ("blocked", "model_failure", "invalid_input", "infrastructure")
WAIT = re.compile(r"wait(?:=(\d+))?")
LENGTH = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")  # "1h30m45s", "30"
SHORTEST = 5  # seconds, after which a prediction may be canceled by itself


class Api:
    def __init__(
        self, stage: Stage, *, keys: Keys, predictions: Predictions, limits: Limits, webhooks: Webhooks
    ) -> None:
        self._stage = stage
        self._keys = keys
        self._predictions = predictions
        self._limits = limits
        self._webhooks = webhooks
        self._answers = Answers(stage)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v1/predictions", self.create_by_version),
            web.post("/v1/models/{owner}/{name}/predictions", self.create_by_model),
            web.post("/v1/deployments/{owner}/{name}/predictions", self.create_by_deployment),
            web.get("/v1/predictions", self.listed),
            web.get("/v1/predictions/{id}", self.get),
            web.post("/v1/predictions/{id}/cancel", self.cancel),
        ]

    async def create_by_version(self, request: web.Request) -> web.StreamResponse:
        asked = await json_object(request) or {}
        return await self._create(request, asked, model=by_version(str(asked.get("version", ""))))

    async def create_by_model(self, request: web.Request) -> web.StreamResponse:
        """Official models alone."""
        model = models().get(f"{request.match_info['owner']}/{request.match_info['name']}")
        if model is None or not model.is_official:
            return self._keys.refusal(request) or words.not_found("model")
        return await self._create(request, await json_object(request) or {}, model=model)

    async def create_by_deployment(self, request: web.Request) -> web.StreamResponse:
        deployment = f"{request.match_info['owner']}/{request.match_info['name']}"
        model = models().get(DEPLOYMENTS.get(deployment, ""))
        if model is None:
            return self._keys.refusal(request) or words.not_found("deployment")
        return await self._create(request, await json_object(request) or {}, model=model)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """Newest first. A cursor is opaque, and `next` an absolute address."""
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        try:
            found, start = self._made(request), int(request.query.get("cursor", "0"))
        except ValueError:
            return words.problem(400, "Not a time or a cursor")
        results = [self._answers.prediction(each, host=request.host) for each in found[start : start + PAGE]]
        following = start + PAGE if start + PAGE < len(found) else None
        previous = max(start - PAGE, 0) if start else None
        pages = {"next": _page(request, following), "previous": _page(request, previous)}
        return web.json_response({**pages, "results": results})

    async def get(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        prediction = self._predictions.find(request.match_info["id"])
        if prediction is None:
            return words.not_found("prediction")
        self._spoil(prediction, request)
        return web.json_response(self._answers.prediction(prediction, host=request.host))

    async def cancel(self, request: web.Request) -> web.StreamResponse:
        """One that is over stays as it is."""
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        prediction = self._predictions.find(request.match_info["id"])
        if prediction is None:
            return words.not_found("prediction")
        self._predictions.cancel(prediction)
        answer = self._answers.prediction(prediction, host=request.host)
        return web.json_response({**answer, "webhook_completed": None})

    async def _create(
        self, request: web.Request, asked: dict[str, Any], *, model: Model | None
    ) -> web.StreamResponse:
        needs_version = request.path == "/v1/predictions"
        refused = self._keys.refusal(request, needs_credit=True) or self._limits.refusal()
        wrong = complaints_of_body(asked, needs_version=needs_version)
        if refused is not None or wrong:
            return refused or words.invalid(wrong)
        if model is None:
            return words.no_version()
        wrong = complaints(asked["input"], model=model)
        after = _length(request.headers.get("Cancel-After", ""))
        if wrong or (after is not None and after < SHORTEST):
            return words.invalid(wrong) if wrong else words.problem(400, "Cancel-After is too short")
        prediction = self._predictions.accept(_request(request, asked, model=model))
        self._webhooks.expect(prediction, host=request.host)
        return await self._created(request, prediction)

    async def _created(self, request: web.Request, prediction: Prediction) -> web.StreamResponse:
        host = self._host(request)
        waits = WAIT.fullmatch(request.headers.get("Prefer", ""))
        if waits is None:
            return web.json_response(
                self._answers.prediction(prediction, host=host, created=True), status=201
            )
        seconds = min(int(waits[1] or 60), 60)
        left = prediction.ends_at - self._stage.clock.now()
        await asyncio.sleep(min(max(left, 0.0), seconds))
        ready = left <= seconds and prediction.script in ("", "slow")
        answer = self._answers.waited_for if ready else self._answers.prediction
        headers = {"Preference-Applied": f"wait={seconds}"}
        return web.json_response(answer(prediction, host=host), status=201, headers=headers)

    def _made(self, request: web.Request) -> list[Prediction]:
        """Raises ValueError for a time that is none."""
        now, asked = self._stage.clock.now(), request.query
        after = moment(asked["created_after"]) if "created_after" in asked else 0.0
        before = moment(asked["created_before"]) if "created_before" in asked else now
        shown = [each for each in reversed(self._predictions.all()) if each.listed_at <= now]
        made = [each for each in shown if after <= each.accepted_at <= before]
        return [] if asked.get("source") == "web" else made

    def _spoil(self, prediction: Prediction, request: web.Request) -> None:
        """What a rule says about a result, before anybody has seen one."""
        rule = request.get(acting.RULE)
        if rule is not None and rule.what in JOB_RULES and not prediction.told:
            prediction.script = rule.what
        if rule is not None and rule.what == "expired":
            prediction.wiped = True

    def _host(self, request: web.Request) -> str:
        """Our own name, unless a fault says that the answer names somebody else."""
        rule = request.get(acting.RULE)
        if rule is None or rule.what != "foreign_urls":
            return request.host
        return urlsplit(rule.to or self._stage.elsewhere).netloc


def _request(request: web.Request, asked: dict[str, Any], *, model: Model) -> Request:
    rule = request.get(acting.RULE)
    scripted = rule.what if rule is not None and rule.what in JOB_RULES else script_of(asked["input"])
    deployment = request.path.removeprefix("/v1/deployments/").removesuffix("/predictions")
    return Request(
        model=model,
        input=asked["input"],
        key_ends=key_of(request)[-4:],
        script=scripted,
        deployment="" if deployment.startswith("/v1/") else deployment,
        cancel_after=_length(request.headers.get("Cancel-After", "")),
        webhook=str(asked.get("webhook") or ""),
        events=tuple(asked.get("webhook_events_filter") or ()),
    )


def _length(text: str) -> float | None:
    found = LENGTH.fullmatch(text)
    if not text or found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return float(hours * 3600 + minutes * 60 + seconds)


def _page(request: web.Request, start: int | None) -> str | None:
    if start is None:
        return None
    query = urlencode({**request.query, "cursor": str(start)})
    return f"http://{request.host}{request.path}?{query}"
