"""What was charged: billable units times the list price, for what was made."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from simulators.clock import stamp
from simulators.fal.jobs import Job, Jobs
from simulators.fal.models import model
from simulators.fal.outcomes import outcome
from simulators.stage import Stage


class Billing:
    def __init__(self, stage: Stage, *, jobs: Jobs) -> None:
        self._stage = stage
        self._jobs = jobs

    def balance(self) -> Decimal:
        """US dollars that are left. Nothing is refused for it: that is what the fault `no_credit` is for."""
        return Decimal(str(self._stage.configuration.credit)) - sum(
            map(self._cost, self._jobs.all()), Decimal()
        )

    def events(self) -> list[dict[str, Any]]:
        return [self._event(job) for job in self._jobs.all() if self._cost(job)]

    def _cost(self, job: Job) -> Decimal:
        offered = model(job.endpoint)
        return self._units(job) * offered.unit_price if offered else Decimal()

    def _units(self, job: Job) -> Decimal:
        if job.state(self._stage.clock.now()) != "COMPLETED":
            return Decimal()
        return Decimal(outcome(job, stage=self._stage).headers.get("X-Fal-Billable-Units", "0"))

    def _event(self, job: Job) -> dict[str, Any]:
        cost, units = self._cost(job), self._units(job)
        return {
            "request_id": job.request_id,
            "endpoint_id": job.endpoint,
            "timestamp": stamp(job.ends_at),
            "output_units": float(units),
            "unit_price": float(cost / units),
            "percent_discount": 0,
            "cost_subtotal": float(cost),
            "cost_discount": 0,
            "cost_total": float(cost),
            "cost_estimate_nano_usd": int(cost * 1_000_000_000),
        }
