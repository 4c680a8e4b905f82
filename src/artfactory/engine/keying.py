"""Entering, removing and trying the key of a Provider; open pages hear of it, the worker takes it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.accounts import keys
from artfactory.accounts.models import ProviderAccount
from artfactory.accounts.redaction import redact
from artfactory.engine import ask, problems
from artfactory.engine.news import News
from artfactory.orders.models import Order
from artfactory.providers.base import Checks, Credit, Money, Provider
from artfactory.providers.errors import NeedsKey, NoCredit, ProviderError, Unavailable

State = ProviderAccount.State
Ask = Callable[[str, ask.Question[Credit | None]], Credit | None]


@dataclass(frozen=True)
class Verdict:
    """What came of trying a key, in words for people."""

    good: bool
    text: str


def settle() -> None:
    """When this process begins to produce: the keys that it can find are the ones that count."""
    for account in ProviderAccount.objects.all():
        before = account.key_changed_at
        keys.settle(account)
        if account.key_changed_at != before:
            _tell(account)


def enter(account: ProviderAccount, text: str) -> None:
    """Raises keys.BadKey, or keys.Unreadable where kept keys are damaged."""
    keys.keep(account, text)
    _tell(account)


def remove(account: ProviderAccount) -> bool:
    """Whether one was kept. One from the environment stays, and counts."""
    was_kept = keys.remove(account)
    _tell(account)
    return was_kept


def try_key(account: ProviderAccount, *, put: Ask = ask.ask) -> Verdict:
    """One cheap question. The account stands afterwards as the answer says; a pause of a person stays."""
    if not keys.needs_key(account.provider):
        return Verdict(True, _("%(provider)s needs no key.") % {"provider": account})
    verdict = _tried(account, put)
    _tell(account)
    return verdict


@transaction.atomic
def _tell(account: ProviderAccount) -> None:
    """Open pages; and Orders that only wait for it stand at once as it does now."""
    news = News()
    news.provider(account.provider)
    for order in Order.objects.waiting_for(account.provider).values_list("pk", flat=True):
        news.settle(order)
    news.publish()


def _tried(account: ProviderAccount, put: Ask) -> Verdict:
    if keys.key_of(account.provider) is None:
        keys.settle(account)
        return Verdict(False, account.advice)
    try:
        credit = put(account.provider, _check)
    except ProviderError as error:
        return _failed(account, error)
    _open(account)
    _note(credit, account)
    return Verdict(True, _praise(account, credit))


async def _check(provider: Provider) -> Credit | None:
    return await provider.check_key() if isinstance(provider, Checks) else None


def _open(account: ProviderAccount) -> None:
    if account.state == State.UNREACHABLE:
        account.recover(at=timezone.now())
    key = keys.key_of(account.provider)
    account.note_key(ends=key.ends if key else "", at=timezone.now())


def _note(credit: Credit | None, account: ProviderAccount) -> None:
    left = credit.left if credit else None
    amount, currency = (left.amount, left.currency) if left else (None, "")
    account.note_credit(amount=amount, currency=currency, at=timezone.now())


def _praise(account: ProviderAccount, credit: Credit | None) -> str:
    words = {"provider": str(account)}
    if credit is None:
        text = _("%(provider)s cannot be asked about a key. The next order shows whether it is good.")
        return text % words
    if credit.left is None:
        return _("The key of %(provider)s works. How much credit is left is not told.") % words
    words["credit"] = _written(credit.left)
    return _("The key of %(provider)s works. %(credit)s are left.") % words


def _written(money: Money) -> str:
    return f"{money.amount:,.2f} {money.currency}"


def _failed(account: ProviderAccount, error: ProviderError) -> Verdict:
    problem = problems.of_error(error)
    message, advice = redact(error.message), _next_step(account, error)
    if state := _state_after(error):
        account.stop(state, advice=f"{message} {advice}", details=redact(problem["details"]))
        return Verdict(False, message)  # what to do stands with the account
    return Verdict(False, f"{message} {advice}")


def _state_after(error: ProviderError) -> str | None:
    """Slowed down is no verdict on the key, and an answer that nobody understands is none either."""
    if isinstance(error, NeedsKey):
        return State.KEY_REFUSED
    if isinstance(error, NoCredit):
        return State.NO_CREDIT
    reachable = not isinstance(error, Unavailable) or error.throttled
    return None if reachable else State.UNREACHABLE


def _next_step(account: ProviderAccount, error: ProviderError) -> str:
    if isinstance(error, NeedsKey):
        return _("Nothing was sent or charged. Enter another key; what waits goes on by itself.")
    if isinstance(error, NoCredit):
        return _("Nothing was sent or charged. Add credit there, then check again; what waits goes on.")
    if isinstance(error, Unavailable):
        return _("Nothing was charged and the key was not judged. What waits is tried again by itself.")
    return _("Nothing was charged, and %(provider)s stands as before.") % {"provider": account}
