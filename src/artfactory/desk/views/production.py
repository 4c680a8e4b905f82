"""Production: every Order under way, live; those that ended; the Providers as lanes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from artfactory.accounts.models import ProviderAccount
from artfactory.desk import production
from artfactory.desk.budgets import nearly_used_up
from artfactory.desk.context import progress_of_all, work_under_way
from artfactory.desk.expiring import expiring
from artfactory.desk.lanes import lanes as every_lane
from artfactory.desk.standing import standings
from artfactory.desk.views.back import back
from artfactory.desk.views.numbers import whole_number, whole_numbers
from artfactory.engine.models import Event
from artfactory.orders.models import Generation, Order

MOST_CHANGED = 1_000


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    rows = production.line_up()
    finished, older = production.ended(before=whole_number(request.GET.get("before")))
    shown = ",".join(row.version for row in rows)
    context = _top() | {"rows": rows, "finished": finished, "older": older, "shown": shown}
    return render(request, "desk/production.html", context)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Rows that changed or are new since `shown`, the sums above them and the lanes beside them."""
    shown = _versions(request.GET.get("shown", ""))
    changed = standings(_changed(request, shown))
    new = standings(production.in_line().exclude(pk__in=shown)[: production.MOST_IN_LINE])
    now = shown | {row.order.pk: row.version for row in [*changed, *new]}
    context = _top() | {
        "expiring": expiring(),
        "changed": [row for row in changed if row.version == shown[row.order.pk]],
        "other_tools": [row for row in changed if row.version != shown[row.order.pk]],
        "new": new,
        "shown": ",".join(now.values()),
    }
    return render(request, "desk/parts/production_news.html", context)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return render(request, "web/parts/live.html", _live())


def _live() -> dict[str, Any]:
    work = work_under_way()
    progress = progress_of_all() if any(work.values()) else None
    return work | {"expiring": expiring(), "progress": progress}


@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    for account in ProviderAccount.objects.filter(paused_at=None):
        account.pause(at=at)
    return _everywhere(request)


@require_POST
def resumption(request: HttpRequest) -> HttpResponse:
    for account in ProviderAccount.objects.exclude(paused_at=None):
        account.resume()
    return _everywhere(request)


@require_POST
def looking(request: HttpRequest) -> HttpResponse:
    """Look again for all whose outcome is unknown; nothing is sent."""
    Generation.objects.unknown().look_again(at=timezone.now())
    return back(request, otherwise="desk:production")


@require_POST
def fetching(request: HttpRequest) -> HttpResponse:
    """Try at once to fetch all that a Provider deletes soon; nothing is sent."""
    Generation.objects.filter(pk__in=expiring().generations).fetch_now(at=timezone.now())
    messages.success(request, _("It is tried at once. Nothing is sent."))
    return back(request, otherwise="desk:production")


def _versions(shown: str) -> dict[int, str]:
    """What the page shows, as it told: "7.active,8.paused"."""
    versions = ((whole_number(version.partition(".")[0]), version) for version in shown.split(","))
    return {pk: version for pk, version in versions if pk is not None}


def _changed(request: HttpRequest, shown: dict[int, str]) -> QuerySet[Order]:
    """Those on the page to which the changed Generations belong; all, when nobody said which changed."""
    on_page = Order.objects.filter(pk__in=shown)
    ids = whole_numbers(request.GET.get("changed", ""), most=MOST_CHANGED)
    return on_page.filter(pk__in=production.of_generations(ids)) if ids else on_page


def _everywhere(request: HttpRequest) -> HttpResponse:
    Event.tell(*(Event.of_provider(each.provider) for each in ProviderAccount.objects.all()))
    return back(request, otherwise="desk:production")


def _top() -> dict[str, Any]:
    lanes = every_lane()
    return {
        "lanes": lanes,
        "all_paused": bool(lanes) and all(lane.account.paused_at for lane in lanes),
        "running": sum(lane.in_flight for lane in lanes),
        "waiting": sum(lane.waiting for lane in lanes),
        "unknown": production.unknown(),
        "budgets": nearly_used_up(),
        "in_line": production.in_line().count(),
    }
