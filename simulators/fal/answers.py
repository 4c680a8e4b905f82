"""What a status says of a job, once and as a stream."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from simulators.clock import stamp
from simulators.fal.jobs import Job, Jobs
from simulators.fal.outcomes import outcome
from simulators.stage import Stage

HOUR = 3600.0
STORED = 30 * 24 * HOUR
LARGE = 10 * 1024  # bytes of a result that is kept for six minutes only
KEEP_ALIVE = 15.0  # seconds between two comments of a stream


class Answers:
    def __init__(self, stage: Stage, *, jobs: Jobs) -> None:
        self._stage = stage
        self._jobs = jobs

    def addresses(self, job: Job, *, host: str) -> dict[str, Any]:
        """The short form: the application, not the whole model id."""
        base = f"http://{host}/{job.application}/requests/{job.request_id}"
        return {
            "request_id": job.request_id,
            "response_url": base,
            "status_url": f"{base}/status",
            "cancel_url": f"{base}/cancel",
        }

    def status(self, job: Job, *, host: str, logs: bool) -> dict[str, Any]:
        state = job.state(self._stage.clock.now())
        body: dict[str, Any] = {"status": state, **self.addresses(job, host=host)}
        if state == "IN_QUEUE":
            return {**body, "queue_position": self._jobs.ahead_of(job)}
        body["logs"] = self._logs(job) if logs else None
        return body | self._ending(job) if state == "COMPLETED" else body

    async def stream(self, job: Job, *, request: web.Request, logs: bool) -> web.StreamResponse:
        """An event for each change, until it is over (HTML Living Standard §9.2)."""
        headers = {"Content-Type": "text/event-stream", "x-fal-request-id": job.request_id}
        answer = web.StreamResponse(headers=headers)
        await answer.prepare(request)
        said, spoken_at = "", time.monotonic()
        while "COMPLETED" not in said:
            body = json.dumps(self.status(job, host=request.host, logs=logs))
            if body != said:
                said, spoken_at = body, time.monotonic()
                await answer.write(f"data: {body}\n\n".encode())
            elif time.monotonic() - spoken_at >= KEEP_ALIVE:
                spoken_at = time.monotonic()
                await answer.write(b": ping\n\n")
            await asyncio.sleep(0.02)
        return answer

    def kept_until(self, job: Job) -> float:
        if job.stored:
            return job.ends_at + STORED
        large = job.outcome is not None and len(job.outcome.body) >= LARGE
        return job.ends_at + (HOUR / 10 if large else HOUR)

    def _ending(self, job: Job) -> dict[str, Any]:
        done = outcome(job, stage=self._stage)
        seconds = None if done.error else round(job.ends_at - job.starts_at, 3)
        facts: dict[str, Any] = {"metrics": {"inference_time": seconds}}
        return facts | ({"error": done.error, "error_type": done.error_type} if done.error else {})

    def _logs(self, job: Job) -> list[dict[str, Any]]:
        """Four steps, those that are behind us."""
        now, length = self._stage.clock.now(), job.ends_at - job.starts_at
        steps = [(step, job.starts_at + length * step / 4) for step in range(1, 5)]
        return [
            {
                "message": f"{25 * step:3}% | {step}/4",
                "level": "INFO",
                "source": "USER",
                "timestamp": stamp(at),
            }
            for step, at in steps
            if at <= now
        ]
