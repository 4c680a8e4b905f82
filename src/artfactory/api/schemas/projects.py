from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from artfactory.api import tallies
from artfactory.api.schemas.base import Answer, Body, Money, OneOf
from artfactory.projects.models import Project

ProjectStatus = Annotated[str, OneOf(Project.Status.values)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class NewProject(Body):
    name: Name
    description: str = Field("", max_length=20_000)
    status: ProjectStatus = "active"


class ProjectChange(Body):
    name: Name = ""
    description: str = Field("", max_length=20_000)
    status: ProjectStatus = "active"


class ProjectAnswer(Answer):
    id: str
    name: str
    description: str
    status: ProjectStatus
    products: int
    orders: int
    spent: list[Money]
    created_at: datetime


def described(projects: Sequence[Project]) -> list[ProjectAnswer]:
    keys = [project.pk for project in projects]
    products, orders = tallies.products_of_projects(keys), tallies.orders_of_projects(keys)
    spent = tallies.spent_by_projects(keys)
    return [
        ProjectAnswer(
            id=str(project.pk),
            name=project.name,
            description=project.description,
            status=project.status,
            products=products.get(project.pk, 0),
            orders=orders.get(project.pk, 0),
            spent=spent.get(project.pk, []),
            created_at=project.created_at,
        )
        for project in projects
    ]
