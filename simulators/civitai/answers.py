"""What Civitai says of a workflow, at any time of its life: as recorded, with what is null left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from simulators.civitai.outputs import BLOCKED, Blob, blobs, laid, rating, slots
from simulators.civitai.prices import TIPS
from simulators.civitai.signing import signed
from simulators.civitai.workflows import KEPT, USER, Workflow
from simulators.stage import Stage

POLYMORPHIC = (
    "aceStepAudio",
    "imageUpscaler",
    "comfy",
    "customComfy",
)  # there a blob says of which type it is
ERRORS = {
    "model_failure": "The generation failed for an unknown reason",
    "invalid_input": "The input could not be processed: steps are not supported",
    "gone_input": "Failed to download the source image",
}
BROKEN = ("model_failure", "invalid_input", "gone_input")


class Answers:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def workflow(
        self, workflow: Workflow, *, host: str, hides_mature: bool = False, estimate: bool = False
    ) -> dict[str, Any]:
        """Keys in the order in which they were recorded."""
        now = self._stage.clock.now()
        state = "unassigned" if estimate else workflow.state(now)
        external = {"externalId": f"{USER}-{workflow.external}"} if workflow.external else {}
        return {
            "id": workflow.id,
            "createdAt": ticks(workflow.accepted_at),
            "transactions": self._transactions(workflow, estimate=estimate),
            "metadata": workflow.metadata,
            "status": state,
            **self._times(workflow, state=state),
            "tags": workflow.tags,
            "arguments": workflow.template.get("arguments") or {},
            "steps": [self.step(workflow, state=state, host=host, hides_mature=hides_mature)],
            "callbacks": workflow.template.get("callbacks") or [],
            "tips": TIPS,
            "cost": self._cost(workflow, estimate=estimate),
            **_repeated(workflow, "nsfwLevel", "experimental"),
            "allowMatureContent": workflow.allows_mature,
            "upgradeMode": workflow.template.get("upgradeMode") or "automatic",
            "currencies": workflow.template.get("currencies") or [],
            "forceRefunded": False,
            **_repeated(workflow, "ephemeral"),
            **external,
            **_repeated(workflow, "downloadPriority"),
        }

    def step(self, workflow: Workflow, *, state: str, host: str, hides_mature: bool) -> dict[str, Any]:
        job = {"id": workflow.job, "status": state, "cost": workflow.price}
        begins = {"startAt": ticks(workflow.starts_at), "completeAt": ticks(workflow.ends_at)}
        place = {"support": "available", "precedingJobs": 3, **begins}
        waits = {"queuePosition": place} if state == "scheduled" else {}
        jobs = {"jobs": [{**job, **waits}]} if self._stage.configuration.tells_jobs else {}
        rate = {"estimatedProgressRate": self._rate(workflow)} if state == "processing" else {}
        return {
            "$type": workflow.recipe.step,
            "input": workflow.input,
            "output": self._output(workflow, state=state, host=host, hides_mature=hides_mature),
            "name": workflow.step.get("name") or "$0",
            "priority": workflow.step.get("priority") or "low",
            **jobs,
            "status": state,
            **self._times(workflow, state=state),
            **rate,
            "metadata": workflow.step.get("metadata") or {},
        }

    def _output(self, workflow: Workflow, *, state: str, host: str, hides_mature: bool) -> dict[str, Any]:
        made, now = blobs(workflow, stage=self._stage), self._stage.clock.now()
        ready = state == "succeeded"
        if ready:
            laid(workflow, stage=self._stage, gone_at=workflow.over_at(now) + KEPT)
        told = [
            self._blob(each, workflow, host=host, ready=ready, hides_mature=hides_mature) for each in made
        ]
        output = slots(workflow, told)
        error = ERRORS.get(workflow.script) if state == "failed" else None
        return {**output, "errors": [error]} if error else output

    def _blob(
        self, blob: Blob, workflow: Workflow, *, host: str, ready: bool, hides_mature: bool
    ) -> dict[str, Any]:
        kind = {"type": blob.kind} if workflow.recipe.step in POLYMORPHIC or blob.kind != "image" else {}
        size = {"width": blob.size[0], "height": blob.size[1]} if blob.size != (0, 0) else {}
        if not ready:
            return {**kind, **size, "id": blob.id, "available": False}
        rated = rating(blob, workflow)
        if blob.is_blocked:
            return {**kind, **size, "id": blob.id, "available": False, **rated, "blockedReason": BLOCKED}
        if hides_mature and rated.get("nsfwLevel") == "x":  # measured: it is there, and nobody says where
            return {**kind, **size, "id": blob.id, "available": True, **rated}
        now = self._stage.clock.now()
        until = ticks(next_year(now))
        address = signed(blob.id, host=host, at=now, until=until)
        preview = {"previewUrl": address, "previewUrlExpiresAt": until} if blob.kind == "image" else {}
        told = {"id": blob.id, "available": True, "url": address, "urlExpiresAt": until}
        return {**kind, **size, **preview, **told, **rated}

    def _transactions(self, workflow: Workflow, *, estimate: bool) -> dict[str, Any]:
        """An estimate tells whether it could be paid; nothing was taken for it."""
        taken = {"type": "debit", "amount": workflow.price, "accountType": workflow.paid}
        if estimate:
            return {"list": [taken]}
        now = self._stage.clock.now()
        back = workflow.given_back(now)
        given = [{**taken, "type": "credit", "amount": back, "id": workflow.job}] if back else []
        return {"list": [{**taken, "id": workflow.job}, *given]}

    def _cost(self, workflow: Workflow, *, estimate: bool) -> dict[str, Any]:
        back = 0 if estimate else workflow.given_back(self._stage.clock.now())
        return {"base": 0, "factors": workflow.factors, "tips": TIPS, "total": workflow.price - back}

    def _times(self, workflow: Workflow, *, state: str) -> dict[str, str]:
        now = self._stage.clock.now()
        began = state not in ("unassigned", "scheduled") and now >= workflow.starts_at
        started = {"startedAt": ticks(workflow.starts_at)} if began else {}
        over = workflow.is_over(now) and state != "unassigned"
        return {**started, **({"completedAt": ticks(workflow.over_at(now))} if over else {})}

    def _rate(self, workflow: Workflow) -> float:
        length = workflow.ends_at - workflow.starts_at
        gone = self._stage.clock.now() - workflow.starts_at
        return round(min(max(gone / length, 0.0), 1.0), 3) if length else 0.0


def _repeated(workflow: Workflow, *names: str) -> dict[str, Any]:
    told = ((name, workflow.template.get(name)) for name in names)
    return {name: value for name, value in told if value is not None}


def ticks(at: float) -> str:
    """A moment with seven digits after the seconds, as .NET writes it."""
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06}1Z"


def next_year(at: float) -> float:
    return (datetime.fromtimestamp(at, UTC) + timedelta(days=365)).timestamp()
