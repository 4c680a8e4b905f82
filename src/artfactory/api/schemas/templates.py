from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from artfactory.api.paging import Paging
from artfactory.api.schemas.base import Answer, Body
from artfactory.api.schemas.orders import OrderBody
from artfactory.desk.models import OrderTemplate
from artfactory.desk.order_templates import LONGEST_NAME

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]


class TemplateFilters(Paging):
    favorite: bool | None = None
    q: str | None = Field(None, max_length=200, description="words of its name, prompts or models")


class NewTemplate(Body):
    name: Name
    order: OrderBody


class TemplateChange(Body):
    name: Name | None = None
    order: OrderBody | None = None


class TemplateAnswer(Answer):
    id: str
    name: str
    version: int = Field(description="counts up each time it is saved; earlier ones stay")
    order: dict[str, Any] = Field(description="body of an order, as POST /orders takes it")
    favorite: bool
    changed_at: datetime


def described(template: OrderTemplate) -> TemplateAnswer:
    return TemplateAnswer(
        id=str(template.pk),
        name=template.name,
        version=template.version,
        order=template.order,
        favorite=template.favorite,
        changed_at=template.changed_at,
    )
