"""Jobs of the queue. Where one stands follows from the clock alone: nothing runs, nothing is timed."""

from __future__ import annotations

import heapq
import json
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulators.clock import stamp
from simulators.stage import Stage


@dataclass(frozen=True)
class Outcome:
    """What the result call replays."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    error: str | None = None  # as the status tells it
    error_type: str | None = None


@dataclass
class Job:
    request_id: str
    endpoint: str
    input: dict[str, Any]
    key_ends: str
    accepted_at: float
    starts_at: float
    ends_at: float
    listed_at: float  # from when the request history knows it
    stored: bool  # its payloads are kept for 30 days
    script: str = ""  # what becomes of it, where that is not simply success
    webhook: str = ""
    outcome: Outcome | None = None
    told: bool = False  # its result was asked for and given

    @property
    def application(self) -> str:
        return application_of(self.endpoint)

    def state(self, at: float) -> str:
        if at >= self.ends_at:
            return "COMPLETED"
        return "IN_PROGRESS" if at >= self.starts_at else "IN_QUEUE"


@dataclass(frozen=True)
class Request:
    """What a submit asks for."""

    endpoint: str
    input: dict[str, Any]
    key_ends: str
    stored: bool = True
    start_within: float | None = None  # seconds
    script: str = ""
    webhook: str = ""


class Jobs:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, Job] = {}  # in the order they came; cleaned up when somebody counts
        self._slots: list[float] = []  # when each place of a limited account is free again

    def accept(self, request: Request) -> Job:
        configuration, now = self._stage.configuration, self._stage.clock.now()
        chance = random.Random(f"{configuration.seed}/{len(self._jobs)}")
        seconds = configuration.job_seconds + (10.0 if request.script == "slow" else 0.0)
        starts_at = self._start(now + configuration.queue_seconds, seconds=seconds)
        job = Job(
            request_id=str(uuid.uuid4()),
            endpoint=request.endpoint,
            input=request.input,
            key_ends=request.key_ends,
            accepted_at=now,
            starts_at=starts_at,
            ends_at=starts_at + seconds,
            listed_at=now + chance.uniform(*configuration.history_lag),
            stored=request.stored and configuration.stores_payloads,
            script=request.script,
            webhook=request.webhook,
        )
        self._hurry(job, request.start_within)
        self._jobs[job.request_id] = self._waiting[job.request_id] = job
        return job

    def find(self, request_id: str) -> Job | None:
        return self._jobs.get(request_id)

    def all(self) -> list[Job]:
        return list(self._jobs.values())

    def ahead_of(self, job: Job) -> int:
        """How many of its application wait in front of it."""
        count = 0
        for other in self._still_waiting():
            if other is job:
                break
            count += other.application == job.application
        return count

    def waiting(self, application: str) -> int:
        return sum(job.application == application for job in self._still_waiting())

    def remove(self, job: Job) -> None:
        """Cancelled: it ends now, and nothing was made."""
        job.ends_at = min(job.ends_at, self._stage.clock.now())
        job.script = "canceled"

    def clear(self) -> None:
        self._jobs.clear()
        self._waiting.clear()
        self._slots.clear()

    def ledger(self) -> list[dict[str, Any]]:
        now = self._stage.clock.now()
        return [
            {
                "provider": "fal",
                "request_id": job.request_id,
                "endpoint": job.endpoint,
                "input": job.input,
                "accepted_at": stamp(job.accepted_at),
                "state": job.state(now),
                "status": job.outcome.status if job.outcome else None,
                "key_ends": job.key_ends,
            }
            for job in self._jobs.values()
        ]

    def _start(self, at: float, *, seconds: float) -> float:
        """The earliest time at which one of the account's places is free."""
        limit = self._stage.configuration.concurrency
        if limit <= 0:
            return at
        if len(self._slots) >= limit:
            at = max(at, heapq.heappop(self._slots))
        heapq.heappush(self._slots, at + seconds)
        return at

    def _hurry(self, job: Job, start_within: float | None) -> None:
        if start_within is not None and job.starts_at - job.accepted_at > start_within:
            job.ends_at = job.starts_at = job.accepted_at + start_within
            job.script = "request_timeout"

    def _still_waiting(self) -> list[Job]:
        now = self._stage.clock.now()
        for key in [key for key, job in self._waiting.items() if job.state(now) != "IN_QUEUE"]:
            del self._waiting[key]
        return list(self._waiting.values())


def application_of(endpoint: str) -> str:
    """`owner/app` of a model id; `workflows` and `comfy` stay in front of theirs."""
    parts = endpoint.split("/")
    return "/".join(parts[: 3 if parts[0] in ("workflows", "comfy") else 2])


def accepted_twice(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Equal inputs for the same endpoint that were accepted more than once."""
    same: dict[str, list[dict[str, Any]]] = {}
    for job in jobs:
        asked = json.dumps([job["provider"], job["endpoint"], job["input"]], sort_keys=True)
        same.setdefault(asked, []).append(job)
    return [
        {
            "endpoint": twins[0]["endpoint"],
            "input": twins[0]["input"],
            "request_ids": [job["request_id"] for job in twins],
        }
        for twins in same.values()
        if len(twins) > 1
    ]
