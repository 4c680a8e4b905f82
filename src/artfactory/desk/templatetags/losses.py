"""What was paid although nothing came of it, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import ngettext

from artfactory.orders.models.states import Status
from artfactory.orders.spending import Account
from artfactory.web.templatetags.money import money

register = template.Library()


@register.filter
def losses(account: Account) -> list[str]:
    """ "$0.40 went into 3 that failed", for each state in which something was paid."""
    return [
        _words(state, loss.count) % {"n": f"{loss.count:,}", "amount": money(loss.amount, account.currency)}
        for state, loss in account.losses.items()
    ]


def _words(state: str, n: int) -> str:
    if state == Status.FAILED:
        return ngettext("%(amount)s went into %(n)s that failed", "%(amount)s went into %(n)s that failed", n)
    if state == Status.BLOCKED:
        return ngettext(
            "%(amount)s went into %(n)s that was blocked", "%(amount)s went into %(n)s that were blocked", n
        )
    if state == Status.CANCELED:
        return ngettext(
            "%(amount)s went into %(n)s that was canceled", "%(amount)s went into %(n)s that were canceled", n
        )
    return ngettext(
        "%(amount)s perhaps went into %(n)s without an answer",
        "%(amount)s perhaps went into %(n)s without an answer",
        n,
    )
