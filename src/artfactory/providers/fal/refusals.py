"""What fal.ai's refusals mean, by what was asked and by the codes it documents.

After a submission only its own words prove that nothing was accepted; a gateway's page proves nothing.
At a question the model's own error is replayed with its own status, so the body is looked at first.
"""

from __future__ import annotations

from typing import Any

from artfactory.providers.answers import Answer
from artfactory.providers.errors import (
    Failed,
    Gone,
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Stopped,
    Unanswered,
    Unavailable,
)
from artfactory.providers.fal import reasons

CANCELED = "client_cancelled"  # as fal.ai spells it
UNKNOWN_AFTER = 2.0  # seconds until asking again for a request that is not known yet


def of_submission(answer: Answer) -> ProviderError:
    if answer.status == 429:
        return _throttled(answer)
    if not answer.fields:  # not fal.ai's own words: a gateway's page, or half an answer
        return _no_answer(answer)
    match answer.status:
        case 401 | 403:
            return _closed_door(answer)
        case 404:
            return Rejected("fal.ai does not know this model.", field="model", details=answer.text)
        case 422:
            return reasons.of_model(answer) or Rejected("fal.ai refused the request.", details=answer.text)
    return _no_answer(answer)


def of_question(answer: Answer, *, told: str = "") -> ProviderError:
    """`told`: the type of error that the queue named, where it did."""
    kind = error_type(answer) or told
    return (
        reasons.of_model(answer)
        or (Stopped("It was stopped at fal.ai.", details=answer.text) if kind == CANCELED else None)
        or closed(answer, final=bool(kind))
        or _ending(answer, kind=kind)
    )


def of_platform(answer: Answer) -> ProviderError:
    """Of prices, history, account and storage."""
    return closed(answer) or Misread("fal.ai refused a question that it should know.", details=answer.text)


def closed(answer: Answer, *, final: bool = False) -> ProviderError | None:
    """The account or the gateway, rather than the request. `final`: fal.ai named the job's own failure."""
    if answer.status in (401, 403) and answer.fields:
        return NeedsKey(_ACCESS, details=answer.text) if not is_locked(answer) else _closed_door(answer)
    if answer.status == 429:
        return _throttled(answer)
    if final or not (answer.status >= 500 or answer.status in (401, 403, 408) or 300 <= answer.status < 400):
        return None
    return Unavailable("fal.ai cannot answer now.", retry_after=answer.retry_after, details=answer.text)


def is_locked(answer: Answer) -> bool:
    """Whether a 403 is about money. fal.ai gives no code for it: its sentence is the only sign there is."""
    words = text_of(answer).lower()
    return "locked" in words or "exhausted balance" in words


def is_missing(error: ProviderError) -> bool:
    return isinstance(error, Gone)


def not_yet(answer: Answer) -> Unavailable:
    return Unavailable(
        "fal.ai does not know the request yet.", retry_after=UNKNOWN_AFTER, details=answer.text
    )


def error_type(answer: Answer) -> str:
    """The kind of failure of the infrastructure, from the body or the header."""
    return str(answer.fields.get("error_type") or answer.headers.get("x-fal-error-type") or "")


def text_of(answer: Answer) -> str:
    detail: Any = answer.fields.get("detail") or answer.fields.get("error") or ""
    return str(detail.get("message", "")) if isinstance(detail, dict) else str(detail)


_ACCESS = "fal.ai refused the key."


def _closed_door(answer: Answer) -> ProviderError:
    if answer.status == 401:
        return NeedsKey(_ACCESS, details=answer.text)
    if is_locked(answer):
        return NoCredit("Nothing is left to pay with at fal.ai.", details=answer.text)
    return Rejected("This key may not use this model of fal.ai.", field="model", details=answer.text)


def _throttled(answer: Answer) -> Unavailable:
    wait = answer.retry_after
    return Unavailable(
        "fal.ai asks for a slower pace.", retry_after=wait, throttled=True, details=answer.text
    )


def _no_answer(answer: Answer) -> Unanswered:
    return Unanswered(f"fal.ai answered with status {answer.status}.", details=answer.text)


def _ending(answer: Answer, *, kind: str) -> ProviderError:
    if answer.status in (404, 410) and not kind:
        return _gone(answer)
    if answer.status == 400 and "still in progress" in text_of(answer):  # has no code of its own either
        return Unavailable("fal.ai has not finished yet.", details=answer.text)
    if answer.status == 422:
        return Rejected("fal.ai refused the request.", details=answer.text)
    return Failed(reasons.in_words(kind), details=answer.text)


def _gone(answer: Answer) -> ProviderError:
    if not answer.fields:
        return Misread("fal.ai answered with a page instead of the request.", details=answer.text)
    return Gone("fal.ai no longer knows this request.", details=answer.text)
