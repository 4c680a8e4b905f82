"""All prompts that an Order would make, to look through, to pick from, and to copy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from artfactory.desk.forms.drafting import OF_THE_LIST
from artfactory.desk.forms.listing import Listing
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.requests import DeskRequest
from artfactory.desk.views.drafts import keep
from artfactory.desk.views.new_order import asked

NOT_KEPT = OF_THE_LIST | {"csrfmiddlewaretoken", "fix"}  # the page has its own


@require_POST
def show(request: DeskRequest) -> HttpResponse:
    """A page of the list; in a browser without scripts with everything that was filled in."""
    form = _form(request)
    keep(request, form)
    context = asked(form, words="") | {"listing": _listing(form)}
    if request.htmx:
        return render(request, "desk/parts/rows_news.html", context)
    return render(request, "desk/rows.html", context | {"kept": _kept(request.POST)})


@require_POST
def text(request: HttpRequest) -> HttpResponse:
    """The list as plain text, one prompt a line."""
    listing = _listing(_form(request))
    lines = listing.lines() if listing else [_("There is nothing to list yet.")]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _form(request: HttpRequest) -> OrderForm:
    """Without what was picked of another prompt: then there is nothing of it to show any more."""
    form = OrderForm(request.POST)
    return form if form.quote or form.question else form.unpicked()


def _listing(form: OrderForm) -> Listing | None:
    quoted = form.quote or (form.question.cut if form.question else None)
    return Listing(form, quoted, form.answers.get("which", ""), _start(form.answers)) if quoted else None


def _start(answers: QueryDict) -> int:
    """`jump` counts from 1, as the list does."""
    wanted = answers.get("jump" if "go" in answers else "at", "").replace(",", "").strip()
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 400):
        return 0
    return max(0, int(wanted) - 1) if "go" in answers else int(wanted)


def _kept(answers: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in answers.lists() if name not in NOT_KEPT for value in values]
