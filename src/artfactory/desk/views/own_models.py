"""Adding a model by its id or the address of its page, asking for its parameters anew, removing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from artfactory.accounts.providers import labels
from artfactory.catalog.models import AIModel
from artfactory.desk.requests import DeskRequest
from artfactory.desk.views.catalogue import below_a_model, found_model
from artfactory.engine.own_models import LONGEST, Added, NotAdded, add, describe_again, describers


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _asking(request)
    named = request.POST.get("named", "").replace("\0", "")[: LONGEST + 1]
    provider = request.POST.get("provider", "")
    try:
        added = add(named, provider=provider)
    except NotAdded as refusal:
        return _asking(request, named=named, provider=provider, why=str(refusal), status=422)
    _tell(request, added)
    return redirect(added.ai_model)


@below_a_model("description")
def description(request: DeskRequest, address: str) -> HttpResponse:
    ai_model = _own(address)
    try:
        added = describe_again(ai_model)
    except NotAdded as refusal:
        messages.error(request, str(refusal))
        return redirect(ai_model)
    if added.why_plain:
        messages.error(request, added.why_plain)
    else:
        messages.success(request, _("Its parameters are as its Provider tells them now."))
    return redirect(added.ai_model)


@below_a_model("removal")
def removal(request: DeskRequest, address: str) -> HttpResponse:
    ai_model = _own(address)
    if ai_model.remove():
        messages.success(request, _("%(model)s is removed.") % {"model": ai_model.name})
    else:
        text = _("%(model)s is hidden. What was made with it stays, and adding it again shows it again.")
        messages.success(request, text % {"model": ai_model.name})
    return redirect("desk:catalogue")


def _asking(
    request: HttpRequest, *, named: str = "", provider: str = "", why: str = "", status: int = 200
) -> HttpResponse:
    known = labels()
    context = {
        "named": named or request.GET.get("named", "")[:LONGEST],
        "chosen": provider,
        "why": why,
        "providers": [(name, known[name]) for name in describers()],
    }
    return render(request, "desk/add_model.html", context, status=status)


def _tell(request: HttpRequest, added: Added) -> None:
    if added.was_there:
        messages.info(request, _("%(model)s was in the catalogue already.") % {"model": added.ai_model.name})
        return
    text = _("%(understood)s %(model)s is one of your models now.")
    words = {"understood": added.understood.words, "model": added.ai_model.name}
    messages.success(request, text % words)
    if added.why_plain:
        messages.warning(request, added.why_plain)


def _own(address: str) -> AIModel:
    ai_model = found_model(address)
    if not ai_model.is_own:
        raise Http404
    return ai_model
