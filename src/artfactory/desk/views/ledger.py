"""The ledger: what was spent, beside what was quoted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from artfactory.desk.ledger import LedgerPage, written


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    page = LedgerPage.asked(request.GET)
    return render(request, "desk/ledger.html", {"page": page, "ledger": page.ledger})


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The sums are few and already known, so they are sent in one piece."""
    page = LedgerPage.asked(request.GET)
    name = f"ledger-by-{page.by}-{page.since or 'all'}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written(page.ledger), content_type="text/csv; charset=utf-8", headers=headers)
