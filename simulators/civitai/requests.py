"""A workflow as it is asked for: read, held against the schemas, and turned into words where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulators.civitai.recipes import Recipe, complaints, recipe_for
from simulators.fal.scripts import script_of

EXTERNAL = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
PRIORITIES = ("high", "normal", "low")
CURRENCIES = ("yellow", "blue", "green", "fakeRed")
OFF = ("", "0", "false")
MATURE = "Prompt requires mature content but workflow does not allow it"


@dataclass(frozen=True)
class Asked:
    template: dict[str, Any]
    recipe: Recipe
    errors: Mapping[str, list[str]]


def read(template: dict[str, Any], *, strict: bool, waits: bool = False) -> Asked | dict[str, list[str]]:
    """Or what is wrong with it as a whole. `waits`: somebody hears how it ends."""
    steps = template.get("steps")
    if not isinstance(steps, list) or not steps or not isinstance(steps[0], dict):
        return {"steps": ["The steps field is required."]}
    step = steps[0]
    recipe = recipe_for(step.get("$type"), step.get("input"))
    if recipe is None:
        return {"steps[0].$type": ["This step, or the engine of its input, is not known."]}
    wrong = complaints(recipe, step["input"], strict=strict)
    placed = {f"steps[0].{place}": said for place, said in wrong.items()}
    return Asked(template, recipe, {**_around(template, step, waits=waits), **placed})


def script(asked: Asked) -> str:
    given = asked.template["steps"][0]["input"]
    return script_of({"prompt": given.get("prompt") or given.get("text") or given.get("musicDescription")})


def flag(request: web.Request, name: str, *, usual: bool = False) -> bool:
    said = request.query.get(name)
    return usual if said is None else said.lower() not in OFF


def seconds(request: web.Request) -> float:
    """Raises ValueError for a wait that is no number."""
    return float(int(request.query.get("wait") or 0))


def _around(template: Mapping[str, Any], step: Mapping[str, Any], *, waits: bool) -> dict[str, list[str]]:
    external, tags = template.get("externalId"), template.get("tags") or []
    many = len(tags) > 10 or len(set(tags)) < len(tags) or any(len(tag) > 200 for tag in tags)
    checks = {
        "externalId": external is not None and not EXTERNAL.fullmatch(str(external)),
        "tags": many,
        "currencies": any(each not in CURRENCIES for each in template.get("currencies") or []),
        "downloadPriority": template.get("downloadPriority") not in (None, "high"),
        "ephemeral": template.get("ephemeral") is True and not (template.get("callbacks") or waits),
        "steps[0].priority": step.get("priority") not in (None, *PRIORITIES),
    }
    return {name: [f"The field {name} is not valid."] for name, wrong in checks.items() if wrong}
