"""What went wrong, in words for people: what happened, what it means for money and data, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from artfactory.accounts.redaction import redact
from artfactory.media.fetching.errors import NotFetched
from artfactory.orders.models import Budget
from artfactory.orders.models.states import BUDGET, NOT_FETCHED
from artfactory.providers.errors import (
    Blocked,
    Failed,
    Gone,
    InputGone,
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Stopped,
    Unanswered,
    Unavailable,
)

if TYPE_CHECKING:
    from artfactory.engine.work import Work

REMOVED = "removed"  # code of the problem of one whose files were deleted before they were fetched
Problem = dict[str, str]  # code, message, advice, details


def problem(code: str, message: str, *, advice: str = "", details: str = "") -> Problem:
    """What others said is stored without any key that it may repeat."""
    return {"code": code, "message": redact(message), "advice": advice, "details": redact(details)[:4000]}


def of_error(error: ProviderError) -> Problem:
    return problem(error.code, error.message, advice=_advice(error), details=error.details)


def _advice(error: ProviderError) -> str:
    return _advice_for(type(error))


def _advice_for(kind: type[ProviderError]) -> str:
    advice: dict[type[ProviderError], str] = {
        Rejected: _("Nothing was made. Change the parameter it names and order again."),
        InputGone: _(
            "Nothing was made; it may have been charged. Try it again: a file of yours is sent anew. "
            "An address must be open to everybody."
        ),
        Blocked: _("It may have been charged. Change the prompt and order again."),
        Gone: _("It may have been made and charged, and cannot be had any more. To try again pays again."),
        Failed: _("It may have been charged. To try it again is a new request, paid anew."),
        Stopped: _("It ended because that was asked for."),
        NeedsKey: _("Nothing was sent. Enter a key in Settings; it goes on by itself."),
        NoCredit: _("Nothing was sent. Add credit at the Provider; then resume it in Settings."),
        Unavailable: _("It was not accepted. It is tried again by itself."),
        Unanswered: _("It may have been made and charged. It is never sent again by itself."),
        Misread: _("What was made is kept at the Provider. Try it again; nothing is sent twice."),
    }
    return advice.get(kind, "")


def lost(work: Work, *, looked: bool) -> Problem:
    """What is known of a request without an answer, and of where it was looked for."""
    sent = {"time": date_format(timezone.localtime(work.sent_at), "H:i:s")}
    if looked:
        message = _(
            "It was sent at %(time)s and no answer came. The Provider’s list does not show it, "
            "or not clearly, which proves nothing."
        )
    else:
        message = _("It was sent at %(time)s and no answer came. This Provider cannot be asked about it.")
    return problem("unanswered", message % sent, advice=_advice_for(Unanswered))


def crashed() -> Problem:
    return problem(
        "set_aside",
        _("Art Factory ended three times in a row while it worked on this."),
        advice=_("Nothing is lost and nothing is sent twice. Try it again when the cause is found."),
    )


def unreadable(details: str) -> Problem:
    return problem(
        "set_aside",
        _("The Provider’s answer could not be used."),
        advice=_("What was made is kept at the Provider. Try it again; nothing is sent twice."),
        details=details,
    )


def not_prepared(error: Exception) -> Problem:
    return problem(
        "not_prepared",
        _("A file that it starts from could not be sent."),
        advice=_("The request itself was not sent and costs nothing. Try it again."),
        details=repr(error),
    )


def nothing_made(reasons: Sequence[str] = ()) -> Problem:
    message = _("The Provider finished without a result.")
    return problem("nothing_made", " ".join([message, *reasons]), advice=_("Try it again."))


def not_fetched(error: NotFetched) -> Problem:
    return problem(
        NOT_FETCHED,
        error.message,
        advice=_("It was made and perhaps paid for. Try it again: it is fetched anew, nothing is sent."),
        details=error.details,
    )


def removed(error: NotFetched, *, provider: str, at: float) -> Problem:
    """`at`: seconds since the epoch."""
    words = {"provider": provider, "time": date_format(timezone.localtime(_moment(at)), "H:i")}
    return problem(
        REMOVED,
        _("%(provider)s deleted it at %(time)s, before it could be fetched.") % words,
        advice=_("It was made and charged, and is lost. To try it again is a new request, paid anew."),
        details=error.details,
    )


def overdue(error: NotFetched, *, provider: str, at: float) -> Problem:
    """Past its moment, and nobody can look whether it is still there."""
    words = {"provider": provider, "time": date_format(timezone.localtime(_moment(at)), "H:i")}
    advice = _("%(provider)s was to delete it at %(time)s: it is probably lost, and was charged.") % words
    return problem("unreachable_file", error.message, advice=advice, details=error.details)


def unreachable_file(error: NotFetched) -> Problem:
    return problem(
        "unreachable_file",
        error.message,
        advice=_("It was made and lies at the Provider. It is fetched as soon as that can be reached."),
        details=error.details,
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, tz=UTC)


def broke_off(error: Exception) -> Problem:
    return problem(
        "set_aside",
        _("Something unexpected stopped the work on this."),
        advice=_("What was accepted is kept. Try it again; nothing that was accepted is sent twice."),
        details=repr(error),
    )


def no_space(details: str) -> Problem:
    return problem(
        "no_space",
        _("The disk is full, so the result cannot be kept yet."),
        advice=_("Make room; it is collected as soon as there is some. Nothing is lost."),
        details=details,
    )


def over_budget(budgets: Iterable[Budget]) -> Problem:
    """It waits, and nothing was sent."""
    which = ", ".join(each.words for each in budgets)
    message = _("A budget does not reach so far: %(which)s.") % {"which": which}
    return problem(
        BUDGET, message, advice=_("Nothing was sent. Raise or lift the budget; it goes on by itself.")
    )
