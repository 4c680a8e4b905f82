"""The history of requests: it lags behind, and knows the inputs only where payloads are stored."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from simulators.clock import moment, stamp
from simulators.fal import words
from simulators.fal.jobs import Job, Jobs
from simulators.fal.keys import Keys
from simulators.fal.outcomes import outcome
from simulators.fal.pages import page
from simulators.fal.platform import ids
from simulators.stage import Stage

DAY = 24 * 3600.0  # how far it looks back unless it is told


class History:
    def __init__(self, stage: Stage, *, keys: Keys, jobs: Jobs) -> None:
        self._stage = stage
        self._keys = keys
        self._jobs = jobs

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/v1/models/requests/by-endpoint", self.by_endpoint)]

    async def by_endpoint(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.platform_refusal(request)
        if refused is not None:
            return refused
        now, endpoints = self._stage.clock.now(), ids(request)
        try:
            start = moment(request.query["start"]) if "start" in request.query else now - DAY
            end = moment(request.query["end"]) if "end" in request.query else now
        except ValueError:
            return words.platform_error(422, "validation_error", "Not a time")
        if not endpoints:
            return words.platform_error(422, "validation_error", "endpoint_id is required")
        found = [
            self._item(job, payloads="payloads" in ids(request, name="expand"))
            for job in reversed(self._jobs.all())
            if job.listed_at <= now and start <= job.accepted_at <= end and job.endpoint in endpoints
        ]
        return page("items", [item for item in found if _wanted(item, request)], request=request)

    def _item(self, job: Job, *, payloads: bool) -> dict[str, Any]:
        over = job.state(self._stage.clock.now()) == "COMPLETED"
        done = outcome(job, stage=self._stage) if over else None
        began = job.starts_at <= self._stage.clock.now()
        item: dict[str, Any] = {
            "request_id": job.request_id,
            "endpoint_id": job.endpoint,
            "sent_at": stamp(job.accepted_at),
            "started_at": stamp(job.starts_at) if began else None,
            "ended_at": stamp(job.ends_at) if over else None,
            "status_code": done.status if done else None,
            "duration": round(job.ends_at - job.starts_at, 3) if over else None,
        }
        if payloads:
            item["json_input"] = job.input if job.stored else None
            item["json_output"] = json.loads(done.body) if done and job.stored else None
        return item


def _wanted(item: dict[str, Any], request: web.Request) -> bool:
    """By `request_id` and by `status`, where they are given."""
    named, status = ids(request, name="request_id"), request.query.get("status", "")
    code = item["status_code"]
    fits = {"": True, "success": code == 200, "error": code not in (None, 200)}.get(status, False)
    return fits and (not named or item["request_id"] in named)
