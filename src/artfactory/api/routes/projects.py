from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query
from ninja.responses import Status

from artfactory.api.ids import found
from artfactory.api.paging import Keyset, Listing, Paging, page
from artfactory.api.problems import Problem
from artfactory.api.routing import Routes
from artfactory.api.schemas.projects import NewProject, ProjectAnswer, ProjectChange, described
from artfactory.projects.models import Project

routes = Routes(tags=["projects"])
BY_NAME = Keyset((("name", str),))


@routes.get("/projects", response=Listing[ProjectAnswer])
def list_projects(request: HttpRequest, filters: Query[Paging]) -> Listing[ProjectAnswer]:
    part = page(Project.objects.all(), filters, BY_NAME)
    return Listing[ProjectAnswer](items=described(part.rows), next_cursor=part.next_cursor, total=part.total)


@routes.post("/projects", response={201: ProjectAnswer})
def create_project(request: HttpRequest, body: NewProject) -> ProjectAnswer:
    return _kept(Project(), body)


@routes.get("/projects/{project_id}", response=ProjectAnswer)
def show_project(request: HttpRequest, project_id: str) -> ProjectAnswer:
    return described([found(Project.objects.all(), project_id)])[0]


@routes.patch("/projects/{project_id}", response=ProjectAnswer)
def change_project(request: HttpRequest, project_id: str, body: ProjectChange) -> ProjectAnswer:
    return _kept(found(Project.objects.all(), project_id), body)


@routes.put("/projects/{project_id}", response=ProjectAnswer)
def replace_project(request: HttpRequest, project_id: str, body: NewProject) -> ProjectAnswer:
    return _kept(found(Project.objects.all(), project_id), body)


@routes.delete("/projects/{project_id}", response={204: None})
def delete_project(request: HttpRequest, project_id: str) -> Status[None]:
    try:
        found(Project.objects.all(), project_id).delete()
    except ProtectedError:
        message = _("This project holds orders or products, so it stays.")
        raise Problem.because(409, "not_empty", message) from None
    return Status(204, None)


def _kept(project: Project, body: NewProject | ProjectChange) -> ProjectAnswer:
    facts = body.model_dump(exclude_unset=isinstance(body, ProjectChange))
    try:
        with transaction.atomic():
            project.describe(**facts)
    except IntegrityError:
        message = _("There is a project of that name already.")
        raise Problem.because(409, "name_taken", message, loc=("name",)) from None
    return described([project])[0]
