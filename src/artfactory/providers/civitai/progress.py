"""How far a workflow is, as its step and its jobs tell it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from artfactory.providers.base import Working
from artfactory.providers.civitai.workflows import step_of

OVER = ("succeeded", "failed", "expired", "canceled")
SOONEST, LATEST = 0.5, 5.0  # seconds between two questions
SHARE = 0.5  # of its age: what takes long is asked for less often


def working(said: Mapping[str, Any], *, age: float) -> Working:
    """A state that is not known is one on the way: Civitai has added some before."""
    again = min(max(age * SHARE, SOONEST), LATEST)
    step = step_of(said)
    if said.get("status") == "processing":
        return Working(progress=_progress(step), ask_again=again)
    return Working(position=_position(step), logs=_preparation(step), ask_again=again)


def _progress(step: Mapping[str, Any]) -> float | None:
    """As Civitai estimates it, 0 to 1."""
    told = [step.get("estimatedProgressRate"), *(job.get("estimatedProgressRate") for job in _jobs(step))]
    shares = [float(each) for each in told if isinstance(each, int | float) and 0 <= each <= 1]
    return max(shares, default=None)


def _position(step: Mapping[str, Any]) -> int:
    places = [job.get("queuePosition") for job in _jobs(step)]
    ahead = [place.get("precedingJobs") for place in places if isinstance(place, dict)]
    return max((each for each in ahead if type(each) is int and each >= 0), default=0)


def _preparation(step: Mapping[str, Any]) -> tuple[str, ...]:
    """A checkpoint that nobody used lately is fetched first."""
    told = step.get("preparation")
    resource = told.get("resource") if isinstance(told, dict) else None
    return (f"Civitai fetches {resource[:200]}",) if isinstance(resource, str) else ()


def _jobs(step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Newer answers come without them."""
    jobs = step.get("jobs")
    return [job for job in jobs if isinstance(job, dict)] if isinstance(jobs, list) else []
