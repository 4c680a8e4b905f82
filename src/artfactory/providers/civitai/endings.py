"""Why a workflow ended without success, by its state and what its output says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from artfactory.providers.civitai.workflows import output_of, step_of
from artfactory.providers.errors import Blocked, Failed, InputGone, ProviderError, Stopped
from artfactory.providers.values import storable

# Civitai gives reasons as free text alone: its sentences are the only sign there is.
CONTENT = ("blocked", "moderation", "mature content", "content policy", "prohibited")
INPUT = ("failed to download", "could not download", "unable to download")
NOBODY = "no_provider_available"


def trouble(said: Mapping[str, Any], *, status: str, details: str) -> ProviderError | None:
    """None for a success."""
    match status:
        case "succeeded":
            return None
        case "canceled":
            return Stopped("It was stopped at Civitai.", details=details)
        case "expired":
            return Failed("No machine of Civitai took it in time.", details=details)
    return _failure(reasons(said), details=details)


def reasons(said: Mapping[str, Any]) -> str:
    """What the output and the jobs name, line by line."""
    errors, jobs = output_of(said).get("errors"), step_of(said).get("jobs")
    told = errors if isinstance(errors, list) else []
    for job in jobs if isinstance(jobs, list) else []:
        if isinstance(job, dict):
            told = [*told, job.get("blockedReason"), job.get("reason")]
    return str(storable("\n".join(str(each) for each in told if each)))


def _failure(told: str, *, details: str) -> ProviderError:
    words, kept = told.lower(), told or details
    if any(sign in words for sign in CONTENT):
        return Blocked("Civitai refused the content.", details=kept)
    if any(sign in words for sign in INPUT):
        return InputGone("A file that it starts from could not be fetched by Civitai.", details=kept)
    if NOBODY in words:
        return Failed("No machine of Civitai offers this model now.", details=kept)
    return Failed("It failed at Civitai.", details=kept)
