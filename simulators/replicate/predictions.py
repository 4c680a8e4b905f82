"""Predictions. Where one stands follows from the clock alone: nothing runs, nothing is timed."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass, field
from typing import Any

from simulators.clock import stamp
from simulators.replicate.models import Model
from simulators.stage import Stage

LETTERS = string.ascii_lowercase + string.digits
KEPT = 3600.0  # seconds after its end, until inputs, outputs and logs of a prediction are removed
TERMINAL = ("succeeded", "failed", "canceled", "aborted")


@dataclass
class Prediction:
    id: str
    model: Model
    input: dict[str, Any]
    key_ends: str
    accepted_at: float
    starts_at: float
    ends_at: float
    listed_at: float  # from when lists show it
    script: str = ""  # what becomes of it, where that is not simply success
    deployment: str = ""
    deadline: float | None = None
    canceled_at: float | None = None
    wiped: bool = False  # whatever the clock says
    webhook: str = ""
    events: tuple[str, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)  # what it ended with, once somebody asked

    def state(self, at: float) -> str:
        """A deadline or a person ends it where it is: before it began, or while it runs."""
        ended = self._ended_early(at)
        if ended is not None:
            return "canceled" if self.canceled_at == ended or ended >= self.starts_at else "aborted"
        if at >= self.ends_at:
            return "failed" if self.script in FAILING else "succeeded"
        return "processing" if at >= self.starts_at else "starting"

    def over_at(self, at: float) -> float:
        ended = self._ended_early(at)
        return self.ends_at if ended is None else ended

    def is_over(self, at: float) -> bool:
        return self.state(at) in TERMINAL

    def is_removed(self, at: float) -> bool:
        return self.wiped or (self.is_over(at) and at >= self.over_at(at) + KEPT)

    def _ended_early(self, at: float) -> float | None:
        ends = [each for each in (self.canceled_at, self.deadline) if each is not None]
        ended = min(ends, default=None)
        return ended if ended is not None and ended <= at and ended < self.ends_at else None


FAILING = (
    "blocked",
    "model_failure",
    "invalid_input",
    "infrastructure",
    "unsafe",
    "nothing_made",
    "gone_input",
)


@dataclass(frozen=True)
class Request:
    """What a submit asks for."""

    model: Model
    input: dict[str, Any]
    key_ends: str
    script: str = ""
    deployment: str = ""
    cancel_after: float | None = None  # seconds
    webhook: str = ""
    events: tuple[str, ...] = ()


class Predictions:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._known: dict[str, Prediction] = {}

    def accept(self, request: Request) -> Prediction:
        configuration, now = self._stage.configuration, self._stage.clock.now()
        chance = random.Random(f"{configuration.seed}/replicate/{len(self._known)}")
        starts_at = now + configuration.queue_seconds
        seconds = configuration.job_seconds + (10.0 if request.script == "slow" else 0.0)
        prediction = Prediction(
            id="".join(chance.choices(LETTERS, k=26)),
            model=request.model,
            input=request.input,
            key_ends=request.key_ends,
            accepted_at=now,
            starts_at=starts_at,
            ends_at=starts_at + seconds,
            listed_at=now + chance.uniform(*configuration.history_lag),
            script=request.script,
            deployment=request.deployment,
            deadline=None if request.cancel_after is None else now + request.cancel_after,
            webhook=request.webhook,
            events=request.events,
        )
        self._known[prediction.id] = prediction
        return prediction

    def find(self, prediction: str) -> Prediction | None:
        return self._known.get(prediction)

    def all(self) -> list[Prediction]:
        return list(self._known.values())

    def cancel(self, prediction: Prediction) -> None:
        now = self._stage.clock.now()
        if not prediction.is_over(now):
            prediction.canceled_at = now

    def clear(self) -> None:
        self._known.clear()

    def ledger(self) -> list[dict[str, Any]]:
        now = self._stage.clock.now()
        return [
            {
                "provider": "replicate",
                "request_id": each.id,
                "endpoint": each.model.name,
                "input": each.input,
                "accepted_at": stamp(each.accepted_at),
                "state": each.state(now),
                "status": None,
                "key_ends": each.key_ends,
            }
            for each in self._known.values()
        ]
