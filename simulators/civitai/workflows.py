"""Workflows. Where one stands follows from the clock alone: nothing runs, nothing is timed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from simulators.civitai import prices
from simulators.civitai.recipes import Recipe
from simulators.clock import stamp
from simulators.stage import Stage

USER = 1234567
KEPT = 30 * 86400.0  # seconds
FAILING = {
    "model_failure": "failed",
    "invalid_input": "failed",
    "gone_input": "failed",
    "infrastructure": "expired",
}
TERMINAL = ("succeeded", "failed", "expired", "canceled")


@dataclass
class Workflow:
    id: str
    recipe: Recipe
    template: dict[str, Any]  # as it was asked for
    input: dict[str, Any]  # with defaults
    accepted_at: float
    starts_at: float
    ends_at: float
    listed_at: float  # from when lists show it
    key_ends: str = ""
    script: str = ""  # what becomes of it, where that is not simply success
    tags: list[str] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    canceled_at: float | None = None
    deleted_at: float | None = None
    wiped: bool = False  # whatever the clock says
    paid: str = "blue"

    @property
    def step(self) -> dict[str, Any]:
        step: dict[str, Any] = self.template["steps"][0]
        return step

    @property
    def external(self) -> str:
        return str(self.template.get("externalId") or "")

    @property
    def job(self) -> str:
        """A GUID, as jobs have one."""
        digits = f"{random.Random(self.id).getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    @property
    def factors(self) -> dict[str, float]:
        return prices.factors(self.recipe, self.input)

    @property
    def price(self) -> int:
        return prices.total(self.factors)

    @property
    def allows_mature(self) -> bool:
        return self.template.get("allowMatureContent") is True

    def state(self, at: float) -> str:
        if self.canceled_at is not None and self.canceled_at <= at and self.canceled_at < self.ends_at:
            return "canceled"
        if at >= self.ends_at:
            return FAILING.get(self.script, "succeeded")
        return "processing" if at >= self.starts_at else "scheduled"

    def over_at(self, at: float) -> float:
        return self.canceled_at if self.canceled_at and self.state(at) == "canceled" else self.ends_at

    def is_over(self, at: float) -> bool:
        return self.state(at) in TERMINAL

    def is_gone(self, at: float) -> bool:
        forgotten = self.template.get("ephemeral") is True and self.is_over(at)
        return self.wiped or self.deleted_at is not None or forgotten or at >= self.accepted_at + KEPT

    def given_back(self, at: float) -> int:
        """All of it, unless it succeeded, or was stopped when it ran already."""
        state = self.state(at)
        ran = state == "canceled" and self.canceled_at is not None and self.canceled_at >= self.starts_at
        return self.price if state in ("failed", "expired") or (state == "canceled" and not ran) else 0


class Workflows:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._known: dict[str, Workflow] = {}
        self._last = 0

    def drawn_up(
        self, template: dict[str, Any], recipe: Recipe, *, key_ends: str, script: str = ""
    ) -> Workflow:
        """As it would be, and not yet accepted."""
        configuration, now = self._stage.configuration, self._stage.clock.now()
        chance = random.Random(f"{configuration.seed}/civitai/{len(self._known)}")
        starts_at = now + configuration.queue_seconds
        seconds = configuration.job_seconds + (10.0 if script == "slow" else 0.0)
        return Workflow(
            id=self._next_id(now),
            recipe=recipe,
            template=template,
            input=recipe.echo(template["steps"][0].get("input") or {}),
            accepted_at=now,
            starts_at=starts_at,
            ends_at=starts_at + seconds,
            listed_at=now + chance.uniform(*configuration.history_lag),
            key_ends=key_ends,
            script=script,
            tags=list(template.get("tags") or []),
            metadata=dict(template.get("metadata") or {}),
            paid="yellow" if template.get("allowMatureContent") is True else "blue",
        )

    def accept(self, workflow: Workflow) -> None:
        self._known[workflow.id] = workflow

    def find(self, workflow: str) -> Workflow | None:
        found = self._known.get(workflow)
        return None if found is None or found.is_gone(self._stage.clock.now()) else found

    def by_external(self, external: str) -> Workflow | None:
        """The key makes one of two requests, even if that one was deleted since."""
        return next((each for each in self._known.values() if external and each.external == external), None)

    def all(self) -> list[Workflow]:
        return list(self._known.values())

    def spent(self) -> int:
        now = self._stage.clock.now()
        return sum(each.price - each.given_back(now) for each in self._known.values())

    def cancel(self, workflow: Workflow) -> None:
        now = self._stage.clock.now()
        if not workflow.is_over(now):
            workflow.canceled_at = now

    def clear(self) -> None:
        self._known.clear()

    def ledger(self) -> list[dict[str, Any]]:
        now = self._stage.clock.now()
        return [
            {
                "provider": "civitai",
                "request_id": each.id,
                "endpoint": each.recipe.name,
                "input": each.step.get("input"),
                "accepted_at": stamp(each.accepted_at),
                "state": each.state(now),
                "status": None,
                "key_ends": each.key_ends,
            }
            for each in self._known.values()
        ]

    def _next_id(self, now: float) -> str:
        """The account and the moment, to the millisecond: no two are the same."""
        self._last = max(self._last + 1, int(now * 1000))
        moment = datetime.fromtimestamp(self._last / 1000, UTC)
        return f"{USER}-{moment:%Y%m%d%H%M%S}{self._last % 1000:03}"
