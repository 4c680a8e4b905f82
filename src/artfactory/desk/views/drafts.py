"""The draft of a Project: kept while somebody types, put aside, and brought back."""

from __future__ import annotations

from contextlib import suppress

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import replace_url

from artfactory.desk.context import current_project
from artfactory.desk.forms.drafting import drafted
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.models import Draft
from artfactory.desk.requests import DeskRequest
from artfactory.desk.views.numbers import whole_number
from artfactory.projects.models import Project


@require_POST
def removal(request: HttpRequest) -> HttpResponse:
    """Start afresh. What was there is put aside."""
    put_aside(request, OrderForm(request.POST))
    return redirect(f"{reverse('desk:new_order')}?afresh=1")


@require_POST
def restoration(request: HttpRequest) -> HttpResponse:
    Draft.bring_back(project=_project(request), at=timezone.now())
    return redirect("desk:new_order")


def keep(request: HttpRequest, form: OrderForm) -> None:
    """Where the library cannot be written the form goes on all the same; ordering tells of it."""
    with suppress(OperationalError):
        Draft.keep(drafted(form), project=_project(request), at=timezone.now())


def is_kept(request: HttpRequest, form: OrderForm) -> bool:
    """Whether opening the form anew shows it as it is."""
    draft = Draft.of(current_project(request))
    return draft is not None and draft.answers == drafted(form)


def put_aside(request: HttpRequest, form: OrderForm) -> None:
    with suppress(OperationalError):
        Draft.put_aside(drafted(form), project=_project(request), at=timezone.now())


def at_home(response: HttpResponse, request: DeskRequest) -> HttpResponse:
    """The address said how the form began; now the draft does, also after a reload."""
    home, _query, rest = (request.htmx.current_url_abs_path or "").partition("?")
    return replace_url(response, home) if rest and home == reverse("desk:new_order") else response


def _project(request: HttpRequest) -> Project:
    """The one that the form was opened in, whichever is the current one by now."""
    named = whole_number(request.POST.get("draft_of"))
    found = Project.objects.filter(pk=named).first() if named is not None else None
    return found or current_project(request)
