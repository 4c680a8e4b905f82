"""How much of its pace Replicate leaves: `ratelimit-remaining`, and in how many seconds that starts anew."""

from __future__ import annotations

from artfactory.providers.answers import LONGEST_WAIT, Answer
from artfactory.providers.base import Allowance

MOST_DIGITS = 9


def told(answer: Answer) -> Allowance | None:
    left, reset = (_number(answer.headers.get(f"ratelimit-{what}", "")) for what in ("remaining", "reset"))
    return None if left is None or reset is None else Allowance(left, min(float(reset), LONGEST_WAIT))


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else None
