"""The history of a Project's prompts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from artfactory.desk.models import FavoritePrompt
from artfactory.desk.prompt_history import history
from artfactory.desk.requests import DeskRequest
from artfactory.orders.models import Order
from artfactory.projects.models import Project

LONGEST_SEARCH = 200


@require_safe
def show(request: HttpRequest, project_id: int) -> HttpResponse:
    project = get_object_or_404(Project, pk=project_id)
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    favorites = request.GET.get("favorite") == "1"
    page, prompts = history(project, wanted, favorites=favorites, page=request.GET.get("page"))
    context = {"project": project, "wanted": wanted, "favorites": favorites, "page": page, "prompts": prompts}
    return render(request, "desk/prompts.html", context)


@require_POST
def favorite(request: DeskRequest, order_id: int) -> HttpResponse:
    order = get_object_or_404(Order, pk=order_id)
    wanted = request.POST.get("value") == "1"
    verb = FavoritePrompt.favor if wanted else FavoritePrompt.unfavor
    verb(order)
    if request.htmx:
        return render(request, "desk/parts/prompt_star.html", {"newest": order.pk, "favorite": wanted})
    return redirect("desk:prompts", order.project_id)
