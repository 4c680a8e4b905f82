"""The list of workflows: by tags, dates and words of their metadata, newest first, page by page."""

from __future__ import annotations

import base64
import json

from multidict import MultiMapping

from simulators.civitai.workflows import Workflow
from simulators.clock import moment

MOST = 100


def page(
    workflows: list[Workflow], asked: MultiMapping[str], *, now: float
) -> tuple[list[Workflow], str | None]:
    """One page, and the cursor of the next one. Raises ValueError for what is no time or no cursor."""
    found = [each for each in workflows if _is_meant(each, asked, now=now)]
    found.sort(key=lambda each: each.accepted_at, reverse=asked.get("ascending", "").lower() != "true")
    start = int(base64.b64decode(asked["cursor"])) if asked.get("cursor") else 0
    take = min(int(asked.get("take") or MOST), MOST)
    more = start + take < len(found)
    return found[start : start + take], base64.b64encode(
        str(start + take).encode()
    ).decode() if more else None


def _is_meant(workflow: Workflow, asked: MultiMapping[str], *, now: float) -> bool:
    shown = workflow.listed_at <= now and not workflow.is_gone(now)
    tagged = all(tag in workflow.tags for tag in asked.getall("tags", []))
    excluded = any(tag in workflow.tags for tag in asked.getall("excludeTags", []))
    start, end = asked.get("fromDate"), asked.get("toDate")
    after = start is None or workflow.accepted_at >= moment(start)
    before = end is None or workflow.accepted_at <= moment(end)
    failed = asked.get("excludeFailed", "").lower() == "true" and workflow.state(now) in ("failed", "expired")
    words = asked.get("query", "").lower() in json.dumps(workflow.metadata).lower()
    return shown and tagged and words and not excluded and after and before and not failed
