"""Settings › Providers: state and limits of each account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from artfactory.accounts.models import ProviderAccount
from artfactory.desk.forms.limits import form_for
from artfactory.desk.provider_cards import cards, cards_with
from artfactory.desk.views.back import back
from artfactory.engine.models import Event


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/settings/providers.html", {"here": "providers", "cards": cards()})


@require_POST
def limits(request: HttpRequest, provider: str) -> HttpResponse:
    account = get_object_or_404(ProviderAccount, provider=provider)
    form = form_for(account)(request.POST)
    if not form.is_valid():
        context = {"here": "providers", "cards": cards_with(form, of=account)}
        return render(request, "desk/settings/providers.html", context, status=422)
    form.save(account)
    _tell(account)
    messages.success(request, _("Limits of %(provider)s are saved.") % {"provider": account})
    return redirect("desk:providers")


@require_POST
def forget_learned(request: HttpRequest, provider: str) -> HttpResponse:
    account = get_object_or_404(ProviderAccount, provider=provider)
    account.forget_learned()
    _tell(account)
    return back(request, otherwise="desk:providers")


@require_POST
def pause(request: HttpRequest, provider: str) -> HttpResponse:
    account = get_object_or_404(ProviderAccount, provider=provider)
    account.pause(at=timezone.now())
    _tell(account)
    return back(request, otherwise="desk:providers")


@require_POST
def resumption(request: HttpRequest, provider: str) -> HttpResponse:
    account = get_object_or_404(ProviderAccount, provider=provider)
    account.resume()
    _tell(account)
    return back(request, otherwise="desk:providers")


def _tell(account: ProviderAccount) -> None:
    Event.tell(Event.of_provider(account.provider))
