"""Words in a prompt that decide what becomes of a job, so that anyone can look at a failure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SCRIPTS = {
    "(fail)": "model_failure",
    "(block)": "blocked",
    "(nothing)": "nothing_made",
    "(invalid)": "invalid_input",
    "(infra)": "infrastructure",
    "(nsfw)": "unsafe",
    "(slow)": "slow",
}


def script_of(request: Mapping[str, Any]) -> str:
    prompt = str(request.get("prompt") or request.get("text") or "")
    return next((script for word, script in SCRIPTS.items() if word in prompt), "")
