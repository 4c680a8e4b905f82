from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from ninja.responses import Status

from artfactory.api.ids import found
from artfactory.api.paging import Keyset, Listing, page
from artfactory.api.problems import Problem
from artfactory.api.routing import Routes
from artfactory.api.schemas.orders import OrderBody
from artfactory.api.schemas.templates import (
    NewTemplate,
    TemplateAnswer,
    TemplateChange,
    TemplateFilters,
    described,
)
from artfactory.desk.models import NameTaken, OrderTemplate

routes = Routes(tags=["templates"])
BY_NAME = Keyset((("name", str),))


@routes.get("/templates", response=Listing[TemplateAnswer])
def list_templates(request: HttpRequest, filters: Query[TemplateFilters]) -> Listing[TemplateAnswer]:
    wanted = OrderTemplate.objects.kept().matching((filters.q or "").replace("\0", ""))
    if filters.favorite is not None:
        wanted = wanted.filter(favorite=filters.favorite)
    part = page(wanted, filters, BY_NAME)
    items = [described(template) for template in part.rows]
    return Listing[TemplateAnswer](items=items, next_cursor=part.next_cursor, total=part.total)


@routes.post("/templates", response={201: TemplateAnswer})
def create_template(request: HttpRequest, body: NewTemplate) -> Status[TemplateAnswer]:
    """Under a name that exists it becomes the next version of that one."""
    template = OrderTemplate.keep(body.name, _said(body.order), at=timezone.now())
    return Status(201, described(template))


@routes.get("/templates/{template_id}", response=TemplateAnswer)
def show_template(request: HttpRequest, template_id: str) -> TemplateAnswer:
    return described(_found(template_id))


@routes.patch("/templates/{template_id}", response=TemplateAnswer)
def change_template(request: HttpRequest, template_id: str, body: TemplateChange) -> TemplateAnswer:
    return _changed(_found(template_id), name=body.name, order=body.order)


@routes.put("/templates/{template_id}", response=TemplateAnswer)
def replace_template(request: HttpRequest, template_id: str, body: NewTemplate) -> TemplateAnswer:
    return _changed(_found(template_id), name=body.name, order=body.order)


@routes.delete("/templates/{template_id}", response={204: None})
def delete_template(request: HttpRequest, template_id: str) -> Status[None]:
    _found(template_id).remove(at=timezone.now())
    return Status(204, None)


@routes.put("/templates/{template_id}/favorite", response=TemplateAnswer)
def favor_template(request: HttpRequest, template_id: str) -> TemplateAnswer:
    return _marked(_found(template_id), favorite=True)


@routes.delete("/templates/{template_id}/favorite", response=TemplateAnswer)
def unfavor_template(request: HttpRequest, template_id: str) -> TemplateAnswer:
    return _marked(_found(template_id), favorite=False)


def _changed(template: OrderTemplate, *, name: str | None, order: OrderBody | None) -> TemplateAnswer:
    if name is not None and name != template.name:
        try:
            template.rename(name)
        except NameTaken:
            message = _("There is a template of that name already.")
            raise Problem.because(409, "name_taken", message, loc=("name",)) from None
    if order is not None:
        template.renew(_said(order), at=timezone.now())
    return described(template)


def _marked(template: OrderTemplate, *, favorite: bool) -> TemplateAnswer:
    template.mark(favorite=favorite)
    return described(template)


def _said(order: OrderBody) -> dict[str, Any]:
    return order.model_dump(exclude_unset=True)


def _found(template_id: str) -> OrderTemplate:
    return found(OrderTemplate.objects.kept(), template_id)
