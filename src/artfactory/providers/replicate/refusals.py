"""What Replicate's refusals mean, by what was asked.

Its own are problems as of RFC 9457, and repeat their status in the body. After a submission only such a one
proves that nothing was accepted; a gateway's page, or half an answer, proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from artfactory.providers.answers import LONGEST_WAIT, Answer
from artfactory.providers.errors import (
    Gone,
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Unanswered,
    Unavailable,
)
from artfactory.providers.replicate.offers import canonical, title

UNKNOWN_AFTER = 2.0  # seconds until asking again for a prediction that is not known yet
IN_DOUBT = (408, 409, 425)  # statuses that leave it open what became of the request
RESETS = re.compile(r"~ ?(\d{1,6}) ?s\b")  # "Your rate limit resets in ~30s."
SLOWED = re.compile(r"reduced to (\d{1,6}) requests per (minute|second)")


def of_submission(answer: Answer) -> ProviderError:
    if answer.status == 429:
        return _throttled(answer)
    if not is_its_own(answer):
        return Unanswered(f"Replicate answered with status {answer.status}.", details=answer.text)
    if answer.status == 404:
        return Rejected("Replicate does not know this model.", field="model", details=answer.text)
    return _access(answer) if answer.status in (401, 402, 403) else _wrong(answer)


def of_question(answer: Answer) -> ProviderError:
    """Of predictions, lists, files and the account: all may be asked again."""
    if answer.status == 429:
        return _throttled(answer)
    if answer.status >= 500 or answer.status == 408 or 300 <= answer.status < 400 or not answer.fields:
        return _closed(answer)
    match answer.status:
        case 401 | 403:
            return _no_access(answer)
        case 402:
            return _no_credit(answer)
        case 404 | 410:
            return Gone("Replicate no longer knows this prediction.", details=answer.text)
    return Misread("Replicate refused a question that it should know.", details=answer.text)


def not_yet(answer: Answer) -> Unavailable:
    return Unavailable(
        "Replicate does not know the prediction yet.", retry_after=UNKNOWN_AFTER, details=answer.text
    )


def is_its_own(answer: Answer, *, but: Collection[int] = ()) -> bool:
    """Whether Replicate itself refused it: a problem whose body repeats its status."""
    refused = 400 <= answer.status < 500 and answer.status not in (*IN_DOUBT, 429, *but)
    return refused and "detail" in answer.fields and answer.fields.get("status") == answer.status


def _closed(answer: Answer) -> ProviderError:
    if answer.status in (200, 404, 410):
        return Misread("Replicate answered with a page instead of the prediction.", details=answer.text)
    return Unavailable("Replicate cannot answer now.", retry_after=answer.retry_after, details=answer.text)


def _access(answer: Answer) -> ProviderError:
    if answer.status == 403:
        words = "This key may not use this model of Replicate."
        return Rejected(words, field="model", details=answer.text)
    return _no_access(answer) if answer.status == 401 else _no_credit(answer)


def _no_access(answer: Answer) -> NeedsKey:
    return NeedsKey("Replicate refused the key.", details=answer.text)


def _no_credit(answer: Answer) -> NoCredit:
    return NoCredit("Nothing is left to pay with at Replicate.", details=answer.text)


def _throttled(answer: Answer) -> Unavailable:
    """With little credit Replicate slows an account down, and only its sentence says so."""
    slowed = SLOWED.search(_detail(answer))
    words = "Replicate asks for a slower pace."
    pace = None
    if slowed:
        words = f"Replicate allows {slowed[1]} requests a {slowed[2]} while there is so little credit."
        pace = int(slowed[1]) * (60 if slowed[2] == "second" else 1)
    return Unavailable(
        words, retry_after=_wait(answer), throttled=True, per_minute=pace or None, details=answer.text
    )


def _wait(answer: Answer) -> float | None:
    """Seconds: by `Retry-After`, by the body, by the sentence in it, or until the limit starts anew."""
    if answer.retry_after is not None:
        return answer.retry_after
    told = RESETS.search(_detail(answer))
    reset = told[1] if told else answer.headers.get("ratelimit-reset", "")
    return min(float(reset), LONGEST_WAIT) if reset.isascii() and reset.isdigit() else None


def _detail(answer: Answer) -> str:
    return str(answer.fields.get("detail", ""))


def _wrong(answer: Answer) -> Rejected:
    """Inputs are checked before anything begins; the first one that is wrong is named."""
    fields = answer.fields.get("invalid_fields")
    first = fields[0] if isinstance(fields, list) and fields else None
    if isinstance(first, dict):
        native = _field(first)
        said = _flat(first.get("description")) or "it is wrong"
        subject = title(native) if native else "The request"
        words = f"{subject} was refused by Replicate: {said}."
        return Rejected(words, field=canonical(native), details=answer.text)
    if "version" in _detail(answer).lower():
        return Rejected("Replicate does not know this version.", field="model", details=answer.text)
    return Rejected("Replicate refused the request.", details=answer.text)


def _field(wrong: Mapping[str, Any]) -> str:
    """“input.seed” is the parameter seed; one that is missing stands in the sentence alone."""
    place = str(wrong.get("field", "")).split(".")
    if len(place) > 1 and place[0] == "input":
        return place[1]
    words = str(wrong.get("description", "")).split()
    return words[0] if place == ["input"] and words[1:] == ["is", "required"] else ""


def _flat(text: Any) -> str:
    return " ".join(str(text or "").split())[:200].rstrip(".")
