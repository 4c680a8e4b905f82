"""How far a request is, as fal.ai's queue tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from artfactory.providers.base import Working
from artfactory.providers.errors import Misread
from artfactory.providers.values import storable

BAR = re.compile(r"(?<!\d)(\d{1,3})% ?\|")  # "  4%|▍         | 1/28", as many models log it
LINES, LONGEST_LINE = 5, 200
SOONEST, LATEST = 0.25, 5.0  # seconds until the first question and between two
SHARE = 0.5  # of its age: what takes long is asked for less often


def working(said: Mapping[str, Any], *, age: float) -> Working:
    again = min(max(age * SHARE, SOONEST), LATEST)
    match said.get("status"):
        case "IN_QUEUE":
            return Working(position=_position(said), ask_again=again)
        case "IN_PROGRESS" | "COMPLETED":
            logs = _logs(said)
            return Working(progress=_progress(logs), logs=logs, ask_again=again)
    raise Misread("fal.ai named a state that is not known.", details=str(said)[:4000])


def _position(said: Mapping[str, Any]) -> int:
    position = said.get("queue_position")
    return max(position, 0) if type(position) is int else 0


def _logs(said: Mapping[str, Any]) -> tuple[str, ...]:
    logs = said.get("logs")
    entries = logs[-LINES:] if isinstance(logs, list) else []
    lines = (entry.get("message") for entry in entries if isinstance(entry, dict))
    return tuple(storable(line[:LONGEST_LINE].strip()) for line in lines if isinstance(line, str))


def _progress(logs: tuple[str, ...]) -> float | None:
    shares = [int(share) / 100 for line in logs for share in BAR.findall(line)]
    return min(shares[-1], 1.0) if shares else None
