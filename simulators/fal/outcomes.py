"""What becomes of a job: decided when its result, or its final status, is first asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from simulators.fal import words
from simulators.fal.jobs import Job, Outcome
from simulators.fal.models import Model, model
from simulators.fal.outputs import billable_units, output
from simulators.fal.validation import complaints
from simulators.stage import Stage


def outcome(job: Job, *, stage: Stage) -> Outcome:
    """The same one each time. Needs a job that is over."""
    if job.outcome is None:
        job.outcome = _decide(job, stage=stage)
    return job.outcome


def _decide(job: Job, *, stage: Stage) -> Outcome:
    scripted = SCRIPTED.get(job.script)
    if scripted is not None:
        return scripted()
    offered = model(job.endpoint) or Model(job.endpoint, job.endpoint)
    wrong = complaints(job.input, schema=offered.schema)
    if wrong:
        return _refused(422, json.dumps({"detail": wrong}).encode())
    if _missing(job, stage=stage):
        return _refused(422, words.model_error("file_download_error", "Failed to download the file."))
    units = billable_units(job, model=offered)
    body = json.dumps(output(job, model=offered, stage=stage)).encode()
    return Outcome(200, body, {"X-Fal-Billable-Units": f"{units.normalize():f}"})


def _missing(job: Job, *, stage: Stage) -> bool:
    """Whether it names an uploaded file that was gone when the job began to work."""
    texts = [value for value in job.input.values() if isinstance(value, str)]
    return any(stage.files.misses(text, at=job.starts_at) for text in texts)


def _refused(status: int, body: bytes) -> Outcome:
    return Outcome(status, body, {})


def _blocked() -> Outcome:
    told = "The content could not be processed because it contained material flagged by a content checker."
    return _refused(422, words.model_error("content_policy_violation", told))


def _nothing_made() -> Outcome:
    return _refused(422, words.model_error("no_media_generated", "No media was generated."))


def _model_failure() -> Outcome:
    body = words.model_error("internal_server_error", "Internal server error")
    return Outcome(500, body, {"X-Fal-Retryable": "false"})


def _invalid_input() -> Outcome:
    more: dict[str, Any] = {"loc": ["body", "num_inference_steps"], "ctx": {"le": 50}, "input": 51}
    told = "Input should be less than or equal to 50"
    return _refused(422, words.model_error("less_than_equal", told, **more))


def _of_the_infrastructure(status: int, kind: str, told: str, **headers: str) -> Outcome:
    body = json.dumps({"detail": told, "error_type": kind}).encode()
    return Outcome(status, body, {"X-Fal-Error-Type": kind, **headers}, error=told, error_type=kind)


SCRIPTED: dict[str, Callable[[], Outcome]] = {
    "blocked": _blocked,
    "nothing_made": _nothing_made,
    "model_failure": _model_failure,
    "invalid_input": _invalid_input,
    "infrastructure": lambda: _of_the_infrastructure(503, "runner_disconnected", "Runner disconnected"),
    "canceled": lambda: _of_the_infrastructure(499, "client_cancelled", "Request was cancelled"),
    "request_timeout": lambda: _of_the_infrastructure(
        504, "request_timeout", "Request timed out", **{"X-Fal-Request-Timeout-Type": "user"}
    ),
}
