"""Settings › Providers: entering, removing and trying keys. No page ever shows one."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from artfactory.accounts import keys
from artfactory.accounts.models import ProviderAccount
from artfactory.desk.provider_cards import cards_without_key
from artfactory.engine import keying

logger = logging.getLogger(__name__)


@sensitive_post_parameters("key")
@require_POST
def key(request: HttpRequest, provider: str) -> HttpResponse:
    account = get_object_or_404(ProviderAccount, provider=provider)
    problem = _enter(account, request.POST.get("key", ""))
    if problem:
        context = {"here": "providers", "cards": cards_without_key(problem, of=account)}
        return render(request, "desk/settings/providers.html", context, status=422)
    text = _("The key of %(provider)s is kept. What waited for it goes on by itself.")
    messages.success(request, text % {"provider": account})
    return redirect("desk:providers")


@require_POST
def removal(request: HttpRequest, provider: str) -> HttpResponse:
    account = get_object_or_404(ProviderAccount, provider=provider)
    try:
        keying.remove(account)
    except (keys.Unreadable, OSError) as error:
        messages.error(request, _why(error))
        return redirect("desk:providers")
    text = _("The key of %(provider)s is removed from this machine. It still works elsewhere.")
    messages.success(request, text % {"provider": account})
    return redirect("desk:providers")


@require_POST
def check(request: HttpRequest, provider: str) -> HttpResponse:
    account = get_object_or_404(ProviderAccount, provider=provider)
    verdict = keying.try_key(account)
    (messages.success if verdict.good else messages.error)(request, verdict.text)
    return redirect("desk:providers")


def _enter(account: ProviderAccount, text: str) -> str:
    """Why it was refused; empty when it is kept."""
    if not keys.needs_key(account.provider):
        return _("%(provider)s needs no key.") % {"provider": account}
    try:
        keying.enter(account, text)
    except (keys.BadKey, keys.Unreadable, OSError) as error:
        return _why(error)
    return ""


def _why(error: keys.BadKey | keys.Unreadable | OSError) -> str:
    if not isinstance(error, OSError):
        return str(error)
    logger.warning("Keys cannot be written: %s", error)
    return _("The folder of secrets cannot be written; nothing was changed.")
