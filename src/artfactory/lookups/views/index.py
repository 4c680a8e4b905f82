from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from artfactory.lookups.models import Lookup
from artfactory.lookups.references import circles, links
from artfactory.lookups.views.changes import told_change

EACH_PAGE = 100
LONGEST_SEARCH = 200


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    found = Lookup.objects.matching(wanted).order_by("name")
    pools = Lookup.objects.as_pools()
    context = {
        "wanted": wanted,
        "page": Paginator(found, EACH_PAGE).get_page(request.GET.get("page")),
        "whole": len(pools),
        "values": sum(map(len, pools.values())),
        "circles": circles(links(pools), most=5),
        "change": told_change(request),
    }
    return render(request, "lookups/index.html", context)
