"""How much of its pace Civitai leaves: `RateLimit: "buzz";r=940;t=12`, in the form of an IETF draft.

Several limits may stand there, each with its name; the one with the least left counts.
"""

from __future__ import annotations

import re

from artfactory.providers.answers import LONGEST_WAIT, Answer
from artfactory.providers.base import Allowance

LIMIT = re.compile(r";\s*r=(\d{1,9})\s*;\s*t=(\d{1,9})")


def told(answer: Answer) -> Allowance | None:
    limits = ((int(left), -int(reset)) for left, reset in LIMIT.findall(answer.headers.get("ratelimit", "")))
    left, reset = min(limits, default=(None, 0))
    return None if left is None else Allowance(left, min(float(-reset), LONGEST_WAIT))
