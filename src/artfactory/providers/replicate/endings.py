"""Why a prediction ended without success, by its state and by the codes in its error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from artfactory.providers.errors import Blocked, Failed, InputGone, ProviderError, Stopped
from artfactory.providers.values import moment, storable

CODE = re.compile(r"\bE\d{3,4}\b")  # "… (E005) (uIJ6l3ruRD)"
BLOCKED = "E005"
BROKEN = {
    "E002": "A service behind the model refused Replicate.",
    "E003": "Too many wanted this model at Replicate at the same time.",
    "E004": "A service behind the model could not be reached.",
    "E1000": "The model failed at Replicate.",
    "E1001": "The model ran out of memory at Replicate: a smaller input may do.",
    "E6716": "No machine of Replicate started in time.",
}
LATE = "It took longer than your time limit for Replicate and was ended while it ran."
NEVER_BEGAN = "It had not begun when your time limit for Replicate was over; Replicate does not charge that."
JUST_BEFORE = 2.0  # seconds by which an end may be noted before its deadline
OTHERWISE = "The model failed at Replicate."


def trouble(said: Mapping[str, Any], *, status: str, files: str, details: str) -> ProviderError | None:
    """None for a success. `files`: how the addresses of uploaded files begin."""
    match status:
        case "succeeded":
            return None
        case "canceled" if _is_late(said):
            return Failed(LATE, details=details)
        case "aborted" if said.get("deadline") is not None:
            return Failed(NEVER_BEGAN, details=details)
        case "canceled":
            return Stopped("It was stopped at Replicate.", details=details)
        case "aborted":
            return Stopped("It was ended at Replicate before it began, and is not charged.", details=details)
    return _failure(storable(str(said.get("error") or "")), files=files)


def _is_late(said: Mapping[str, Any]) -> bool:
    """Ended by its deadline, not by a person before that."""
    deadline, ended = moment(said.get("deadline")), moment(said.get("completed_at"))
    return deadline is not None and ended is not None and ended >= deadline - JUST_BEFORE


def _failure(told: str, *, files: str) -> ProviderError:
    codes = CODE.findall(told)
    if BLOCKED in codes or _is_about_content(told):
        return Blocked("Replicate refused the content.", details=told)
    if files in told:
        return InputGone("A file that it starts from could not be fetched by Replicate.", details=told)
    words = next((BROKEN[code] for code in codes if code in BROKEN), OTHERWISE)
    return Failed(words, details=told)


def _is_about_content(told: str) -> bool:
    """Older models have no code for it: their sentence is the only sign there is."""
    words = told.lower()
    return "nsfw" in words or "flagged as sensitive" in words
