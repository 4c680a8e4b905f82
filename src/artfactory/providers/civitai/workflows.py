"""Workflows as Civitai is asked for them and as it tells of them: one of ours has exactly one step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from artfactory.providers.base import Job
from artfactory.providers.bodies import encoded
from artfactory.providers.civitai.recipes import PACKED, Recipe
from artfactory.providers.values import same

TAG = "art-factory"
LENIENT = ("model", "modelVersion", "version")  # an answer may call these otherwise, or leave them out


def external_id(key: str) -> str:
    """The key by which Civitai takes a request once. Each try has one of its own."""
    return f"af-{key}"


def body(job: Job, cooked: Recipe, *, external: str) -> bytes:
    """Raises Rejected for a request that no workflow can be made of."""
    priority = {"priority": job.request["priority"]} if "priority" in job.request else {}
    mature = {name: job.request[name] for name in ("allowMatureContent",) if name in job.request}
    step = {"$type": cooked.step, **priority, "input": cooked.input(job.request)}
    return encoded({"externalId": external, "tags": [TAG], **mature, "steps": [step]})


def step_of(said: Mapping[str, Any]) -> Mapping[str, Any]:
    steps = said.get("steps")
    first = steps[0] if isinstance(steps, list) and steps else None
    return first if isinstance(first, dict) else {}


def output_of(said: Mapping[str, Any]) -> Mapping[str, Any]:
    output = step_of(said).get("output")
    return output if isinstance(output, dict) else {}


def altered(said: Mapping[str, Any], job: Job, cooked: Recipe) -> list[str]:
    """Names of ours that the workflow goes without, or with another number, choice or switch."""
    echo = step_of(said).get("input")
    if not isinstance(echo, dict) or not echo:
        return []
    sent = cooked.input(job.request)
    compared = (name for name in job.request if name in sent and name not in LENIENT)
    return [name for name in compared if _is_altered(sent[name], echo.get(name))]


def in_words(names: Any) -> list[str]:
    """One sentence for each parameter that was altered."""
    said = [PACKED.title(str(name)) for name in names] if isinstance(names, list) else []
    return [f"Civitai did not take “{title}” as it was asked for." for title in said]


def _is_altered(sent: Any, echoed: Any) -> bool:
    """Texts and files may be rewritten on the way; what is empty may be left out."""
    if sent in (None, "", [], {}):
        return False
    return echoed is None or (isinstance(sent, bool | int | float) and not same(sent, echoed))
