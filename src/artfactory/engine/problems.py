"""What went wrong, in words for people: what happened, what it means for money and data, what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from artfactory.providers.errors import (
    Blocked,
    Failed,
    Misread,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Stopped,
    Unanswered,
    Unavailable,
)

Problem = dict[str, str]  # code, message, advice, details


def problem(code: str, message: str, *, advice: str = "", details: str = "") -> Problem:
    return {"code": code, "message": message, "advice": advice, "details": details[:4000]}


def of_error(error: ProviderError) -> Problem:
    return problem(error.code, error.message, advice=_advice(error), details=error.details)


def _advice(error: ProviderError) -> str:
    advice: dict[type[ProviderError], str] = {
        Rejected: _("Nothing was made. Change the parameter it names and order again."),
        Blocked: _("The Provider refused the content. Change the prompt and order again."),
        Failed: _("It went wrong at the Provider. Try it again."),
        Stopped: _("It ended because that was asked for."),
        NeedsKey: _("Nothing was sent. Enter a key in Settings; it goes on by itself."),
        NoCredit: _("Nothing was sent. Add credit at the Provider; then resume it in Settings."),
        Unavailable: _("It was not accepted. It is tried again by itself."),
        Unanswered: _("It may have been made and charged. It is never sent again by itself."),
        Misread: _("What was made is kept at the Provider. Try it again; nothing is sent twice."),
    }
    return advice.get(type(error), "")


def lost() -> Problem:
    return problem(
        "unanswered",
        _("It was sent, and no answer came."),
        advice=_("It may have been made and charged. It is never sent again by itself."),
    )


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


def nothing_made() -> Problem:
    return problem("nothing_made", _("The Provider finished without a result."), advice=_("Try it again."))


def no_space(details: str) -> Problem:
    return problem(
        "no_space",
        _("The disk is full, so the result cannot be kept yet."),
        advice=_("Make room; it is collected as soon as there is some. Nothing is lost."),
        details=details,
    )
