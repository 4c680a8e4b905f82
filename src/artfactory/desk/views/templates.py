"""Templates of the desk: whole Orders under a name, to be filled in again, changed, shared as files."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from artfactory.desk.forms.again import answers_of
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.models import NameTaken, OrderTemplate
from artfactory.desk.order_templates import LONGEST_NAME, free_name
from artfactory.desk.requests import DeskRequest
from artfactory.desk.views.back import back
from artfactory.desk.views.drafts import keep
from artfactory.desk.views.numbers import whole_number
from artfactory.orders.bodies import BodyRefused, body_of, check_body
from artfactory.orders.models import Order
from artfactory.orders.requests import OrderRefused

EACH_PAGE, LONGEST_SEARCH, LARGEST_FILE = 50, 200, 1_000_000
KIND = "artfactory order template"  # says what such a file is


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _save(request)
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    favorites = request.GET.get("favorite") == "1"
    found = OrderTemplate.objects.kept().matching(wanted).listed()
    page = Paginator(found.filter(favorite=True) if favorites else found, EACH_PAGE).get_page(
        request.GET.get("page")
    )
    removed = OrderTemplate.objects.filter(pk=whole_number(request.GET.get("removed")) or 0)
    context = {"page": page, "wanted": wanted, "favorites": favorites}
    return render(
        request, "desk/order_templates.html", context | {"removed": removed.exclude(deleted_at=None).first()}
    )


@require_POST
def change(request: HttpRequest, template_id: int) -> HttpResponse:
    """Its name."""
    template, name = _found(template_id), _name(request)
    if not name:
        messages.error(request, _("A template needs a name."))
        return redirect("desk:templates")
    try:
        template.rename(name)
    except NameTaken:
        messages.error(request, _("There is a template “%(name)s” already.") % {"name": name})
    return redirect("desk:templates")


@require_POST
def favorite(request: DeskRequest, template_id: int) -> HttpResponse:
    template = _found(template_id)
    template.mark(favorite=request.POST.get("value") == "1")
    if request.htmx:
        return render(request, "desk/parts/template_star.html", {"template": template})
    return back(request, otherwise="desk:templates")


@require_POST
def duplicate(request: HttpRequest, template_id: int) -> HttpResponse:
    made = _found(template_id).duplicate(at=timezone.now())
    messages.success(request, _("“%(name)s” is a copy of it.") % {"name": made})
    return redirect("desk:templates")


@require_POST
def removal(request: HttpRequest, template_id: int) -> HttpResponse:
    template = _found(template_id)
    template.remove(at=timezone.now())
    return redirect(f"{reverse('desk:templates')}?removed={template.pk}")


@require_POST
def restoration(request: HttpRequest, template_id: int) -> HttpResponse:
    template = get_object_or_404(OrderTemplate, pk=template_id)
    try:
        template.bring_back()
    except NameTaken:
        messages.error(request, _("Another template is called “%(name)s” by now.") % {"name": template})
    return redirect("desk:templates")


@require_safe
def file(request: HttpRequest, template_id: int) -> HttpResponse:
    template = _found(template_id)
    content = {"kind": KIND, "name": template.name, "order": template.order}
    options = {"indent": 2, "ensure_ascii": False}
    response = JsonResponse(content, json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="template-{template.pk}.json"'
    return response


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """One that comes as a file; under a free name, so that it replaces nothing."""
    upload = request.FILES.get("file")
    content = upload.read(LARGEST_FILE + 1) if upload else b""
    try:
        name, order = _read(content)
    except BodyRefused:
        messages.error(request, _("That file holds no template of an order. Nothing was changed."))
        return redirect("desk:templates")
    made = OrderTemplate.keep(free_name(name), order, at=timezone.now())
    messages.success(request, _("“%(name)s” is here.") % {"name": made})
    return redirect("desk:templates")


def _save(request: HttpRequest) -> HttpResponse:
    """What is filled in on the form, or what an Order was."""
    named = whole_number(request.POST.get("of_order"))
    order = get_object_or_404(Order, pk=named) if named is not None else None
    form = OrderForm(answers_of(order) if order else request.POST)
    if order is None:
        keep(request, form)
    here = reverse("desk:order", args=[order.pk]) if order else reverse("desk:new_order")
    name = _name(request)
    if not name:
        messages.error(request, _("A template needs a name."))
        return redirect(here)
    try:
        wanted = form.request()
    except OrderRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    seed = form.answers.get("seed", "").strip() or None  # else new ones each time
    body = body_of(replace(wanted, seed=seed, max_items=form.all, max_rows=None))
    kept = OrderTemplate.keep(name, body, at=timezone.now())
    text = _("“%(name)s” is kept as a template.") if kept.version == 1 else _("“%(name)s” has a new version.")
    messages.success(request, text % {"name": kept})
    return redirect(here)


def _read(content: bytes) -> tuple[str, dict[str, Any]]:
    """Raises BodyRefused."""
    try:
        said = json.loads(content[:LARGEST_FILE]) if len(content) <= LARGEST_FILE else None
    except (ValueError, RecursionError):
        raise BodyRefused from None
    if not isinstance(said, dict) or said.get("kind") != KIND or not isinstance(said.get("name"), str):
        raise BodyRefused
    name = " ".join(said["name"].split())[:LONGEST_NAME]
    return name or _("Template"), check_body(said.get("order"))


def _name(request: HttpRequest) -> str:
    return " ".join(request.POST.get("template_name", "").replace("\0", "").split())[:LONGEST_NAME]


def _found(template_id: int) -> OrderTemplate:
    return get_object_or_404(OrderTemplate.objects.kept(), pk=template_id)
