"""What Civitai's refusals mean, by what was asked.

A 400 of its own is a problem as of RFC 9457. A 403 may be a bare sentence, and means the Buzz, the key or the
model: only its words tell. A gateway's page proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from artfactory.providers.answers import Answer
from artfactory.providers.civitai import allowances
from artfactory.providers.civitai.recipes import PACKED
from artfactory.providers.errors import (
    Blocked,
    Gone,
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Unanswered,
    Unavailable,
)

UNKNOWN_AFTER = 2.0  # seconds until asking again for a workflow that is not known yet
PLACE = re.compile(r"input\.([A-Za-z0-9]+)")  # in "steps[0].input.width"


def of_submission(answer: Answer) -> ProviderError:
    known = _of_account(answer)
    if known is not None:
        return known
    if answer.status == 403 and _is_its_own(answer):
        words = "This key may not use this model of Civitai."
        return Rejected(words, field="model", details=answer.text)
    if answer.status == 400 and answer.fields:
        return _wrong(answer)
    return Unanswered(f"Civitai answered with status {answer.status}.", details=answer.text)


def of_question(answer: Answer) -> ProviderError:
    """Of workflows, lists, prices and files: all may be asked again."""
    known = _of_account(answer)
    if known is not None:
        return known
    match answer.status:
        case 403 if _is_its_own(answer):
            return _no_access(answer)
        case 404 | 410 if answer.fields or not answer.body:
            return Gone("Civitai no longer knows this workflow.", details=answer.text)
        case 200 | 404 | 410:
            words = "Civitai answered with a page instead of the workflow."
            return Misread(words, details=answer.text)
        case 400 | 405 | 415 | 422:
            return Misread("Civitai refused a question that it should know.", details=answer.text)
    return Unavailable("Civitai cannot answer now.", retry_after=answer.retry_after, details=answer.text)


def of_estimate(answer: Answer) -> ProviderError:
    """The question is the request itself, so it may be refused as that."""
    wrong = answer.status in (400, 403) and _is_its_own(answer)
    return of_submission(answer) if wrong else of_question(answer)


def not_yet(answer: Answer) -> Unavailable:
    return Unavailable(
        "Civitai does not know the workflow yet.", retry_after=UNKNOWN_AFTER, details=answer.text
    )


def _of_account(answer: Answer) -> ProviderError | None:
    """What is about the key, the Buzz or the pace, and not about this request."""
    if answer.status == 401:
        return _no_access(answer)
    if answer.status == 402 or (answer.status == 403 and _is_about_buzz(answer)):
        return NoCredit("There is not enough Buzz left at Civitai.", details=answer.text)
    return _throttled(answer) if answer.status == 429 else None


def _is_its_own(answer: Answer) -> bool:
    """JSON, be it a single sentence."""
    return isinstance(answer.content, str | dict)


def _is_about_buzz(answer: Answer) -> bool:
    words = answer.text.lower()
    return "insufficient" in words and ("buzz" in words or "funds" in words)


def _no_access(answer: Answer) -> NeedsKey:
    return NeedsKey("Civitai refused the key.", details=answer.text)


def _throttled(answer: Answer) -> Unavailable:
    words = "Civitai asks for a slower pace."
    return Unavailable(words, retry_after=_wait(answer), throttled=True, details=answer.text)


def _wait(answer: Answer) -> float | None:
    """Seconds: by `Retry-After`, or until what is used up is given anew (`RateLimit: "buzz";r=0;t=12`)."""
    if answer.retry_after is not None:
        return answer.retry_after
    told = allowances.told(answer)
    return told.seconds if told and told.left == 0 else None


def _wrong(answer: Answer) -> ProviderError:
    """Checked before anything begins; the first field that is wrong is named."""
    if "mature content" in answer.text.lower():
        words = "Civitai refused the content: it needs mature content to be allowed."
        return Blocked(words, details=answer.text)
    for native, said in _complaints(answer):
        subject = PACKED.title(native) if native else "The request"
        words = f"{subject} was refused by Civitai: {said}."
        return Rejected(words, field=PACKED.canonical(native), details=answer.text)
    return Rejected("Civitai refused the request.", details=answer.text)


def _complaints(answer: Answer) -> Iterator[tuple[str, str]]:
    """Native name, where one is told, and what is wrong with it."""
    errors = answer.fields.get("errors")
    for place, said in errors.items() if isinstance(errors, dict) else ():
        found = PLACE.search(str(place))
        yield found[1] if found else "", _flat(said)
    detail = answer.fields.get("detail")
    if isinstance(detail, str) and detail.strip():
        yield "", _flat(detail)


def _flat(said: Any) -> str:
    text = said[0] if isinstance(said, list) and said else said
    return " ".join(str(text or "it is wrong").split())[:200].rstrip(".")
