"""Files for the order form: brought, picked from the library, and from a Product to a model that takes it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from artfactory.desk.bringing import with_brought
from artfactory.desk.context import current_project
from artfactory.desk.file_room import FileRoom, Usable, Wish, put_into, usable
from artfactory.desk.forms.again import usual_answers
from artfactory.desk.forms.files import PICK, PICK_TOO
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.models import Draft
from artfactory.desk.requests import DeskRequest
from artfactory.desk.views.drafts import keep
from artfactory.desk.views.new_order import asked, is_for_sum, page, quoted


@require_POST
def bring(request: DeskRequest) -> HttpResponse:
    """Into the form from which they are sent."""
    if is_for_sum(request):
        return quoted(request)
    form = with_brought(request.POST, request.FILES)
    keep(request, form)
    if request.htmx:
        return render(request, "desk/parts/asks.html", asked(form, words="") | {"swapped": True})
    return render(request, "desk/new_order.html", page(request, form))


@require_POST
def search(request: DeskRequest) -> HttpResponse:
    """From the form, which is kept as it is filled in, to the files of the library."""
    keep(request, with_brought(request.POST, request.FILES))
    wish = Wish.read(request.POST.get("find", ""))
    return redirect(f"{reverse('desk:files')}?{wish.query()}")


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What of the library one parameter may start from; posted, it is in the order."""
    if request.method == "POST":
        answers = _answers(request)
        for name in (PICK, PICK_TOO):
            answers.setlist(name, request.POST.getlist(name))
        return _to_order(request, answers)
    room = FileRoom.of(Wish.read(request.GET.get("find", "")), request.GET)
    return render(request, "desk/files.html", {"room": room})


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest) -> HttpResponse:
    """Which models take these Products; posted with one of them, the form opens with both."""
    said = request.POST if request.method == "POST" else request.GET
    shown = usable(said.getlist("product"), words=said.get("q", "")[:200])
    if request.method == "POST":
        return _used(request, shown)
    return render(request, "desk/use_as_input.html", {"usable": shown})


def _used(request: HttpRequest, shown: Usable) -> HttpResponse:
    answers = _answers(request)
    if put_into(answers, shown.products, address=request.POST.get("model", "")):
        return _to_order(request, answers)
    problem = _("That model takes none of these. Choose another one.")
    return render(request, "desk/use_as_input.html", {"usable": shown, "problem": problem}, status=422)


def _answers(request: HttpRequest) -> QueryDict:
    project = current_project(request)
    draft = Draft.of(project)
    return draft.filled_in if draft and draft.answers else usual_answers(project)


def _to_order(request: HttpRequest, answers: QueryDict) -> HttpResponse:
    keep(request, OrderForm(answers))
    return redirect("desk:new_order")
