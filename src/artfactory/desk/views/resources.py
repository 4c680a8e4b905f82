"""Checkpoints, LoRAs and embeddings: looking through them, one of them, and putting it into the order."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from artfactory.desk.choosing import NoPlace, put, taken
from artfactory.desk.context import current_project
from artfactory.desk.forms.again import usual_answers
from artfactory.desk.forms.drafting import drafted
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.resources import PASTE, field_for
from artfactory.desk.models import Draft
from artfactory.desk.requests import DeskRequest
from artfactory.desk.resource_cards import picture_meant
from artfactory.desk.resource_page import ResourcePage
from artfactory.desk.resources import Room, Wanted
from artfactory.desk.views.back import back
from artfactory.desk.views.drafts import keep
from artfactory.desk.views.new_order import asked, is_for_sum, page, quoted
from artfactory.engine import resources
from artfactory.engine.previews import preview_of
from artfactory.media.previews import send_preview
from artfactory.orders.requests import Flaw
from artfactory.providers.errors import ProviderError

PASTED = re.compile(r"\s*(urn:air:|air:|https?://|(www\.)?civitai\.)", re.IGNORECASE)


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    wanted, provider = Wanted.read(request.GET), _browsable()
    if PASTED.match(wanted.q):
        return redirect(_address(provider, request.GET.get("q", "").strip()[:2_000], model=wanted.model))
    room = Room(wanted, provider, covers=_covers(request))
    template = "desk/parts/resources.html" if request.htmx else "desk/resources.html"
    return render(request, template, {"room": room})


@require_safe
def show(request: HttpRequest, provider: str, named: str) -> HttpResponse:
    shown = _page(request, provider, named)
    return render(request, "desk/resource.html", {"page": shown}, status=shown.status)


@require_POST
def favorite(request: DeskRequest, provider: str, named: str) -> HttpResponse:
    wanted = request.POST.get("value") == "1"
    try:
        known = taken(_known_provider(provider), named)
    except ProviderError as error:
        messages.error(request, error.message)
    else:
        known.mark(favorite=wanted)
        context = {"provider": provider, "id": named, "name": known.name, "favorite": wanted}
        if request.htmx:
            return render(request, "desk/parts/resource_star.html", context)
    return back(request, otherwise="desk:resources")


@require_POST
def use(request: HttpRequest, provider: str, named: str) -> HttpResponse:
    """Into the order that is being filled in."""
    try:
        known = taken(_known_provider(provider), named)
        answers, afresh = _draft(request)
        said = put(answers, known, instead_of=request.POST.get("model", ""), afresh=afresh)
    except (ProviderError, NoPlace) as error:
        messages.error(request, str(error))
        return back(request, otherwise="desk:resources")
    known.use(at=timezone.now())
    messages.success(request, said.words)
    if said.doubt:
        messages.warning(request, said.doubt)
    return _to_order(request, answers)


@require_POST
def paste(request: DeskRequest) -> HttpResponse:
    """Into the form from which it is sent: an AIR, or the address of a page."""
    if is_for_sum(request):
        return quoted(request)
    answers = request.POST.copy()
    pasted = {name: str(text).strip() for name, text in request.POST.items() if name.startswith(PASTE)}
    troubles = {name: _pasted(answers, name, text) for name, text in pasted.items() if text}
    form = OrderForm(answers)
    form.refused += [Flaw((name,), "not_found", trouble) for name, trouble in troubles.items() if trouble]
    keep(request, form)
    if request.htmx:
        return render(request, "desk/parts/asks.html", asked(form, words="") | {"swapped": True})
    return render(request, "desk/new_order.html", page(request, form))


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """From the form, which is kept as it is filled in, to what one of its parameters may name."""
    form = OrderForm(request.POST)
    keep(request, form)
    kind, _space, meant = request.POST.get("find", "").partition(" ")
    taking = next((each.address for each in form.models if field_for(each, kind)), "")
    return redirect(Wanted(kind=kind, model=meant or taking).address())


@require_safe
def preview(request: HttpRequest) -> HttpResponseBase:
    return send_preview(request, preview_of(picture_meant(request.GET.get("of", ""))))


def _pasted(answers: QueryDict, name: str, named: str) -> str:
    """Why it is not in the order; empty where it is."""
    try:
        known = taken(_browsable(), named)
        put(answers, known)
    except (ProviderError, NoPlace) as error:
        return str(error)
    known.use(at=timezone.now())
    answers.pop(name, None)
    return ""


def _page(request: HttpRequest, provider: str, named: str) -> ResourcePage:
    wanted = Wanted.read(request.GET)
    return ResourcePage.of(_known_provider(provider), named, wanted=wanted, covers=_covers(request))


def _draft(request: HttpRequest) -> tuple[QueryDict, bool]:
    """The answers so far, and whether nobody chose anything yet."""
    project = current_project(request)
    draft = Draft.of(project)
    if draft and draft.answers:
        return draft.filled_in, False
    return usual_answers(project), True


def _to_order(request: HttpRequest, answers: QueryDict) -> HttpResponse:
    """A draft is kept where it says something; a model alone goes along in the address."""
    form = OrderForm(answers)
    if drafted(form):
        keep(request, form)
        return redirect("desk:new_order")
    chosen = QueryDict(mutable=True)
    chosen.setlist("model", form.addresses)
    return redirect(f"{reverse('desk:new_order')}?{chosen.urlencode()}")


def _address(provider: str, named: str, **said: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in said.items() if value})
    address = reverse("desk:resource", args=[provider, named])
    return f"{address}?{query.urlencode()}" if query else address


def _browsable() -> str:
    found = next(iter(resources.browsable()), "")
    if not found:
        raise Http404
    return found


def _known_provider(provider: str) -> str:
    if provider not in resources.browsable():
        raise Http404
    return provider


def _covers(request: HttpRequest) -> bool:
    return bool(request.session.get("covers", True))
