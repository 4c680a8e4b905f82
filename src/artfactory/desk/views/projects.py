"""Projects, as the switcher in the frame needs them: a new one, and which one is current."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from artfactory.desk.context import choose_project
from artfactory.desk.forms.projects import ProjectForm
from artfactory.desk.views.back import back
from artfactory.desk.views.numbers import whole_number
from artfactory.projects.models import Project


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    form = ProjectForm(request.POST)
    if form.is_valid():
        project = form.project()
        choose_project(request, project)
        messages.success(request, _("New work lands in “%(name)s” now.") % {"name": project})
    else:
        messages.error(request, " ".join(map(str, form.errors["name"])))
    return back(request, otherwise="desk:new_order")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    wanted = whole_number(request.POST.get("project"))
    choose_project(request, get_object_or_404(Project.objects.active(), pk=wanted))
    return back(request, otherwise="desk:new_order")
