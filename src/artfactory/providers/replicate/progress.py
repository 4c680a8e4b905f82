"""How far a prediction is, as its state and its logs tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from artfactory.providers.base import Working
from artfactory.providers.values import storable

BAR = re.compile(r"(?<!\d)(\d{1,3})% ?\|")  # " 50%|█████     | 14/28", as many models log it
LINES, LONGEST_LINE = 5, 200
LONGEST_TAIL = 20_000  # characters of a log that are looked at
SOONEST, LATEST = 0.5, 5.0  # seconds until the first question and between two
SHARE = 0.5  # of its age: what takes long is asked for less often


def working(said: Mapping[str, Any], *, age: float) -> Working:
    """A state that is not known is one on the way: Replicate has added some before."""
    again = min(max(age * SHARE, SOONEST), LATEST)
    if said.get("status") == "starting":
        return Working(position=0, ask_again=again)  # it waits for a machine; its place is not told
    logs = _lines(said.get("logs"))
    return Working(progress=_progress(logs), logs=logs, ask_again=again)


def _lines(logs: Any) -> tuple[str, ...]:
    """One text with all lines; a bar is drawn over and over in one of them, by carriage returns."""
    text = logs[-LONGEST_TAIL:] if isinstance(logs, str) else ""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(storable(line[-LONGEST_LINE:]) for line in lines if line)[-LINES:]


def _progress(logs: tuple[str, ...]) -> float | None:
    shares = [int(share) / 100 for line in logs for share in BAR.findall(line)]
    return min(shares[-1], 1.0) if shares else None
