"""fal's queue: submit, status, result, cancel. A request is found by `owner/app` and its id."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from simulators import acting
from simulators.fal import words
from simulators.fal.answers import Answers
from simulators.fal.jobs import Job, Jobs, Request, application_of
from simulators.fal.keys import Keys, key_of
from simulators.fal.models import model
from simulators.fal.outcomes import outcome
from simulators.fal.reading import OFF, json_object, seconds, wants_logs
from simulators.fal.scripts import script_of
from simulators.fal.webhooks import Webhooks
from simulators.stage import Stage


class Queue:
    def __init__(self, stage: Stage, *, keys: Keys, jobs: Jobs, webhooks: Webhooks) -> None:
        self._stage = stage
        self._keys = keys
        self._jobs = jobs
        self._webhooks = webhooks
        self._answers = Answers(stage, jobs=jobs)

    def routes(self) -> list[web.RouteDef]:
        found = r"/{app:[^/]+/.+}/requests/{id}"
        return [
            web.get(found + "/status", self.status),
            web.get(found + "/status/stream", self.stream),
            web.put(found + "/cancel", self.cancel),
            web.get(found, self.result),
            web.get(found + "/response", self.result),
            web.post("/{endpoint:[^/]+/.+}", self.submit),
        ]

    async def submit(self, request: web.Request) -> web.StreamResponse:
        endpoint = request.match_info["endpoint"]
        refused = self._keys.refusal(request, needs_credit=True) or self._full(request, endpoint)
        if refused is not None:
            return refused
        if model(endpoint) is None:
            return words.detail(404, f"Application '{endpoint}' not found")
        asked = await json_object(request)
        if asked is None:
            return words.detail(422, "The body is not a JSON object")
        job = self._jobs.accept(self._request(request, endpoint=endpoint, asked=asked))
        self._webhooks.expect(job)
        body = {"status": "IN_QUEUE", **self._answers.addresses(job, host=self._host(request))}
        body |= {"logs": None, "metrics": {}, "queue_position": self._jobs.ahead_of(job)}
        return _answer(body, job=job)

    async def status(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        job = self._found(request)
        if job is None:
            return _not_found()
        body = self._answers.status(job, host=request.host, logs=wants_logs(request))
        return _answer(body, job=job, status=200 if body["status"] == "COMPLETED" else 202)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        job = self._found(request)
        if refused is not None or job is None:
            return refused or _not_found()
        return await self._answers.stream(job, request=request, logs=wants_logs(request))

    async def result(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        job = self._found(request)
        rule = request.get(acting.RULE)
        if job is None or (rule is not None and rule.what == "expired"):
            return words.detail(404, "Request not found or expired")
        if rule is not None and rule.what in JOB_RULES and not job.told:
            job.script, job.outcome = rule.what, None
        if job.state(self._stage.clock.now()) != "COMPLETED":
            return _answer({"detail": "Request is still in progress"}, job=job, status=400)
        done, job.told = outcome(job, stage=self._stage), True
        headers = {"x-fal-request-id": job.request_id, **done.headers}
        return web.Response(
            status=done.status, body=done.body, headers=headers, content_type="application/json"
        )

    async def cancel(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        job = self._found(request)
        if job is None:
            return _not_found()
        state = job.state(self._stage.clock.now())
        if state == "COMPLETED":
            return _answer({"status": "ALREADY_COMPLETED"}, job=job, status=400)
        if state == "IN_QUEUE" or self._stage.configuration.stops_running:
            self._jobs.remove(job)
        if state == "IN_QUEUE":
            return _answer({"status": "OK"}, job=job)
        return _answer({"status": "CANCELLATION_REQUESTED"}, job=job, status=202)

    def _request(self, request: web.Request, *, endpoint: str, asked: dict[str, Any]) -> Request:
        rule = request.get(acting.RULE)
        scripted = rule.what if rule is not None and rule.what in JOB_RULES else script_of(asked)
        return Request(
            endpoint=endpoint,
            input=asked,
            key_ends=key_of(request)[-4:],
            stored=request.headers.get("X-Fal-Store-IO") not in OFF,
            start_within=seconds(request.headers.get("X-Fal-Request-Timeout")),
            script=scripted,
            webhook=request.query.get("fal_webhook", ""),
        )

    def _full(self, request: web.Request, endpoint: str) -> web.Response | None:
        most = request.query.get("fal_max_queue_length", "")
        if most.isdigit() and self._jobs.waiting(application_of(endpoint)) > int(most):
            return words.detail(429, "Queue is full")
        return None

    def _host(self, request: web.Request) -> str:
        """Our own name, unless a fault says that the answer names somebody else."""
        rule = request.get(acting.RULE)
        if rule is None or rule.what != "foreign_urls":
            return request.host
        return urlsplit(rule.to or self._stage.elsewhere).netloc

    def _found(self, request: web.Request) -> Job | None:
        """None for an unknown id, one of another application, and one whose result is not kept any more."""
        job = self._jobs.find(request.match_info["id"])
        if job is None or application_of(request.match_info["app"]) != job.application:
            return None
        return None if self._stage.clock.now() >= self._answers.kept_until(job) else job


JOB_RULES = ("blocked", "model_failure", "invalid_input", "infrastructure")


def _answer(body: dict[str, Any], *, job: Job, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers={"x-fal-request-id": job.request_id})


def _not_found() -> web.Response:
    return web.json_response({"status": "NOT_FOUND"}, status=404)
